"""Everything that is kept of a human being: the walk of an erasure, that reads instead of emptying."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.records import kinds
from voronka.records.edits import Edit, edits_of
from voronka.records.erasing.rules import Erasing
from voronka.records.erasing.walking import walk
from voronka.records.fields import Field
from voronka.records.fields.base import Label
from voronka.records.kinds import Kind
from voronka.records.reads import shown
from voronka.records.subject import parts
from voronka.records.subject.parts import Entry
from voronka.records.values import values_of


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One record: its fields as they are, for people and for programs, and how they became so."""

    pk: int
    name: str
    created_at: datetime
    lines: tuple[tuple[str, str], ...]
    data: Mapping[str, Any]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """Records of one kind, of this human being alone or (`is_shared`) of others too, or entries of a part."""

    name: str
    label: Label
    records: tuple[Kept, ...] = ()
    entries: tuple[Entry, ...] = ()
    is_shared: bool = False

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.records) + len(self.entries)


@dataclass(frozen=True, kw_only=True)
class Everything:
    """All sections of a human being, and when they were gathered for whom."""

    kind: Kind
    pk: int
    name: str
    at: datetime
    by: User
    sections: tuple[Section, ...]


def gather(kind: Kind, record: Any, *, by: User, at: datetime) -> Everything:
    """All that is kept of a human being, the record itself first; every record that is told of goes to the journal."""
    found = walk(kind, record, by=by, at=at)
    sections = [_records(one, found.whole[one.name], by, at) for one in _in_order(kind, found.whole)]
    sections += [_mentions(one, found.shared[one.name], found) for one in _in_order(kind, found.shared)]
    sections += [Section(name=part.name, label=part.label, entries=tuple(part.tell(found))) for part in parts.parts()]
    return Everything(
        kind=kind, pk=record.pk, name=str(record), at=at, by=by, sections=tuple(one for one in sections if one.count)
    )


def _in_order(first: Kind, known: Iterable[str]) -> list[Kind]:
    wanted = set(known)
    return sorted((one for one in kinds.all_kinds() if one.name in wanted), key=lambda one: one is not first)


def _records(kind: Kind, ids: Iterable[int], by: User, at: datetime) -> Section:
    rows = list(kind.model._default_manager.filter(pk__in=list(ids)).select_related(*kind.related).order_by("pk"))
    shown(kind.name, [row.pk for row in rows])
    fields = [one for one in kind.fields if not one.column]
    values = values_of(rows, fields, by=by, at=at)
    changed = edits_of(kind, list(ids), by=by)
    return Section(
        name=kind.name,
        label=kind.labels,
        records=tuple(
            Kept(
                pk=row.pk,
                name=str(row),
                created_at=row.created_at,
                lines=tuple(
                    (str(one.label), text) for one in fields if (text := _text(one, values[row.pk].get(one.name)))
                ),
                data={one.name: one.export(values[row.pk].get(one.name)) for one in fields},
                edits=tuple(changed.get(row.pk, ())),
            )
            for row in rows
        ),
    )


def _text(field: Field, value: Any) -> str:
    return str(field.show(value)) if field.given(value) else ""


def _mentions(kind: Kind, ids: Iterable[int], found: Erasing) -> Section:
    """Of what is of others too: that it is tied to this one, and the texts that speak of it."""
    rows = kind.model._default_manager.filter(pk__in=list(ids)).order_by("pk")
    told = []
    for row in rows:
        texts = [(one, text) for one in kind.fields if (text := _stored(one, row)) and found.words.gone(text) != text]
        told.append(
            Kept(
                pk=row.pk,
                name=str(row),
                created_at=row.created_at,
                lines=tuple((str(one.label), text) for one, text in texts),
                data={one.name: text for one, text in texts},
                edits=(),
            )
        )
    shown(kind.name, [one.pk for one in told])
    return Section(name=f"{kind.name}_of_others", label=kind.labels, records=tuple(told), is_shared=True)


def _stored(field: Field, row: Any) -> str:
    """The value of a field of text, empty for any other."""
    value = field.stored(row) if not field.column and hasattr(row, field.attribute) else ""
    return value if isinstance(value, str) else ""
