"""Records in columns, a line for each field that one of them has: for the queue and for the merge."""

from collections.abc import Mapping, Sequence
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


def compared(kind: Kind, groups: Sequence[Sequence[Any]], *, by: User, at: datetime) -> list[list[Compared]]:
    """Of every group of records the fields by which a person tells them apart: filled in one of them, and visible."""
    kind = as_seen(kind, by)
    fields = [one for one in kind.fields if not one.column and (one.name not in SILENT or _titles(kind, one))]
    fields = [one for one in fields if kind.whole.field(one.name).editable]
    records = list({one.pk: one for group in groups for one in group}.values())
    values = values_of(records, fields, by=by, at=at)
    return [[line for field in fields if (line := _line(field, group, values))] for group in groups]


def _line(field: Field, group: Sequence[Any], values: Mapping[int, Mapping[str, Any]]) -> Compared | None:
    shown = [values[one.pk][field.name] for one in group]
    given = [value for value in shown if field.given(value)]
    if not given:
        return None
    return Compared(field=field, values=shown, differs=len({str(field.show(one)).casefold() for one in given}) > 1)


def _titles(kind: Kind, field: Field) -> bool:
    return field.name == "name" and kind.field("name").editable
