"""Registration of the app with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "voronka.ui"
    label = "ui"
