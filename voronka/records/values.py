"""Values of a page of records, ready to show: computed columns worked out at once, foreign links hidden."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from voronka.accounts.models import User
from voronka.records import access, kinds
from voronka.records.fields import Computed, Field, Link
from voronka.records.reads.collecting import shown_values

type Values = dict[int, dict[str, Any]]


def values_of(records: Sequence[Any], fields: Sequence[Field], *, by: User, at: datetime) -> Values:
    """Value of each field by record and name; a linked record that the person may not see is None.

    One query per computed column and per kind of links, whatever the number of records. What is personal of it goes to
    the journal of reads.
    """
    found: Values = {record.pk: {} for record in records}
    for field in fields:
        given = _of_field(field, records, by, at)
        shown_values(field, given, records)
        for record in records:
            found[record.pk][field.name] = given.get(record.pk)
    return found


def _of_field(field: Field, records: Sequence[Any], by: User, at: datetime) -> dict[int, Any]:
    if isinstance(field, Computed):
        return dict(field.values(records, by, at)) if records else {}
    values = {record.pk: field.read(record) for record in records}
    return _seen(field, values, by) if isinstance(field, Link) else values


def _seen(field: Link, values: dict[int, Any], by: User) -> dict[int, Any]:
    ids = {value.pk for value in values.values() if value is not None}
    target = kinds.get(field.kind)
    if not ids or access.condition(target, by) == Q():
        return values
    seen = set(access.visible(target, by).filter(pk__in=ids).values_list("pk", flat=True))
    return {pk: value if value is not None and value.pk in seen else None for pk, value in values.items()}
