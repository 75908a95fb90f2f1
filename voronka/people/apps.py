"""Registration of the app with Django."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "voronka.people"
    label = "people"

    def ready(self) -> None:
        """Give the registry our kinds, the cards their panels, the sidebar its lists."""
        from voronka.core import events  # noqa: PLC0415  # needs loaded models
        from voronka.people import erase_rules, listeners, panels, subject_parts  # noqa: PLC0415  # needs loaded models
        from voronka.people.duplicates import reading  # noqa: PLC0415  # needs loaded models
        from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON, POSITION  # noqa: PLC0415  # needs loaded models
        from voronka.people.models import (  # noqa: PLC0415  # needs loaded models
            Consent,
            LegalEntity,
            Organization,
            Person,
            Position,
        )
        from voronka.records import kinds  # noqa: PLC0415  # needs loaded models
        from voronka.records.duplicates import registry  # noqa: PLC0415  # needs loaded models
        from voronka.records.events import RecordUpdated  # noqa: PLC0415  # needs loaded models
        from voronka.records.exporting import formats, vcards  # noqa: PLC0415  # needs loaded models
        from voronka.records.merging import rules  # noqa: PLC0415  # needs loaded models
        from voronka.records.panels import ERASED, MERGED  # noqa: PLC0415  # needs loaded models
        from voronka.records.sections import add_section  # noqa: PLC0415  # needs loaded models
        from voronka.ui import assets  # noqa: PLC0415  # apps are loaded

        assets.register(style="people/people.css", module="people/legal_entity.js")

        for kind in (ORGANIZATION, PERSON, POSITION, LEGAL_ENTITY):
            kinds.register(kind)
        for name in ("person", "organization"):
            formats.register(name, vcards.vcards(_("Contacts for a telephone")))
        rules.declare(
            rules.Rule(model=Person, column="organization"),
            rules.Rule(model=Consent, column="record_id", kind_column="kind"),
            rules.Rule(model=Position, column="organization", once=("person_id", "until_on")),
            rules.Rule(model=Position, column="person", once=("organization_id", "until_on")),
            rules.Rule(model=Organization, column="parent"),
            rules.Rule(model=LegalEntity, column="organization", single="is_default"),
        )
        registry.register("person", reading.PERSON_DUPLICATES)
        registry.register("organization", reading.ORGANIZATION_DUPLICATES)
        add_section(ORGANIZATION, order=30, shortcut="O", heading=_("Clients"))
        add_section(PERSON, order=31, shortcut="P", heading=_("Clients"))
        add_section(LEGAL_ENTITY, order=32, shortcut="E", heading=_("Clients"))
        erase_rules.declare()
        subject_parts.declare()
        panels.register()
        kinds.add_panel(("person", "organization"), MERGED)
        kinds.add_panel(("person", "lead"), ERASED)
        events.on(RecordUpdated, listeners.on_updated)
        post_migrate.connect(_give_purposes, sender=self)
        _register_settings()


def _give_purposes(**_event: Any) -> None:
    """A fresh database knows the usual purposes of consents."""
    from voronka.people.actions import consents  # noqa: PLC0415  # needs loaded models

    consents.defaults()


def _register_settings() -> None:
    """Whom we sell to, what people agree to and the service that knows companies stand in the settings."""
    from voronka.accounts.policies import may_manage_company  # noqa: PLC0415  # needs loaded models
    from voronka.records import aside  # noqa: PLC0415  # needs loaded models
    from voronka.ui import navigation  # noqa: PLC0415  # apps are loaded

    navigation.register_setting(
        navigation.Item(
            label=_("Clients"),
            icon="users-round",
            url_name="people:clients",
            order=205,
            section=_("Data"),
            hint=_("Companies and people, or private persons only (B2C)"),
            visible=may_manage_company,
        )
    )
    navigation.register_setting(
        navigation.Item(
            label=_("Look-up by INN"),
            icon="landmark",
            url_name="people:company_lookup",
            order=220,
            section=_("Data"),
            hint=_("The service that fills requisites by the INN of a company: address, token"),
            visible=lambda user: may_manage_company(user) and "legal_entity" not in aside.names(),
        )
    )
    navigation.register_setting(
        navigation.Item(
            label=_("Consents"),
            icon="shield-check",
            url_name="people:consents",
            order=300,
            section=_("Personal data"),
            hint=_("What people agree to, and by which words"),
            visible=may_manage_company,
        )
    )
