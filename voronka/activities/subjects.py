"""What entries and tasks can be about, and on whose cards they show too: higher apps register their kinds here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from voronka.activities.models import Ref
from voronka.records import kinds
from voronka.records.fields import Link
from voronka.records.kinds import kind_of


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A kind with a history, which shows on the cards of the clients too that its links `follows` lead to."""

    kind: str
    follows: tuple[str, ...]

    @property
    def links(self) -> list[Link]:
        """The links to the clients."""
        fields = (kinds.get(self.kind).field(name) for name in self.follows)
        return [field for field in fields if isinstance(field, Link)]


_subjects: dict[str, Subject] = {}
_gifts: list[Callable[[str], None]] = []


def register(kind: str, *, follows: tuple[str, ...] = ()) -> None:
    """Give a registered kind its history, and what every kind with a history has; call it in AppConfig.ready."""
    _subjects[kind] = Subject(kind=kind, follows=follows)
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


def links_of(kind: str) -> list[Link]:
    """The links of a kind with a history to the clients on whose cards its entries show too."""
    return _subjects[kind].links


def ref(record: Any) -> Ref:
    """The name and id of a record."""
    return Ref(kind_of(record).name, record.pk)


def cards_of(record: Any) -> list[Ref]:
    """The cards that this record's entries show on: its own first, then its clients'."""
    known = _subjects[kind_of(record).name]
    above = [Ref(link.kind, pk) for link in known.links if (pk := getattr(record, link.attribute))]
    return list(dict.fromkeys([ref(record), *above]))
