"""Registration of the app with Django."""

from dataclasses import replace

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from voronka.core import live


class SalesConfig(AppConfig):
    name = "voronka.sales"
    label = "sales"

    def ready(self) -> None:
        """Give the registry our kinds; keep the stage history; tell the history of cards."""
        from voronka.accounts import grid  # noqa: PLC0415  # needs loaded models
        from voronka.activities import history, subjects  # noqa: PLC0415  # needs loaded models
        from voronka.people.panels import CONSENTS  # noqa: PLC0415  # needs loaded models
        from voronka.records import kinds  # noqa: PLC0415  # needs loaded models
        from voronka.records.merging.rules import Rule, declare  # noqa: PLC0415  # needs loaded models
        from voronka.sales import (  # noqa: PLC0415  # needs loaded models
            erase_rules,
            history_entries,
            listeners,
            moments,
            panels,
            policies,
            retention,
            sections,
            subject_parts,
        )
        from voronka.sales.asking_field import ASKS  # noqa: PLC0415  # needs loaded models
        from voronka.sales.gate import keeper  # noqa: PLC0415  # needs loaded models
        from voronka.sales.kinds import DEAL, LEAD  # noqa: PLC0415  # needs loaded models
        from voronka.sales.models import Registration  # noqa: PLC0415  # needs loaded models
        from voronka.sales.queries import asked, chances  # noqa: PLC0415  # needs loaded models

        for kind in (LEAD, DEAL):
            kinds.register(kind)
            declare(*(Rule(model=kind.model, column=client) for client in ("organization", "person")))
        for name in ("organization", "person"):
            declare(Rule(model=Registration, column=name, single="stands"))
        grid.register_right("payment", _("Payments of deals"), "create")
        grid.register_right("bonus", _("Bonuses of others"), "view", "edit")
        listeners.listen()
        live.decide_for("learning", chances.hearers)
        erase_rules.declare()
        subject_parts.declare()
        retention.register()
        moments.register()
        keeper.register()
        asked.register()
        kinds.add_fields(["task"], ASKS)
        policies.register()
        kinds.add_panel(["lead"], replace(CONSENTS, live=("lead",)))
        sections.register()
        panels.register()
        history.register(*history_entries.ENTRY_TYPES)
        subjects.register("lead", follows=("organization", "person"))
        subjects.register("deal", follows=("organization", "person"))
