"""Registration of the app with Django."""

from django.apps import AppConfig


class MarketingConfig(AppConfig):
    name = "voronka.marketing"
    label = "marketing"
