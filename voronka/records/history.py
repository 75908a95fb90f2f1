"""The history of changes: who changed what and when, written by triggers of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory

from voronka.accounts.models import User
from voronka.records.fields import Field
from voronka.records.kinds import Kind

SILENT = {"version", "updated_at", "created_at"}


def tracked(*, exclude: tuple[str, ...] = ()) -> Any:
    """Class decorator: keep every state of this model's rows, bulk and raw SQL included."""
    return pghistory.track(exclude=list(exclude))


@contextmanager
def written_by(user: User) -> Iterator[None]:
    """Changes inside this block are signed by the user."""
    with pghistory.context(user=user.pk):
        yield


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


def event_model(kind: Kind) -> Any:
    """The model of the kind's history rows."""
    return kind.model.pgh_event_model  # type: ignore[attr-defined]  # set by pghistory


def as_of_version(kind: Kind, pk: int, version: int) -> dict[str, Any] | None:
    """The stored columns of a record as they were at that version, or None when that is not known."""
    found = event_model(kind).objects.filter(pgh_obj_id=pk, version=version).order_by("-pgh_id").values().first()
    return dict(found) if found else None


def edits(kind: Kind, pk: int, *, before: int | None = None, size: int = 30) -> tuple[list[Edit], int | None]:
    """The latest edits of a record, newest first, and the mark of where to go on (None at the beginning)."""
    rows = event_model(kind).objects.filter(pgh_obj_id=pk)
    if before:
        rows = rows.filter(pgh_id__lte=before)
    states = list(rows.select_related("pgh_context").order_by("-pgh_id")[: size + 1])
    users = User.objects.in_bulk({_user_id(state) for state in states} - {None})
    texts = _Texts(kind, states)
    result: list[Edit] = []
    for newer, older in zip(states, [*states[1:], None], strict=True):
        if older is None and len(states) > size:
            return result, newer.pgh_id
        changes = texts.changes(older, newer) if older else ()
        if older is None or changes:
            user = users.get(_user_id(newer) or 0)
            result.append(Edit(at=newer.pgh_created_at, by=user, is_creation=older is None, changes=changes))
    return result, None


def _user_id(state: Any) -> int | None:
    return state.pgh_context.metadata.get("user") if state.pgh_context else None


def shown(kind: Kind, field: Field, value: Any) -> str:
    """A stored value (an id, for a link) of one field as text."""
    if field.related and value is not None:
        value = linked_model(kind, field)._default_manager.filter(pk=value).first()
    return field.show(value)


def linked_model(kind: Kind, field: Field) -> Any:
    """The model that a link of the kind points to."""
    return kind.model._meta.get_field(field.name).related_model


class _Texts:
    """Shows stored values of history rows; names of linked records are fetched together."""

    def __init__(self, kind: Kind, states: list[Any]) -> None:
        self.fields = [one for one in kind.fields if one.attribute not in SILENT and not one.column]
        self.names: dict[str, dict[int, Any]] = {}
        for field in self.fields:
            if field.related:
                ids = {getattr(state, field.attribute, None) for state in states} - {None}
                self.names[field.name] = linked_model(kind, field)._default_manager.in_bulk(ids)

    def changes(self, older: Any, newer: Any) -> tuple[Change, ...]:
        """What differs between two states."""
        return tuple(
            Change(label=str(field.label), before=self.text(field, was), after=self.text(field, now))
            for field in self.fields
            if hasattr(newer, field.attribute)
            if (was := getattr(older, field.attribute)) != (now := getattr(newer, field.attribute))
        )

    def text(self, field: Any, value: Any) -> str:
        """A stored value as text."""
        if field.related:
            return field.show(self.names[field.name].get(value)) if value is not None else ""
        return str(field.show(value))
