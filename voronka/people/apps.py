"""Registration of the app with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "voronka.people"
    label = "people"

    def ready(self) -> None:
        """Give the registry our kinds."""
        from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON  # noqa: PLC0415  # needs loaded models
        from voronka.records import kinds  # noqa: PLC0415  # needs loaded models

        for kind in (ORGANIZATION, PERSON, LEGAL_ENTITY):
            kinds.register(kind)
