"""Long texts that answer a question: the newest first, with the words marked, for those who may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Left

from voronka.accounts.models import Action, User
from voronka.records import access, kinds
from voronka.records.kinds import Kind, Told
from voronka.records.models import SearchPassage
from voronka.records.search.hidden import PASSAGE, hidden_parts
from voronka.records.search.marks import START, STOP, Part, unpacked
from voronka.records.search.terms import LONG, Term, asked, terms_of

# How many of the newest matches are looked through for those that the reader may see: first few, then more.
WINDOWS = (60, 3000)
READ = 20_000  # signs of a text that a snippet is looked for in


@dataclass(frozen=True, kw_only=True)
class Found:
    """A passage: where it leads, when it was written, a snippet of it."""

    kind: Kind
    record_id: int
    at: datetime
    told: Told
    snippet: tuple[Part, ...]


def found(terms: Sequence[Term], user: User, names: Iterable[str], most: int) -> list[Found]:
    """The newest passages that hold every word of the question, in any of its readings."""
    searched = _searched(user, names)
    query = _query(terms)
    if not searched or query is None:
        return []
    of_kinds = SearchPassage.objects.filter(kind__plain__in=[kind.name for kind in searched])
    near = of_kinds.filter(stems=query)
    rows: list[Any] = []
    few = _few(of_kinds, _query(terms, shortest=LONG) or query, query)
    for window in WINDOWS:
        newest = few[:window] if few is not None else _newest(near)[:window]
        rows = _seen(list(newest), searched, user)
        if len(rows) >= most or len(newest) < window:
            break
    return _shown(rows[:most], query, user)


def matching(kind: Kind, text: str, *, by: User) -> QuerySet[Any, int]:
    """Ids of the kind's records whose text holds every word, for lists: the caller decides who sees them.

    A text that is hidden from `by` finds nothing.
    """
    query = None if PASSAGE in hidden_parts(kind, by) else _query(terms_of(text))
    rows = SearchPassage.objects.filter(kind=kind.name)
    rows = rows.none() if query is None else rows.filter(stems=query)
    return rows.values_list("record_id", flat=True)


def _searched(user: User, names: Iterable[str]) -> list[Kind]:
    wanted = set(names)
    return [
        kind
        for kind in kinds.all_kinds()
        if kind.passage
        and (not wanted or kind.name in wanted)
        and access.may(user, Action.VIEW, kind)
        and PASSAGE not in hidden_parts(kind, user)
    ]


def _query(terms: Sequence[Term], *, shortest: int = 0) -> SearchQuery | None:
    wanted = [term for term in terms if not term.is_short]
    if not any(len(piece) > 2 for term in wanted for piece in term.pieces):
        return None
    return SearchQuery(" & ".join(asked(term, shortest=shortest) for term in wanted), search_type="raw", config="ru")


def _newest(near: QuerySet[SearchPassage, Any]) -> QuerySet[SearchPassage, Any]:
    return near.order_by("-at", "-id").values_list("kind", "record_id", "at")


def _few(of_kinds: QuerySet[SearchPassage, Any], rough: SearchQuery, query: SearchQuery) -> list[Any] | None:
    """All matches by the index of stems, newest first; None where they are more than the last window.

    The planner knows too little of beginnings of words: for a rare one it would walk the whole table by date. What
    begins with a digit or two stands in every tenth text, so what the `rough` question finds is looked at for it.
    """
    for one in dict.fromkeys((rough, query)):
        rows = _first(of_kinds.filter(stems=one), query)
        if len(rows) <= WINDOWS[-1]:
            found = [row for row in rows if row[-1]]
            return [row[:3] for row in sorted(found, key=lambda row: (row[2], row[3]), reverse=True)]
    return None


def _first(near: QuerySet[SearchPassage, Any], query: SearchQuery) -> list[Any]:
    """One more than the last window; the last column says whether a row holds all that was asked."""
    near = near.annotate(holds=ExpressionWrapper(Q(stems=query), output_field=BooleanField()))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        rows = list(near.values_list("kind", "record_id", "at", "pk", "holds")[: WINDOWS[-1] + 1])
        cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")
    return rows


def _seen(rows: list[Any], searched: Sequence[Kind], user: User) -> list[Any]:
    """Those of (kind, id, at) that this person may see, by the rule of their kind."""
    seen: dict[str, set[int]] = {}
    for kind in searched:
        if ids := [pk for name, pk, _at in rows if name == kind.name]:
            seen[kind.name] = set(access.visible(kind, user).filter(pk__in=ids).values_list("pk", flat=True))
    return [row for row in rows if row[1] in seen.get(row[0], ())]


def _shown(rows: list[Any], query: SearchQuery, user: User) -> list[Found]:
    told: dict[tuple[str, int], Told] = {}
    snippets: dict[tuple[str, int], str] = {}
    for name in dict.fromkeys(row[0] for row in rows):
        kind = kinds.get(name)
        ids = [pk for other, pk, _at in rows if other == name]
        if kind.passage:
            told |= {(name, pk): place for pk, place in kind.passage.tell(ids, user).items()}
            snippets |= {(name, pk): text for pk, text in _headlines(kind, ids, query)}
    return [
        Found(
            kind=kinds.get(name),
            record_id=pk,
            at=at,
            told=told[name, pk],
            snippet=unpacked(snippets.get((name, pk), "")),
        )
        for name, pk, at in rows
        if (name, pk) in told
    ]


def _headlines(kind: Kind, ids: list[int], query: SearchQuery) -> Any:
    if kind.passage is None:
        return []
    text = Left(Coalesce(kind.passage.text, Value(""), output_field=TextField()), READ)
    headline = SearchHeadline(
        text, query, config="ru", start_sel=START, stop_sel=STOP, max_words=24, min_words=12, max_fragments=1
    )
    return kind.model._default_manager.filter(pk__in=ids).values_list("pk", headline)
