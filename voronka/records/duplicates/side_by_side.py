"""Records in columns, a line for each field that one of them has: for the queue and for the merge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.records.field_rules import as_seen
from voronka.records.fields import Field
from voronka.records.kinds import Kind
from voronka.records.values import values_of

SILENT = {"owner", "department", "external_id", "note", "name", "created_at", "updated_at"}


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One field of the records: the values in their order, and whether they say different things."""

    field: Field
    values: Sequence[Any]
    differs: bool


def compared(kind: Kind, records: Sequence[Any], *, by: User, at: datetime) -> list[Compared]:
    """The fields by which a person tells records apart, as far as one of them is filled and this person sees it."""
    kind = as_seen(kind, by)
    fields = [one for one in kind.fields if not one.column and (one.name not in SILENT or _titles(kind, one))]
    fields = [one for one in fields if kind.whole.field(one.name).editable]
    values = values_of(records, fields, by=by, at=at)
    found = []
    for field in fields:
        shown = [values[one.pk][field.name] for one in records]
        if any(field.given(value) for value in shown):
            differs = len({str(field.show(value)).casefold() for value in shown if field.given(value)}) > 1
            found.append(Compared(field=field, values=shown, differs=differs))
    return found


def _titles(kind: Kind, field: Field) -> bool:
    return field.name == "name" and kind.field("name").editable
