"""The records that look like what is typed: the same contact or number, the same name, a similar one nearby."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from voronka.accounts.models import User
from voronka.core import phones
from voronka.core.company_names import bare_name
from voronka.records.duplicates import texts
from voronka.records.duplicates.reasons import said
from voronka.records.models import SearchEntry
from voronka.records.names import fold
from voronka.records.reads import shown
from voronka.records.search import readings
from voronka.records.search.entries import entries_of
from voronka.records.search.hidden import conceal, hidden_parts, marked
from voronka.records.search.terms import asked, terms_of
from voronka.records.similar.signs import HOME, PLACES, Signs, cities_in

SHORTEST_NUMBER, MOST, LOOKED_AT = 7, 4, 40
# What weighs more stands first.
ORDER = ("inn", "code", "phone", "email", "name", "like", "organization", "city")
CONTACTS = 4


@dataclass(frozen=True, kw_only=True)
class LookAlike:
    """A record that may be the same, and why, as codes, the weightiest first."""

    entry: Any
    codes: tuple[str, ...]

    @property
    def reasons(self) -> list[str]:
        """Why, in words."""
        return said(self.codes)


def alike(signs: Signs, *, by: User) -> list[LookAlike]:
    """At most four records that this person may see and that may be the same; without anything typed no query."""
    if signs.kind.search is None:
        return []
    found: dict[int, tuple[Any, set[str]]] = {}
    seen = SearchEntry.objects.filter(entries_of(signs.kind, by), kind=signs.kind.name)
    if signs.pk is not None:
        seen = seen.exclude(record_id=signs.pk)
    _by_contact(found, signs, seen, by)
    _by_name(found, signs, seen, by)
    alikes = [
        LookAlike(entry=entry, codes=tuple(sorted(codes, key=ORDER.index))) for entry, codes in found.values() if codes
    ]
    best = sorted(alikes, key=lambda one: (min(ORDER.index(one.codes[0]), CONTACTS), -len(one.codes), one.codes))[:MOST]
    conceal((one.entry for one in best), by)
    shown(signs.kind.name, [one.entry.record_id for one in best])
    return best


def _by_contact(found: dict[int, Any], signs: Signs, seen: QuerySet[SearchEntry], by: User) -> None:
    closed = hidden_parts(signs.kind, by)
    wanted = [
        (signs.kind.field(name).identity, column, part)
        for name, given in signs.values.items()
        for raw in given
        for column, part in _parts(signs.kind.field(name).identity, raw)
        if column not in closed
    ]
    if not wanted:
        return
    condition = Q()
    for _code, column, part in wanted:
        condition |= Q(**{f"{column}__contains": part})
    for entry in marked(seen.filter(condition), by).order_by("-updated_at")[:MOST]:
        codes = {code for code, column, part in wanted if part in getattr(entry, column)}
        found.setdefault(entry.record_id, (entry, set()))[1].update(codes)


def _parts(identity: str, raw: str) -> set[tuple[str, str]]:
    """(column of the search, what it holds) for a contact or number; nothing as long as too little is typed."""
    if identity == "email":
        return {("words", fold(raw.strip()))} if "@" in raw.strip("@ ") else set()
    forms = {phones.digits(raw), *([_digits(raw)] if identity == "phone" else [])}
    return {("digits", digits) for digits in forms if len(digits) >= SHORTEST_NUMBER}


def _digits(number: str) -> str:
    try:
        return phones.digits(phones.parse(number))
    except ValueError:
        return phones.digits(number)


def _by_name(found: dict[int, Any], signs: Signs, seen: QuerySet[SearchEntry], by: User) -> None:
    words = signs.words
    if not words:
        return
    same = seen.filter(*(Q(words__contains=word) for word in words))
    rows = {row.pk: row for row in marked(same, by).order_by("-updated_at")[:LOOKED_AT]}
    near = _near(signs, seen)
    rows |= {row.pk: row for row in marked(near, by)[:LOOKED_AT]} if near is not None else {}
    about = _nearby(signs, [row.record_id for row in rows.values()])
    for row in rows.values():
        told = fold(row.title) if row._hides else fold(f"{row.title} {row.subtitle}")
        if all(word in told for word in words):
            codes = {"name"} | about.get(row.record_id, set())
        elif _is_like(words, told):
            codes = {"like"} | nearby if (nearby := about.get(row.record_id, set())) else set()
        else:
            continue
        found.setdefault(row.record_id, (row, set()))[1].update(codes)


def _near(signs: Signs, seen: QuerySet[SearchEntry]) -> QuerySet[SearchEntry] | None:
    """Entries of the same city or organization whose names are heard or spelt alike; None where neither is known."""
    terms = [term for term in terms_of(" ".join(signs.words)) if not term.is_short and not term.digits]
    place = Q()
    for city in signs.cities:
        place |= Q(words__contains=city)
    if signs.home is not None:
        place |= Q(record_id__in=signs.kind.model._default_manager.filter(**{HOME: signs.home}).values("pk"))
    if not place or not terms:
        return None
    readings.read(terms)
    readings.mend(terms, only_unknown=False)
    return seen.filter(place, lexemes__holds=" & ".join(asked(term) for term in terms))


def _nearby(signs: Signs, ids: list[int]) -> dict[int, set[str]]:
    """Which of the records are in the same city or organization: {id: codes}."""
    names = [name for name in (*PLACES, HOME) if name in signs.kind.by_name]
    if not ids or not names or not (signs.cities or signs.home):
        return {}
    found: dict[int, set[str]] = {}
    paths = [f"{name}_id" if name == HOME else name for name in names]
    for pk, *values in signs.kind.model._default_manager.filter(pk__in=ids).values_list("pk", *paths):
        known = dict(zip(names, values, strict=True))
        codes = {"city"} if not signs.cities.isdisjoint(cities_in(signs.kind, known)) else set()
        if signs.home is not None and known.get(HOME) == signs.home:
            codes.add("organization")
        found[pk] = codes
    return found


def _is_like(words: list[str], told: str) -> bool:
    """Whether every word has one in the title that it may be a misspelling of, in either alphabet."""
    theirs = texts.words(bare_name(told))
    return all(
        min((texts.distance(mine, one) for one in theirs), default=3) < 3 for mine in map(texts.canonical, words)
    )
