"""Registration of the app with Django."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "voronka.activities"
    label = "activities"
