"""What a subject's export tells of the history, beside the interactions and tasks that stand for themselves."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from voronka.activities import history
from voronka.activities.models import HistoryEntry
from voronka.records.erasing.rules import Erasing
from voronka.records.subject import parts
from voronka.records.subject.parts import Entry, Part


def declare() -> None:
    """Say it to the registry."""
    parts.declare(Part(name="history", label=gettext_lazy("History"), models=(HistoryEntry,), tell=_history))


def _history(found: Erasing) -> list[Entry]:
    of_this = Q(pk__in=[])
    for kind, ids in found.whole.items():
        of_this |= Q(subject_kind=kind, subject_id__in=ids)
    rows = HistoryEntry.objects.filter(of_this, interaction=None).select_related("by").order_by("-at", "-pk")
    return [_entry(row, found) for row in rows]


def _entry(row: HistoryEntry, found: Erasing) -> Entry:
    known = history.type_of(row.type)
    return Entry(
        title=known.told(row.data, found.by) if known else row.type,
        at=row.at,
        lines=(),
        data={"type": row.type, "by": row.by.full_name if row.by else None, "data": row.data},
    )
