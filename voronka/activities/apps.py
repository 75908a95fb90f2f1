"""Registration of the app with Django."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ActivitiesConfig(AppConfig):
    name = "voronka.activities"
    label = "activities"

    def ready(self) -> None:
        """Give the registry our kinds and entries, listen to what happens to records."""
        from voronka.activities import (  # noqa: PLC0415  # needs loaded models
            erase_rules,
            event_formats,
            history,
            listeners,
            merge_rules,  # needs loaded models
            sections,
            subject_parts,
            subjects,
        )
        from voronka.activities.entry_types import ENTRY_TYPES  # noqa: PLC0415  # needs loaded models
        from voronka.activities.kinds import INTERACTION, TASK  # noqa: PLC0415  # needs loaded models
        from voronka.activities.next_step_field import next_step  # noqa: PLC0415  # needs loaded models
        from voronka.activities.panels import HISTORY, PLAN, STEPS  # noqa: PLC0415  # needs loaded models
        from voronka.core import events  # noqa: PLC0415  # needs loaded models
        from voronka.records import kinds  # noqa: PLC0415  # needs loaded models
        from voronka.records.events import MergeUndone, RecordCreated, RecordsDeleted, RecordsMerged, RecordsUpdated  # noqa: PLC0415  # as above

        for kind in (INTERACTION, TASK):
            kinds.register(kind)
        event_formats.register()
        merge_rules.declare()
        erase_rules.declare()
        subject_parts.declare()
        sections.register()
        history.register(*ENTRY_TYPES)
        for panel in (HISTORY, STEPS, PLAN):
            kinds.add_panel(("organization", "person", "lead", "deal"), panel)
        subjects.give_each(lambda kind: kinds.add_fields([kind], next_step(kind)))
        subjects.register("organization")
        subjects.register("person", follows=("organization",))
        events.on(RecordCreated, listeners.on_created)
        events.on(RecordsUpdated, listeners.on_updated)
        events.on(RecordsDeleted, listeners.on_deleted)
        events.on(RecordsMerged, listeners.on_merged)
        events.on(MergeUndone, listeners.on_unmerged)
        post_migrate.connect(_give_types, sender=self)


def _give_types(**_event: Any) -> None:
    """A fresh database gets the usual types of interactions."""
    from voronka.activities.actions import types  # noqa: PLC0415  # needs loaded models

    types.defaults()
