"""Tasks and interactions as events of a calendar."""

from django.utils.translation import gettext_lazy as _

from voronka.activities.fields import Due
from voronka.activities.kinds import INTERACTION, TASK
from voronka.records.exporting import formats
from voronka.records.exporting.calendars import EventFields, events

LABEL = _("Events for a calendar")


def register() -> None:
    """Say it to the registry."""
    due = TASK.field("due_at")
    is_day = due.is_day if isinstance(due, Due) else EventFields.is_day
    task = EventFields(title="title", at="due_at", text="note", about="subject", is_day=is_day)
    formats.register(TASK.name, events(LABEL, task))
    interaction = EventFields(title="type", at="happened_at", text="text", about="subject")
    formats.register(INTERACTION.name, events(LABEL, interaction))
