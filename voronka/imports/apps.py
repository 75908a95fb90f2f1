"""Registration of the app with Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "voronka.imports"
    label = "imports"
