"""Global search: one question over all kinds and the text of the history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations
from typing import Any

from voronka.accounts.models import User
from voronka.records import kinds
from voronka.records.kinds import Kind
from voronka.records.reads import shown
from voronka.records.search import entries, marks, passages, readings
from voronka.records.search.entries import entries_of, visible_entries
from voronka.records.search.marks import Part, plain
from voronka.records.search.terms import Term, terms_of
from voronka.records.search.through import led

__all__ = ["RECORDS", "TEXTS", "Hit", "entries_of", "find", "visible_entries"]

LONGEST = 200
RECORDS, TEXTS = "records", "texts"


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A record that was found, or a passage of its history (`at`, `by` and `what` say of which contact).

    The parts say why: in the title, in the second line, or in `reason`, what matched besides: a phone, a letter box,
    a word, the snippet of a text.
    """

    kind: Kind
    record_id: int
    title: str
    subtitle: str
    title_parts: tuple[Part, ...]
    subtitle_parts: tuple[Part, ...]
    reason: tuple[Part, ...]
    url: str
    icon: str
    at: datetime | None = None
    by: str = ""
    what: str = ""

    @property
    def why(self) -> str:
        """What matched besides the title and the second line."""
        return plain(self.reason)

    @property
    def is_passage(self) -> bool:
        """Whether it is a place in the text of a history."""
        return self.at is not None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Records and passages that one way of reading the question has brought."""

    records: list[Hit]
    passages: list[Hit]


def find(
    text: str, user: User, *, names: Iterable[str] = (), most: int = 40, only: str = "", reads: bool = True
) -> list[Hit]:
    """Records (of the named kinds, or of all) and passages of the history that this person may see, the best first.

    At most `most` of each kind. The words as typed come first, together with the readings that the base knows of
    every single word (the other layout, other letters, how it is heard); only when these find nothing, misspelt words,
    words written together or apart, the inside of words, and at last all words but one.
    `only` RECORDS or TEXTS leaves the others out. `reads=False` takes the words as they are, for comparison.
    """
    clean = " ".join(text.replace("\x00", "").split())[:LONGEST]
    if len(clean) < 2:
        return []
    for terms, inside in _ways(clean, reads=reads):
        answer = _answer(terms, user, names, most, inside=inside, only=only)
        if answer.records or answer.passages:
            return _noted(sorted([*answer.records, *answer.passages], key=lambda hit: _unlike(hit, terms)))
    return []


def _noted(hits: list[Hit]) -> list[Hit]:
    """The hits, noted as read by whoever asks."""
    for hit in hits:
        shown(hit.kind.name, [hit.record_id])
    return hits


def _ways(text: str, *, reads: bool) -> Iterator[tuple[list[Term], bool]]:
    """The question as it may be meant, (terms, whether to look inside words), the likeliest first."""
    terms = terms_of(text)
    if not terms:
        return
    if reads:
        readings.read(terms)
    yield terms, False
    if not reads:
        return
    yield terms, True
    if readings.mend(terms, only_unknown=True):
        yield terms, False
    if readings.part(terms):
        yield terms, False
    for joined in readings.join(terms):
        yield joined, False
    if readings.mend(terms, only_unknown=False):
        yield terms, False
    if len(terms) > 2:
        for fewer in combinations(terms, len(terms) - 1):
            yield list(fewer), False


def _answer(terms: Sequence[Term], user: User, names: Iterable[str], most: int, *, inside: bool, only: str) -> Answer:
    rows = [] if only == TEXTS else entries.found(terms, user, names, most, inside=inside)
    texts = [] if inside or only == RECORDS else passages.found(terms, user, names, most)
    _second_lines(rows, user)
    return Answer(records=[_hit(entry, terms) for entry in led(rows)], passages=[_passage(one) for one in texts])


def _second_lines(rows: Iterable[Any], user: User) -> None:
    """Give the entries of the kinds that tell it themselves their second line."""
    asked: dict[str, list[Any]] = {}
    for entry in rows:
        asked.setdefault(entry.kind, []).append(entry)
    for name, mine in asked.items():
        search = kinds.get(name).search
        if search and search.second:
            lines = search.second([entry.record_id for entry in mine], user)
            for entry in mine:
                entry.subtitle = lines.get(entry.record_id, entry.subtitle)


def _unlike(hit: Hit, terms: Sequence[Term]) -> int:
    """How far a hit is from the words as they were typed: 0 as typed, 1 in another reading."""
    told = " ".join((hit.title, hit.subtitle, hit.why))
    typed = [replace(term, others=[]) for term in terms if not term.is_free and not term.digits]
    return int(not all(marks.holds(term, told) for term in typed)) if not hit.is_passage else 0


def _hit(entry: Any, terms: Sequence[Term]) -> Hit:
    if leads := getattr(entry, "leads", None):
        return _through(entry, leads[0], leads[1], terms)
    kind = kinds.get(entry.kind)
    return Hit(
        kind=kind,
        record_id=entry.record_id,
        title=entry.title,
        subtitle=entry.subtitle,
        title_parts=marks.marked(entry.title, terms),
        subtitle_parts=marks.marked(entry.subtitle, terms),
        reason=_reason(entry, terms),
        url=kind.url(entry.record_id),
        icon=kind.icon,
    )


def _through(entry: Any, kind: Kind, pk: int, terms: Sequence[Term]) -> Hit:
    """The record that an entry stands for, with what the entry says of it as the reason."""
    return Hit(
        kind=kind,
        record_id=pk,
        title=entry.title,
        subtitle="",
        title_parts=marks.marked(entry.title, terms),
        subtitle_parts=(),
        reason=marks.marked(entry.subtitle, terms),
        url=kind.url(pk),
        icon=kind.icon,
    )


def _reason(entry: Any, terms: Sequence[Term]) -> tuple[Part, ...]:
    """What answers the terms that neither the title nor the second line answers."""
    told = f"{entry.title} {entry.subtitle}"
    found = []
    for term in terms:
        typed = replace(term, others=[])
        if term.is_short or marks.holds(typed, told):
            continue
        reason = marks.number(term, entry.digits) or marks.chunk(typed, entry.words)
        if not reason and not marks.holds(term, told):
            reason = marks.chunk(term, entry.words)
        found.append(reason)
    parts: list[Part] = []
    for reason in dict.fromkeys(one for one in found if one):
        parts += [Part(" · ")] if parts else []
        parts += marks.marked(reason, terms)
    return tuple(parts)


def _passage(found: passages.Found) -> Hit:
    told = found.told
    return Hit(
        kind=found.kind,
        record_id=found.record_id,
        title=told.title,
        subtitle=told.what,
        title_parts=(Part(told.title),) if told.title else (),
        subtitle_parts=(Part(told.what),),
        reason=found.snippet,
        url=told.url,
        icon=told.icon,
        at=found.at,
        by=told.by,
        what=told.what,
    )
