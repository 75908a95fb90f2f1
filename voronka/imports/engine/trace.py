"""What an import wrote, read from the history of changes: all states that it left bear the mark of its transaction."""

# The triggers of the history see every statement, set-based ones too, so an import that may be undone writes nothing of
# its own for it; only values of lists and pipelines, which have no history, are noted by the steps that make them.

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models import GeneratedField

from voronka.records.kinds import Kind, all_kinds

type Wrote = dict[str, list[int]]

COUNT = """
    SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM (
        SELECT bool_or(pgh_label = 'insert') AS is_new FROM {events} WHERE pgh_context_id = ANY(%s) GROUP BY pgh_obj_id
    ) written
"""
SILENT = {"version", "updated_at"}


@dataclass(frozen=True)
class Traced:
    """A table with a history; `kind` is None for what is no record of its own, an account of a legal entity, say."""

    model: type[models.Model]
    kind: Kind | None

    @property
    def name(self) -> str:
        """The kind, or what the model calls itself."""
        return self.kind.name if self.kind else str(self.model._meta.model_name)

    @property
    def table(self) -> str:
        """The table of the rows as they stand."""
        return str(self.model._meta.db_table)

    @property
    def events(self) -> str:
        """The table of their states."""
        return str(self.model.pgh_event_model._meta.db_table)  # type: ignore[attr-defined]  # set by pghistory

    @property
    def columns(self) -> list[str]:
        """The columns that an undoing gives back: all that the history keeps, but the marks of a version."""
        history: Any = self.model.pgh_event_model  # type: ignore[attr-defined]  # set by pghistory
        kept = {one.column for one in history._meta.concrete_fields}
        own = [
            one for one in self.model._meta.concrete_fields if not (one.primary_key or isinstance(one, GeneratedField))
        ]
        return [str(one.column) for one in own if one.column in kept and one.column not in SILENT]

    def links(self) -> "list[models.Field[Any, Any]]":
        """Its foreign keys, without those that a trigger writes and the history does not keep."""
        history: Any = self.model.pgh_event_model  # type: ignore[attr-defined]  # set by pghistory
        kept = {one.column for one in history._meta.concrete_fields}
        return [one for one in self.model._meta.concrete_fields if one.is_relation and one.column in kept]


def traced() -> list[Traced]:
    """Every table with a history: first the kinds as they were registered, lower apps first, then the others."""
    by_model = {kind.model: kind for kind in all_kinds()}
    others = [one for one in apps.get_models() if hasattr(one, "pgh_event_model") and one not in by_model]
    return [*(Traced(model, kind) for model, kind in by_model.items()), *(Traced(model, None) for model in others)]


def wrote(traces: Sequence[UUID]) -> Wrote:
    """How many records were made and how many changed under these marks, by name; one statement for each table."""
    found: Mapping[str, list[int]] = {one.name: _count(one, traces) for one in traced()}
    return {name: counts for name, counts in found.items() if any(counts)}


def _count(one: Traced, traces: Sequence[UUID]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(events=one.events), [list(traces)])
        return [int(count) for count in cursor.fetchone()]
