"""The history of a card: newest first, page by page, only what the reader may see."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.activities import history
from voronka.activities.history import EntryType
from voronka.activities.models import HistoryEntry, HistoryLink, Interaction, Ref, Task
from voronka.activities.queries.titles import Named, named
from voronka.core.among import AnyOf
from voronka.core.errors import Refused
from voronka.records.names import fold
from voronka.records.prepared import prepared

ROUNDS = 5
UNKNOWN = EntryType(code="", icon="circle", say=lambda _data: "")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What of the history is asked: a topic (`interactions`, `tasks`, `changes`), a type by id, a text, a place."""

    topic: str = ""
    type_id: int | None = None
    text: str = ""
    after: str = ""
    size: int = 30


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry ready to show; `home` is named when it stands on another card than the one looked at."""

    id: int
    at: datetime
    by: User | None
    look: EntryType
    text: str
    note: str
    interaction: Interaction | None
    task: Task | None
    home: Named | None


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """Lines, and the mark of where to go on ("" at the beginning of time)."""

    lines: list[Line]
    after: str


def of_card(card: Ref, user: User, question: Question) -> HistoryPage:
    """A page of the history of a card that this person may see.

    Entries of other records (a deal's on its client's card) show only to those who may see these: candidates are
    read by the index and checked together, so the cost does not grow with the size of the base.
    """
    lines: list[Line] = []
    place = _read(question.after)
    for _round in range(ROUNDS):
        rows = _read_on(card, question, place, user)
        seen = _seen(card, rows[: question.size], user)
        for count, line in enumerate(seen):
            lines.append(line)
            if len(lines) == question.size:
                is_last = count == len(seen) - 1 and len(rows) <= question.size
                return HistoryPage(lines=lines, after="" if is_last else _mark(line.at, line.id))
        if len(rows) <= question.size:
            return HistoryPage(lines=lines, after="")
        place = rows[question.size - 1].at, rows[question.size - 1].entry_id
    return HistoryPage(lines=lines, after=_mark(*place) if place else "")


def mark_of(card: Ref, entry: int) -> str:
    """The place just before an entry of a card, so that a page begins with it; "" when the card does not show it."""
    at = HistoryLink.objects.filter(kind=card.kind, record_id=card.id, entry=entry).values_list("at", flat=True).first()
    return _mark(at, entry + 1) if at else ""


def _read_on(card: Ref, question: Question, place: tuple[datetime, int] | None, user: User) -> Sequence[HistoryLink]:
    if question == Question() and place is None:
        return _first(Question.size + 1, kind=card.kind, pk=card.id)
    return list(_rows(card, question, place, user)[: question.size + 1])


@prepared
def _first(most: int, /, *, kind: str, pk: int) -> QuerySet[HistoryLink]:
    """The newest rows of a card: every card begins with them, and what they link to is fetched for them alone."""
    newest = HistoryLink.objects.filter(kind=kind, record_id=pk).order_by("-at", "-entry")[:most]
    return _ordered(HistoryLink.objects.filter(AnyOf(F("pk"), ArraySubquery(newest.values("pk")))))


def _ordered(rows: QuerySet[HistoryLink]) -> QuerySet[HistoryLink]:
    related = ("entry__by", "entry__interaction__type", "entry__task")
    return rows.select_related("entry", *related).order_by("-at", "-entry")


def _rows(card: Ref, question: Question, place: tuple[datetime, int] | None, user: User) -> QuerySet[HistoryLink]:
    rows = HistoryLink.objects.filter(kind=card.kind, record_id=card.id).filter(_asked(question))
    if place:
        at, pk = place
        rows = rows.filter(Q(at__lt=at) | Q(at=at, entry__lt=pk), at__lte=at)
    if question.text.strip():
        rows = _having(rows, question.text, user)
    return _ordered(rows)


def _asked(question: Question) -> Q:
    asked = Q()
    if question.topic:
        asked &= Q(entry__type__in=history.codes_of(question.topic))
    if question.type_id:
        asked &= Q(entry__interaction__type=question.type_id)
    return asked


def _having(rows: QuerySet[HistoryLink], text: str, user: User) -> QuerySet[HistoryLink]:
    open_data = ~Q(entry__type__in=history.codes_closed_to(user))
    rows = rows.alias(data_text=Cast("entry__data", TextField()))
    for word in fold(text).split()[:6]:
        rows = rows.filter(
            Q(entry__interaction__text__folded__contains=word)
            | Q(entry__interaction__type__name__folded__contains=word)
            | Q(entry__task__title__folded__contains=word)
            | Q(entry__task__result__folded__contains=word)
            | Q(open_data, data_text__folded__contains=word)
        )
    return rows


def _seen(card: Ref, rows: Iterable[HistoryLink], user: User) -> list[Line]:
    entries = [row.entry for row in rows]
    elsewhere = {home for one in entries if (home := _home(one)) != card}
    names = named(elsewhere, user) if elsewhere else {}
    return [_line(one, names.get(_home(one)), user) for one in entries if _home(one) == card or _home(one) in names]


def _home(entry: HistoryEntry) -> Ref:
    return Ref(entry.subject_kind, entry.subject_id)


def _line(entry: HistoryEntry, home: Named | None, user: User) -> Line:
    look = history.type_of(entry.type) or UNKNOWN
    return Line(
        id=entry.pk,
        at=entry.at,
        by=entry.by,
        look=look,
        text=look.told(entry.data, user),
        note=str(entry.data.get("result", "")),
        interaction=entry.interaction,
        task=entry.task,
        home=home,
    )


def _mark(at: datetime, pk: int) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{pk}".encode()).decode().rstrip("=")


def _read(mark: str) -> tuple[datetime, int] | None:
    if not mark:
        return None
    try:
        at, _bar, pk = base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)).decode().partition("|")
        moment = datetime.fromisoformat(at)
        return (moment, int(pk)) if moment.tzinfo else None
    except ValueError as error:
        raise Refused(_("This page of the list is no longer there, open the list anew.")) from error
