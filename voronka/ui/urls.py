"""Addresses of the interface itself: texts of the scripts, the gallery of components."""

from django.urls import path

from voronka.ui import views

app_name = "ui"
urlpatterns = [
    path("styles.css", views.styles, name="styles"),
    path("messages.js", views.messages_js, name="messages"),
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/dialog/", views.gallery_dialog, name="gallery-dialog"),
    path("gallery/panel/", views.gallery_panel, name="gallery-panel"),
    path("gallery/options/", views.gallery_options, name="gallery-options"),
    path("gallery/errors/<int:code>/", views.gallery_error, name="gallery-error"),
]
