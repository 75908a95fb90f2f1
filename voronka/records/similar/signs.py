"""What is typed of a record, as far as it tells the record from others: name, contacts, numbers, city, organization."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from voronka.accounts.models import User
from voronka.core.company_names import bare_name
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records import access, kinds
from voronka.records.duplicates.scripts import meant
from voronka.records.field_rules import as_seen
from voronka.records.fields import Addresses, Field, Link
from voronka.records.fields.contacts import pieces
from voronka.records.kinds import Kind
from voronka.records.names import fold
from voronka.records.similar.cities import city_of

NAMES = ("last_name", "first_name", "name", "company")
PLACES = ("address", "postal_address", "addresses")
HOME = "organization"
MOST, SHORTEST_WORD, LONGEST = 20, 3, 200


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What is looked for: words of the name, raw values by field of contacts and numbers, cities, the organization.

    `pk` is the record itself where it is edited: it is not its own double.
    """

    kind: Kind
    name: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cities: frozenset[str] = frozenset()
    home: int | None = None
    pk: int | None = None

    @property
    def words(self) -> list[str]:
        """The words of the name that say something, as they were meant, folded, without a form of law."""
        (name,) = meant([self.name])
        return [word for word in bare_name(fold(name)).split() if len(word) >= SHORTEST_WORD][:4]

    def stored(self, by: User) -> dict[str, list[Any]]:
        """Those contacts and numbers that are whole, as the base keeps them; the rest is still being typed."""
        found: dict[str, list[Any]] = {}
        for name, given in self.values.items():
            one = self.kind.field(name)
            for raw in given:
                try:
                    read = one.parse(raw, by=by)
                except Refused:
                    continue
                found.setdefault(name, []).extend(read if isinstance(read, list) else [read])
        return found


def tells_apart(one: Field) -> bool:
    """Whether an editor of this field is worth a look at what is alike."""
    return bool(one.identity) or one.name in NAMES or one.name in PLACES


def signs_of(kind: Kind, typed: Mapping[str, Any], *, record: Any = None, by: User) -> Signs:
    """The signs in raw values of fields, of a form or a program; what is not typed is taken from the edited record.

    The name counts when something of name, place or organization is typed: a new phone is no reason to ask who is
    called alike. Fields that the roles of this person hide are left out.
    """
    kind = as_seen(kind, by)
    typed = {name: raw for name, raw in typed.items() if name in kind.by_name}
    about = any(name in typed for name in (*NAMES, *PLACES, HOME))
    given = _with_stored(kind, typed, record, by) if about else {}
    return Signs(
        kind=kind,
        name=" ".join(_clean(given.get(name)) for name in NAMES).strip()[:LONGEST],
        values={
            name: found
            for name, raw in typed.items()
            if kind.by_name[name].identity and (found := tuple(pieces(raw)[:MOST]))
        },
        cities=frozenset(cities_in(kind, given)),
        home=_home(kind, given, by),
        pk=record and record.pk,
    )


def cities_in(kind: Kind, values: Mapping[str, Any]) -> Iterable[str]:
    """The cities, folded, of addresses by field: a line of text, or a list of addresses with cities of their own."""
    for name in PLACES:
        for one in _places(kind, name, values.get(name)):
            if city := fold(" ".join(str(one.get("city") or "").split())) or city_of(str(one.get("text") or "")):
                yield city


def _places(kind: Kind, name: str, given: Any) -> Iterable[Mapping[str, Any]]:
    if name not in kind.by_name or not given:
        return ()
    if not isinstance(kind.field(name), Addresses):
        return ({"text": _clean(given)},)
    return [one if isinstance(one, dict) else {"text": _clean(one)} for one in given]


def _with_stored(kind: Kind, typed: Mapping[str, Any], record: Any, by: User) -> dict[str, Any]:
    if record is None:
        return dict(typed)
    stored = {name: kind.field(name).stored(record) for name in (*NAMES, *PLACES) if name in kind.by_name}
    link = kind.by_name.get(HOME)
    if isinstance(link, Link) and HOME not in typed and (pk := link.stored(record)):
        rows = access.visible(kinds.get(link.kind), by).filter(pk=pk)
        stored[HOME] = pk if rows.exists() else None
    return stored | dict(typed)


def _home(kind: Kind, given: Mapping[str, Any], by: User) -> int | None:
    """The organization, where this person sees it: what stands in a hidden one is not told by a look-alike either."""
    link, pk = kind.by_name.get(HOME), whole(str(given.get(HOME) or ""))
    if not isinstance(link, Link) or pk is None:
        return None
    return pk if access.visible(kinds.get(link.kind), by).filter(pk=pk).exists() else None


def _clean(raw: Any) -> str:
    return " ".join(str(raw or "").replace("\x00", "").split())
