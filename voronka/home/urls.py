"""Addresses of My day and of what is done from anywhere."""

from django.urls import path

from voronka.home.views import day, entry, hand_overs, quick, search

app_name = "home"

urlpatterns = [
    path("", day.day, name="day"),
    path("month/", day.shown_month, name="month"),
    path("search/", search.search, name="search"),
    path("quick/", quick.quick, name="quick"),
    path("settings/users/<int:pk>/hand-over/", hand_overs.new, name="hand-over-new"),
    path("hand-over/", hand_overs.part, name="hand-over-part"),
    path("settings/hand-overs/", hand_overs.listed, name="hand-overs"),
    path("settings/hand-overs/<int:pk>/", hand_overs.summary, name="hand-over"),
    path("settings/hand-overs/<int:pk>/note/", hand_overs.note, name="hand-over-note"),
    path("settings/hand-overs/<int:pk>/undo/", hand_overs.undo, name="hand-over-undo"),
    path("quick/preview/", entry.preview, name="preview"),
    path("quick/enter/", entry.enter, name="enter"),
    path("quick/<int:pk>/undo/", entry.undo, name="undo_entry"),
    path("day/leads/<int:pk>/take/", day.take, name="take"),
]
