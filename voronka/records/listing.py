"""A page of a list: what is asked, what is found."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from voronka.accounts.models import User
from voronka.core.among import AnyOf
from voronka.records import access
from voronka.records.field_rules import as_seen
from voronka.records.fields import FilterContext
from voronka.records.filters import compile_filter
from voronka.records.keyset import Page, first_ids, page
from voronka.records.kinds import Kind
from voronka.records.models import SearchEntry
from voronka.records.names import fold
from voronka.records.search import passages
from voronka.records.search.hidden import blind_kinds, marked
from voronka.records.search.through import ids_through, standing_for

CAP = 1000
# A text that LEAST of the first PROBE rows hold stands all over the list. Out of a million rows, as many hold it then
# as take the same time to be looked up and sorted as the rows to walk through until a page of thirty is full.
PROBE, LEAST = 1000, 4


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a list is asked: a filter tree, a text to find, an order, the mark of the page."""

    filter: Any = field(default_factory=dict)
    text: str = ""
    sort: str = ""
    after: str = ""
    size: int = 50


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The rows of one page; `count` stops at CAP + 1: enough to say «1 000+»."""

    page: Page
    count: int


def matching(kind: Kind, question: Question, context: FilterContext) -> QuerySet[Any]:
    """All records that the person may see and the question asks for; raises Refused for a senseless question."""
    rows = _filtered(kind, question, context)
    if not question.text.strip():
        return rows
    found = found_by_text(kind, question.text, by=context.by)
    through = found_through(kind, question.text, by=context.by)
    return rows.filter(pk__in=_all_of(found, *through))


def _filtered(kind: Kind, question: Question, context: FilterContext) -> QuerySet[Any]:
    return access.visible(kind, context.by).filter(compile_filter(kind, question.filter, context))


def found_by_text(kind: Kind, text: str, *, by: User) -> QuerySet[Any, int]:
    """Ids of the kind's records that hold every word, or the digits, of the text; a hidden name finds nothing."""
    if kind.passage and kind.search is None:
        return passages.matching(kind, text, by=by)
    return holding(marked(SearchEntry.objects.filter(kind=kind.name), by), text, by=by).values_list(
        "record_id", flat=True
    )


def found_through(kind: Kind, text: str, *, by: User) -> list[QuerySet[Any, Any]]:
    """Ids of the kind's records that other entries stand for: a person by each organization that they work in."""
    return [
        ids_through(one, holding(marked(SearchEntry.objects.filter(kind=one.name), by), text, by=by))
        for one in standing_for(kind, by)
    ]


def holding(entries: QuerySet[Any], text: str, *, by: User) -> QuerySet[Any]:
    """Those of the `marked` entries that hold every word, or the digits, of the text."""
    found = held(entries, text)
    if _digits(text):
        return found.exclude(kind__in=blind_kinds(by))
    for word in _words(text):
        found = found.filter(Q(_hides=False) | Q(title__folded__contains=word))
    return found


def held(entries: QuerySet[Any], text: str) -> QuerySet[Any]:
    """The same, whoever asks: candidates, of which `holding` has still to say which are for the reader."""
    if digits := _digits(text):
        return entries.filter(digits__contains=digits)
    for word in _words(text):
        entries = entries.filter(words__contains=word)
    return entries


def _digits(text: str) -> str:
    """The digits of a text that is a number, nothing of another."""
    digits = "".join(sign for sign in text if sign.isdecimal())
    return digits if len(digits) >= 3 and not any(sign.isalpha() for sign in text) else ""


def _words(text: str) -> list[str]:
    return fold(text).split()[:6]


def ask(kind: Kind, question: Question, context: FilterContext, *, columns: tuple[str, ...] = ()) -> Answer:
    """One page of the list with everything its columns show: two queries, whatever the number of rows."""
    kind = as_seen(kind, context.by)
    rows = _filtered(kind, question, context)
    if question.text.strip():
        rows, count = _sought(rows, kind, question, context)
    else:
        count = counted(rows)
    names = columns or kind.columns
    related = [kind.field(name).path for name in names if kind.field(name).joined]
    found = page(
        rows.select_related(*related) if related else rows,
        kind=kind,
        sort=question.sort or kind.sort,
        by=context.by,
        after=question.after,
        size=question.size,
    )
    return Answer(page=found, count=min(count, CAP + 1))


def _sought(rows: QuerySet[Any], kind: Kind, question: Question, context: FilterContext) -> tuple[QuerySet[Any], int]:
    """The rows that hold the text, in the way that fills a page soonest, and how many they are, capped.

    The database cannot foresee how many rows hold a text, nor where in the list they stand; so it is told. A text that
    stands all over the list is asked of each row in turn, until the page is full. Any other («Иванов» in a list by
    name: thousands, all far from its beginning) is looked up first.
    """
    found = found_by_text(kind, question.text, by=context.by)
    through = found_through(kind, question.text, by=context.by)
    sought, count = named(rows, found, *through)
    if count <= CAP:
        return sought, count
    first = first_ids(rows, kind=kind, sort=question.sort or kind.sort, by=context.by, size=PROBE)
    if found.filter(record_id__in=first).count() < LEAST:
        looked_up = (Q(AnyOf(F("pk"), ArraySubquery(one))) for one in (found, *through))
        return rows.filter(Q(*looked_up, _connector=Q.OR)), count
    in_turn = rows.alias(_found=Subquery(found.filter(record_id=OuterRef("pk"))[:1]))
    return in_turn.filter(Q(Q(_found__isnull=False), *(Q(pk__in=one) for one in through), _connector=Q.OR)), count


def _all_of(first: QuerySet[Any, Any], *others: QuerySet[Any, Any]) -> Any:
    """The ids of all of them as one subquery."""
    return first.union(*others, all=True) if others else first


def named(rows: QuerySet[Any], *found: QuerySet[Any, Any]) -> tuple[QuerySet[Any], int]:
    """Those of the rows whose ids are found, and how many they are, capped; a few are named one by one.

    Each answer is asked for by itself: out of one of them the database takes the first ids, a union it makes whole.
    """
    ids: set[int] = set()
    for one in found:
        if len(ids) <= CAP:
            ids.update(rows.filter(pk__in=one).order_by().values_list("pk", flat=True)[: CAP + 1])
    if len(ids) <= CAP:
        return rows.filter(pk__in=ids), len(ids)
    return rows.filter(pk__in=_all_of(*found)), CAP + 1


def counted(rows: QuerySet[Any]) -> int:
    """How many rows there are, counted no further than CAP + 1."""
    return rows.order_by()[: CAP + 1].count()
