"""Registration of the app with Django."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "voronka.home"
    label = "home"
