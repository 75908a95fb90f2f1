"""What the card of a record shows: its fields in groups, what one may do to it, whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.accounts.models import Action, User
from voronka.accounts.policies import may_manage_company
from voronka.records import access
from voronka.records.erasing.rules import is_human
from voronka.records.field_rules import as_seen, veiled
from voronka.records.fields import Field
from voronka.records.kinds import Group, Kind
from voronka.records.values import values_of


@dataclass(frozen=True, kw_only=True)
class Line:
    """One field of the record with its value."""

    field: Field
    value: Any
    record: Any
    may_edit: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.value is False or not self.field.given(self.value)


@dataclass(frozen=True, kw_only=True)
class Lines:
    """A group of fields under its heading."""

    group: Group
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Card:
    """A record, ready to show."""

    kind: Kind
    record: Any
    groups: tuple[Lines, ...]
    owner: Line | None
    phone: str
    email: str
    may_edit: bool
    may_delete: bool
    may_erase: bool

    @property
    def shown_groups(self) -> tuple[Lines, ...]:
        """What matters now."""
        return tuple(one for one in self.groups if not one.group.more)

    @property
    def more_groups(self) -> tuple[Lines, ...]:
        """What is one click away."""
        return tuple(one for one in self.groups if one.group.more)


def open_card(kind: Kind, pk: int, *, by: User, at: datetime) -> Card:
    """The card of a record; raises NotFound for an absent and for a foreign one alike."""
    kind = as_seen(kind, by)
    record = access.load(kind, by, pk, related=True)
    may_edit = access.may_do(by, Action.EDIT, record)
    lines = lines_of(kind, record, by=by, at=at, may_edit=may_edit, fields=_shown(kind))
    for name in kind.unused(record) if kind.unused else ():
        if name in lines and lines[name].is_empty:
            del lines[name]
    return Card(
        kind=kind,
        record=record,
        groups=tuple(
            Lines(group=group, lines=tuple(lines[name] for name in group.fields if name != "owner" and name in lines))
            for group in kind.groups or (Group(label="", fields=kind.form),)
        ),
        owner=lines.get("owner"),
        phone=_first(kind, lines, "phones", by),
        email=_first(kind, lines, "emails", by),
        may_edit=may_edit,
        may_delete=access.may_do(by, Action.DELETE, record),
        may_erase=may_manage_company(by) and is_human(kind.name),
    )


def lines_of(
    kind: Kind, record: Any, *, by: User, at: datetime, may_edit: bool, fields: Sequence[Field] = ()
) -> dict[str, Line]:
    """Fields (all when none are named) of a record by name."""
    wanted = fields or kind.fields
    values = values_of([record], wanted, by=by, at=at)[record.pk]
    return {
        one.name: Line(field=one, value=values[one.name], record=record, may_edit=may_edit and one.editable)
        for one in wanted
    }


def _shown(kind: Kind) -> list[Field]:
    """The fields that a card has a place for; columns worked out for lists only would cost it queries."""
    names = {name for group in kind.groups for name in group.fields} or set(kind.form)
    return [one for one in kind.fields if one.name in names | {"owner"} or one.cell in {"phones", "emails"}]


def _first(kind: Kind, lines: dict[str, Line], cell: str, by: User) -> str:
    """The first phone or address: the record's own, or that of whom it names as its contact."""
    own = [line.value for line in lines.values() if line.field.cell == cell]
    linked = [getattr(veiled(lines[name].value, by), cell, None) for name in kind.contacts if name in lines]
    return next((str(values[0]) for values in (*own, *linked) if values), "")
