"""What one answer shows of people, collected while it is made; outside of a request nothing is collected."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from voronka.records import kinds
from voronka.records.fields import Field
from voronka.records.fields.links import ToRecord

type Shown = dict[str, dict[int, None]]

_now: ContextVar[Shown | None] = ContextVar("reads", default=None)


@contextmanager
def collecting() -> Iterator[Shown]:
    """Collect by kind, in order, the ids of records whose personal data are shown inside the block."""
    found: Shown = {}
    token = _now.set(found)
    try:
        yield found
    finally:
        _now.reset(token)


def shown(kind: str, ids: Iterable[int]) -> None:
    """Say that personal data of these records are being shown; a kind that has none is left out."""
    found = _now.get()
    if found is not None and kinds.get(kind).personal:
        wanted = dict.fromkeys(ids)
        if wanted:
            found.setdefault(kind, {}).update(wanted)


def shown_all(records: Iterable[Any]) -> None:
    """The same for records at hand, of any kinds."""
    if _now.get() is not None:
        by_kind: dict[str, list[int]] = {}
        for record in records:
            by_kind.setdefault(kinds.kind_of(record).name, []).append(record.pk)
        for kind, ids in by_kind.items():
            shown(kind, ids)


def shown_name(kind: str, pk: int) -> None:
    """The same for a record of which only the name is shown: it counts where names are personal."""
    if _now.get() is not None and _is_named_by_person(kind):
        shown(kind, [pk])


def shown_values(field: Field, values: dict[int, Any], records: Iterable[Any]) -> None:
    """The same for the values of one field of a page: its own records, or those whose names a link shows."""
    if _now.get() is None:
        return
    if field.personal:
        shown_all(record for record in records if field.given(values.get(record.pk)))
    elif isinstance(field, ToRecord) and _is_named_by_person(field.kind):
        shown(field.kind, {value.pk: None for value in values.values() if value is not None})


def _is_named_by_person(name: str) -> bool:
    kind = kinds.get(name)
    title = kind.by_name.get(kind.title)
    return title is not None and title.personal
