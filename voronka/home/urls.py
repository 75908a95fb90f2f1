"""Addresses of My day and of what is done from anywhere."""

from django.urls import path

from voronka.home.views import day, quick, search

app_name = "home"

urlpatterns = [
    path("", day.day, name="day"),
    path("search/", search.search, name="search"),
    path("quick/", quick.quick, name="quick"),
    path("day/leads/<int:pk>/take/", day.take, name="take"),
]
