"""Registration of the app with Django."""

from django.apps import AppConfig


class MarketingConfig(AppConfig):
    name = "voronka.marketing"
    label = "marketing"

    def ready(self) -> None:
        """Give the registry our kind."""
        from voronka.marketing.kinds import CAMPAIGN  # noqa: PLC0415  # needs loaded models
        from voronka.records import kinds  # noqa: PLC0415  # needs loaded models

        kinds.register(CAMPAIGN)
