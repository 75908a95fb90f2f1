"""Registration of the app with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "voronka.records"
    label = "records"

    def ready(self) -> None:
        """Teach the ORM our comparisons of names."""
        from voronka.records import names  # noqa: F401, PLC0415  # registers lookups
