"""Registration of the app with Django."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "voronka.home"
    label = "home"

    def ready(self) -> None:
        """Put My day at the head of the sidebar."""
        from voronka.home import erase_rules, sections, subject_parts  # noqa: PLC0415  # needs loaded models

        erase_rules.declare()
        subject_parts.declare()
        sections.register()
