"""What entries and tasks can be about, and on whose cards they show too: higher apps register their kinds here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from voronka.activities.models import Ref
from voronka.records.kinds import kind_of

type Clients = Callable[[Any], Iterable[tuple[str, int | None]]]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A kind with a history; `clients` names the cards above a record, `follows` the fields that decide about them."""

    kind: str
    clients: Clients
    follows: tuple[str, ...]


_subjects: dict[str, Subject] = {}
_gifts: list[Callable[[str], None]] = []


def register(kind: str, *, clients: Clients = lambda _record: (), follows: tuple[str, ...] = ()) -> None:
    """Give a registered kind its history, and what every kind with a history has; call it in AppConfig.ready.

    `clients=lambda deal: [("organization", deal.organization_id)]`.
    """
    _subjects[kind] = Subject(kind=kind, clients=clients, follows=follows)
    for give in _gifts:
        give(kind)


def give_each(gift: Callable[[str], None]) -> None:
    """Do this with the name of every kind that gets a history from now on: a column, say."""
    _gifts.append(gift)


def names() -> tuple[str, ...]:
    """Every kind that has a history."""
    return tuple(_subjects)


def find(kind: str) -> Subject | None:
    """What is known of a kind, None when it has no history."""
    return _subjects.get(kind)


def ref(record: Any) -> Ref:
    """The name and id of a record."""
    return Ref(kind_of(record).name, record.pk)


def cards_of(record: Any) -> list[Ref]:
    """The cards that this record's entries show on: its own first, then its clients'."""
    known = _subjects[kind_of(record).name]
    above = [Ref(kind, pk) for kind, pk in known.clients(record) if pk]
    return list(dict.fromkeys([ref(record), *above]))
