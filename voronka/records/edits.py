"""Who changed what and when, as a reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from voronka.accounts.models import User
from voronka.records import access, kinds
from voronka.records.field_rules import as_seen
from voronka.records.fields import Field
from voronka.records.fields.links import ToRecord, ToUser
from voronka.records.history import event_model
from voronka.records.kinds import Kind

SILENT = {"version", "updated_at", "created_at"}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field's change, ready to show."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Edit:
    """All that one person changed in a record at one moment; `by` is None for the system."""

    at: datetime
    by: User | None
    is_creation: bool
    changes: tuple[Change, ...]


def edits(kind: Kind, pk: int, *, by: User, before: int | None = None, size: int = 30) -> tuple[list[Edit], int | None]:
    """The latest edits of a record, newest first, and the mark of where to go on (None at the beginning).

    What was linked is named only where the reader may see it.
    """
    kind = as_seen(kind, by)
    rows = event_model(kind).objects.filter(pgh_obj_id=pk)
    if before:
        rows = rows.filter(pgh_id__lte=before)
    states = list(rows.select_related("pgh_context").order_by("-pgh_id")[: size + 1])
    users = User.objects.in_bulk({_user_id(state) for state in states} - {None})
    texts = _Texts(kind, states, by)
    result: list[Edit] = []
    for newer, older in zip(states, [*states[1:], None], strict=True):
        if older is None and len(states) > size:
            return result, newer.pgh_id
        changes = texts.changes(older, newer) if older else ()
        if older is None or changes:
            user = users.get(_user_id(newer) or 0)
            result.append(Edit(at=newer.pgh_created_at, by=user, is_creation=older is None, changes=changes))
    return result, None


def edits_of(kind: Kind, ids: Iterable[int], *, by: User) -> dict[int, list[Edit]]:
    """All edits of several records, newest first, by record; a handful of queries, whatever the number of records."""
    kind = as_seen(kind, by)
    rows = event_model(kind).objects.filter(pgh_obj_id__in=list(ids)).select_related("pgh_context")
    states = list(rows.order_by("pgh_obj_id", "-pgh_id"))
    users = User.objects.in_bulk({_user_id(state) for state in states} - {None})
    texts = _Texts(kind, states, by)
    found: dict[int, list[Edit]] = {}
    for newer, older in zip(states, [*states[1:], None], strict=True):
        first = older is None or older.pgh_obj_id != newer.pgh_obj_id
        changes = () if first else texts.changes(older, newer)
        if first or changes:
            user = users.get(_user_id(newer) or 0)
            made = Edit(at=newer.pgh_created_at, by=user, is_creation=first, changes=changes)
            found.setdefault(newer.pgh_obj_id, []).append(made)
    return found


def _user_id(state: Any) -> int | None:
    return state.pgh_context.metadata.get("user") if state.pgh_context else None


def shown(kind: Kind, field: Field, value: Any, *, by: User) -> str:
    """A stored value (an id, for a link) of one field as text; empty for a record that the reader may not see."""
    if field.related and value is not None:
        value = access.only(_linked(kind, field, by).filter(pk=value))
    return field.show(value)


def _linked(kind: Kind, field: Field, by: User) -> QuerySet[Any]:
    """What a link of the kind may point to, as far as the reader sees."""
    if isinstance(field, ToRecord):
        return access.visible(kinds.get(field.kind), by)
    if isinstance(field, ToUser):
        return User.objects.all()
    model: Any = kind.model._meta.get_field(field.name).related_model
    rows: QuerySet[Any] = model._default_manager.all()
    return rows


class _Texts:
    """Shows stored values of history rows; names of linked records are fetched together."""

    def __init__(self, kind: Kind, states: list[Any], by: User) -> None:
        self.fields = [one for one in kind.fields if one.attribute not in SILENT and not one.column]
        self.names: dict[str, dict[int, Any]] = {}
        for field in self.fields:
            if field.related:
                ids = {field.stored(state) for state in states if hasattr(state, field.attribute)} - {None}
                self.names[field.name] = _linked(kind, field, by).in_bulk(ids)

    def changes(self, older: Any, newer: Any) -> tuple[Change, ...]:
        """What differs between two states, for the reader."""
        return tuple(
            Change(label=str(field.label), before=before, after=after)
            for field in self.fields
            if hasattr(newer, field.attribute)
            if (was := field.stored(older)) != (now := field.stored(newer))
            if (before := self.text(field, was)) != (after := self.text(field, now))
        )

    def text(self, field: Any, value: Any) -> str:
        """A stored value as text."""
        if field.related:
            return field.show(self.names[field.name].get(value)) if value is not None else ""
        return str(field.show(value))
