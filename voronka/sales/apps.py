"""Registration of the app with Django."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "voronka.sales"
    label = "sales"
