"""Registration of the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "voronka.people"
    label = "people"

    def ready(self) -> None:
        """Give the registry our kinds, the cards their panels, the sidebar its lists."""
        from voronka.core import events  # noqa: PLC0415  # needs loaded models
        from voronka.people import erase_rules, listeners, panels  # noqa: PLC0415  # needs loaded models
        from voronka.people.duplicates import reading  # noqa: PLC0415  # needs loaded models
        from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON  # noqa: PLC0415  # needs loaded models
        from voronka.people.models import LegalEntity, Person  # noqa: PLC0415  # needs loaded models
        from voronka.records import kinds  # noqa: PLC0415  # needs loaded models
        from voronka.records.duplicates import registry  # noqa: PLC0415  # needs loaded models
        from voronka.records.events import RecordUpdated  # noqa: PLC0415  # needs loaded models
        from voronka.records.merging import rules  # noqa: PLC0415  # needs loaded models
        from voronka.records.panels import MERGED  # noqa: PLC0415  # needs loaded models
        from voronka.records.sections import add_section  # noqa: PLC0415  # needs loaded models
        from voronka.ui import assets  # noqa: PLC0415  # apps are loaded

        assets.register(style="people/people.css", module="people/legal_entity.js")

        for kind in (ORGANIZATION, PERSON, LEGAL_ENTITY):
            kinds.register(kind)
        rules.declare(
            rules.Rule(model=Person, column="organization"),
            rules.Rule(model=LegalEntity, column="organization", single="is_default"),
        )
        registry.register("person", reading.PERSON_DUPLICATES)
        registry.register("organization", reading.ORGANIZATION_DUPLICATES)
        add_section(ORGANIZATION, order=30, shortcut="O", heading=_("Clients"))
        add_section(PERSON, order=31, shortcut="P", heading=_("Clients"))
        add_section(LEGAL_ENTITY, order=32, shortcut="E", heading=_("Clients"))
        erase_rules.declare()
        panels.register()
        kinds.add_panel(("person", "organization"), MERGED)
        events.on(RecordUpdated, listeners.on_updated)
