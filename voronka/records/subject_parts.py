"""What a subject's export tells of the engine's own tables: who looked, what was merged."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.records import kinds
from voronka.records.erasing.rules import Erasing
from voronka.records.models import (
    BulkChange,
    DuplicatePair,
    ExportEntry,
    Merge,
    ReadEntry,
    ReadQuestion,
    SavedView,
    SearchEntry,
    SearchPassage,
    Way,
)
from voronka.records.subject import parts
from voronka.records.subject.parts import Entry, Part, Silent

MOST_READS = 5_000


def declare() -> None:
    """Say it to the registry."""
    parts.declare(
        Part(name="merges", label=gettext_lazy("Merged cards"), models=(Merge,), tell=_merges),
        Part(name="reads", label=gettext_lazy("Who looked"), models=(ReadEntry,), tell=_reads),
        Silent(
            models=(SavedView, ExportEntry, ReadQuestion),
            reason="words that employees looked for: of whom they were is not known",
        ),
        Silent(models=(DuplicatePair, SearchEntry, SearchPassage), reason="worked out of the records themselves"),
        Silent(models=(BulkChange,), reason="what bulk edits changed stands in the changes of each record"),
    )


def _merges(found: Erasing) -> list[Entry]:
    ids = list(found.ids)
    rows = Merge.objects.filter(Q(into_id__in=ids) | Q(ids__overlap=ids), kind=found.kind.name).select_related("by")
    return [
        Entry(
            title=_("Merged: %(names)s") % {"names": ", ".join(row.names) or _("erased")},
            at=row.at,
            lines=((_("By whom"), row.by.full_name),),
            data={"names": row.names, "by": row.by.full_name, "before": row.before, "undone_at": row.undone_at},
        )
        for row in rows.order_by("-at")
    ]


def _reads(found: Erasing) -> list[Entry]:
    """The latest reads of the person's own card; those of records that hang on it would be the work of the company."""
    rows = ReadEntry.objects.filter(kind=found.kind.name, ids__overlap=list(found.ids)).select_related("user")
    return [_read(row) for row in rows.order_by("-pk")[:MOST_READS]]


def _read(row: Any) -> Entry:
    who, way = row.user.full_name if row.user else "", str(Way(row.way).label)
    return Entry(
        title=who or "—",
        at=row.at,
        lines=((_("How"), way),),
        data={"who": who, "way": row.way, "kind": str(kinds.get(row.kind).label)},
    )
