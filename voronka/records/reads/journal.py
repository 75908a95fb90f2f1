"""Reads out of the journal of reads: its lines for people, narrowed by who looked, how, at whom and when."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from voronka.core import dates
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records import kinds
from voronka.records.kinds import Kind
from voronka.records.models import ReadEntry, ReadQuestion, SearchEntry, Way
from voronka.records.reads.collecting import shown

NAMED = 3
OPENABLE = {Way.LIST, Way.SEARCH}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the journal is asked: an employee, a way, a kind, one record of it, the first and the last day."""

    user: int | None = None
    way: str = ""
    kind: str = ""
    record: int | None = None
    first: date | None = None
    last: date | None = None

    @property
    def words(self) -> dict[str, str]:
        """The same as words of an address."""
        given = {"user": self.user, "way": self.way, "kind": self.kind, "record": self.record}
        days = {"from": self.first, "to": self.last}
        return {name: str(value) for name, value in (given | days).items() if value}

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        return urlencode(self.words)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the journal; `names` are the first records by name, `words` what was looked for."""

    entry: ReadEntry
    kind: Kind
    names: tuple[tuple[str, str], ...]
    words: str
    has_filter: bool
    href: str

    @property
    def rest(self) -> int:
        """How many records are not named."""
        return len(self.entry.ids) - len(self.names)

    @property
    def way(self) -> str:
        """How it was read, in words."""
        return str(Way(self.entry.way).label)


def read_asked(words: Mapping[str, str]) -> Asked:
    """What an address asks for; raises Refused for what is no day or no kind."""
    kind, way = words.get("kind", ""), words.get("way", "")
    if kind and kind not in {one.name for one in kinds.all_kinds()}:
        raise Refused(_("There is no such kind of records."), field="kind")
    first, last = _day(words, "from"), _day(words, "to")
    if first and last and last < first:
        raise Refused(_("The period ends before it begins."), field="to")
    return Asked(
        user=whole(words.get("user", "")),
        way=way if way in Way.values else "",
        kind=kind,
        record=whole(words.get("record", "")) if kind else None,
        first=first,
        last=last,
    )


def entries(asked: Asked, *, zone: tzinfo) -> QuerySet[ReadEntry]:
    """The entries that were asked for, the latest first; days are those of `zone`."""
    condition = Q()
    if asked.user is not None:
        condition &= Q(user_id=asked.user)
    if asked.way:
        condition &= Q(way=asked.way)
    if asked.kind:
        condition &= Q(kind=asked.kind)
    if asked.record is not None:
        condition &= Q(ids__contains=[asked.record])
    if asked.first:
        condition &= Q(at__gte=datetime.combine(asked.first, time(), zone))
    if asked.last and asked.last < date.max:
        condition &= Q(at__lt=datetime.combine(asked.last + timedelta(days=1), time(), zone))
    return ReadEntry.objects.filter(condition).select_related("user").order_by("-pk")


def looked_at(kind: Kind, record: int, *, most: int) -> list[ReadEntry]:
    """The latest reads of one record."""
    rows = ReadEntry.objects.filter(kind=kind.name, ids__contains=[record]).select_related("user")
    return list(rows.order_by("-pk")[:most])


def lines(found: Iterable[ReadEntry]) -> list[Line]:
    """Entries with the names of the first records and the words of the questions: two queries in all."""
    rows = list(found)
    names, questions = _names(rows), _questions(rows)
    return [_line(row, names, questions.get(row.question, "")) for row in rows]


def sheet(found: QuerySet[ReadEntry], zone: tzinfo, *, most: int) -> Iterator[list[Any]]:
    """Rows for a file: when, who, how, what kind, how many, ids, words, address of the page, of the computer."""
    texts = dict(ReadQuestion.objects.filter(digest__in=found.values("question")).values_list("digest", "text"))
    for row in found[:most].iterator(chunk_size=1_000):
        told = _told(texts.get(row.question, ""))
        yield [
            row.at.astimezone(zone).replace(tzinfo=None),
            row.user.full_name if row.user else "",
            str(Way(row.way).label),
            str(kinds.get(row.kind).labels),
            str(len(row.ids)),
            ", ".join(map(str, row.ids)),
            " ".join(filter(None, (told.get("q", ""), told.get("f", "")))),
            row.place,
            row.address or "",
        ]


def _line(row: ReadEntry, names: Mapping[tuple[str, int], str], text: str) -> Line:
    kind, told = kinds.get(row.kind), _told(text)
    known = [(names[row.kind, pk], kind.url(pk)) for pk in row.ids[:NAMED] if (row.kind, pk) in names]
    href = f"{row.place}?{urlencode(told)}" if told and row.way in OPENABLE else ""
    return Line(
        entry=row, kind=kind, names=tuple(known), words=told.get("q", ""), has_filter=bool(told.get("f")), href=href
    )


def _names(rows: list[ReadEntry]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.kind, set()).update(row.ids[:NAMED])
    condition = Q(pk__in=[])
    for kind, ids in wanted.items():
        condition |= Q(kind=kind, record_id__in=ids)
    found = SearchEntry.objects.filter(condition).values_list("kind", "record_id", "title")
    names = {(kind, pk): title for kind, pk, title in found}
    for kind, ids in wanted.items():
        shown(kind, [pk for pk in ids if (kind, pk) in names])
    return names


def _questions(rows: list[ReadEntry]) -> dict[str, str]:
    wanted = {row.question for row in rows if row.question}
    return dict(ReadQuestion.objects.filter(digest__in=wanted).values_list("digest", "text")) if wanted else {}


def _told(text: str) -> dict[str, str]:
    """The words of a question; nothing when they were erased."""
    try:
        given = json.loads(text) if text else {}
    except ValueError:  # cut at the longest that is kept
        return {"q": text}
    return {str(name): str(value) for name, value in given.items()}


def _day(words: Mapping[str, str], name: str) -> date | None:
    text = words.get(name, "")
    try:
        return dates.parse_day(text) if text else None
    except ValueError:
        raise Refused(_("“%(value)s” is not a day.") % {"value": text[:40]}, field=name) from None
