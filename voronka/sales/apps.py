"""Registration of the app with Django."""

from dataclasses import replace

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "voronka.sales"
    label = "sales"

    def ready(self) -> None:
        """Give the registry our kinds; keep the stage history; tell the history of cards."""
        from voronka.activities import history, subjects  # noqa: PLC0415  # needs loaded models
        from voronka.core import events  # noqa: PLC0415  # needs loaded models
        from voronka.people.panels import CONSENTS  # noqa: PLC0415  # needs loaded models
        from voronka.records import kinds  # noqa: PLC0415  # needs loaded models
        from voronka.records.events import RecordCreated, RecordUpdated  # noqa: PLC0415  # needs loaded models
        from voronka.records.merging.rules import Rule, declare  # noqa: PLC0415  # needs loaded models
        from voronka.sales import (  # noqa: PLC0415  # needs loaded models
            answers_heard,
            erase_rules,
            history_entries,
            listeners,
            moments,
            panels,
            policies,  # needs loaded models
            retention,
            sections,
            stage_history,
            subject_parts,
        )
        from voronka.sales.actions import approvals, participants  # noqa: PLC0415  # needs loaded models
        from voronka.sales.events import (  # noqa: PLC0415  # as above
            DealMoved,
            LeadConverted,
            LeadDisqualified,
            LeadRouted,
            LeadUnconverted,
        )
        from voronka.sales.gate import keeper  # noqa: PLC0415  # needs loaded models
        from voronka.sales.kinds import DEAL, LEAD  # noqa: PLC0415  # needs loaded models

        for kind in (LEAD, DEAL):
            kinds.register(kind)
            declare(*(Rule(model=kind.model, column=client) for client in ("organization", "person")))
        events.on(RecordCreated, stage_history.begin)
        events.on(RecordUpdated, stage_history.go_on)
        events.on(RecordUpdated, listeners.on_updated)
        erase_rules.declare()
        subject_parts.declare()
        retention.register()
        moments.register()
        keeper.register()
        policies.register()
        kinds.add_panel(["lead"], replace(CONSENTS, live=("lead",)))
        sections.register()
        panels.register()
        history.register(*history_entries.ENTRY_TYPES)
        subjects.register("lead", follows=("organization", "person"))
        subjects.register("deal", follows=("organization", "person"))
        events.on(DealMoved, history_entries.on_moved)
        events.on(DealMoved, approvals.on_moved)
        events.on(DealMoved, participants.on_moved)
        events.on(RecordCreated, participants.on_created)
        events.on(LeadConverted, history_entries.on_converted)
        events.on(LeadDisqualified, history_entries.on_disqualified)
        events.on(LeadUnconverted, history_entries.on_unconverted)
        events.on(LeadRouted, history_entries.on_routed)
        answers_heard.listen()
