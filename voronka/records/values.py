"""Values of a page of records, ready to show: computed columns worked out at once, foreign links hidden."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from voronka.accounts.models import User
from voronka.records import access, kinds
from voronka.records.fields import Computed, Field, Link
from voronka.records.fields.own_links import CustomLink, OwnPointing
from voronka.records.reads.collecting import shown_values

type Values = dict[int, dict[str, Any]]


def values_of(records: Sequence[Any], fields: Sequence[Field], *, by: User, at: datetime) -> Values:
    """Value of each field by record and name; a linked record that the person may not see is None.

    One query per computed column and per kind of links, whatever the number of records. What is personal of it goes to
    the journal of reads.
    """
    found: Values = {record.pk: {} for record in records}
    named = _named(records, [one for one in fields if isinstance(one, OwnPointing)], by)
    for field in fields:
        given = named[field.name] if field.name in named else _of_field(field, records, by, at)
        shown_values(field, given, records)
        for record in records:
            found[record.pk][field.name] = given.get(record.pk)
    return found


def _of_field(field: Field, records: Sequence[Any], by: User, at: datetime) -> dict[int, Any]:
    if isinstance(field, Computed):
        return dict(field.values(records, by, at)) if records else {}
    values = {record.pk: field.read(record) for record in records}
    return _seen(field, values, by) if isinstance(field, Link) else values


def _named(records: Sequence[Any], fields: Sequence[OwnPointing], by: User) -> dict[str, dict[int, Any]]:
    """What own links point to, as far as the person sees it, by field and record; one query for each kind of it."""
    stored = {one.name: {record.pk: one.stored(record) for record in records} for one in fields}
    ids: dict[str, set[int]] = {}
    for one in fields:
        ids.setdefault(_target(one), set()).update(pk for pk in stored[one.name].values() if pk is not None)
    there = {target: _there(target, wanted, by) for target, wanted in ids.items()}
    return {one.name: {pk: there[_target(one)].get(value) for pk, value in stored[one.name].items()} for one in fields}


def _target(field: OwnPointing) -> str:
    """The kind that the field points to; empty for an employee."""
    return field.kind if isinstance(field, CustomLink) else ""


def _there(kind: str, ids: set[int], by: User) -> dict[int, Any]:
    if not ids:
        return {}
    rows = access.visible(kinds.get(kind), by) if kind else User.objects.all()
    return {row.pk: row for row in rows.filter(pk__in=ids)}


def _seen(field: Link, values: dict[int, Any], by: User) -> dict[int, Any]:
    ids = {value.pk for value in values.values() if value is not None}
    target = kinds.get(field.kind)
    if not ids or access.condition(target, by) == Q():
        return values
    seen = set(access.visible(target, by).filter(pk__in=ids).values_list("pk", flat=True))
    return {pk: value if value is not None and value.pk in seen else None for pk, value in values.items()}
