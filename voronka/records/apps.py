"""Registration of the app with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "voronka.records"
    label = "records"
