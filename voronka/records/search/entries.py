"""Records that answer a question: candidates by the index, then the best of them that the reader may see."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from voronka.accounts.models import Action, User
from voronka.core.among import Among
from voronka.records import access, kinds
from voronka.records.kinds import Kind
from voronka.records.models import SearchEntry
from voronka.records.prepared import prepared
from voronka.records.search import marks, ranks
from voronka.records.search.hidden import blind_kinds, closed_kinds, conceal
from voronka.records.search.terms import LONG, Term, asked
from voronka.records.search.through import standing_for

# Of a word that more records hold than CANDIDATES all may be of one kind; so FRESH are looked at of each besides.
CANDIDATES, FRESH = 600, 200
SIGNS = re.compile(r"[^\w\s@.+/-]")


def visible_entries(user: User, names: Iterable[str] = ()) -> Q:
    """The condition over the search table «this record is for this person», for the named kinds or for all."""
    result = Q(pk__in=[])
    for kind in _searched(user, names):
        result |= Q(kind=kind.name) & entries_of(kind, user)
    return result


def entries_of(kind: Kind, user: User, ids: Iterable[int] | None = None) -> Q:
    """The condition over the search table for one kind, which the caller names; `ids` narrow what must be looked up."""
    if kind.reach is None:
        return access.placed(kind, user, column="record_id")
    rows = access.visible(kind, user)
    return Q(record_id__in=(rows if ids is None else rows.filter(Among("pk", [*ids]))).values("pk"))


def found(terms: Sequence[Term], user: User, names: Iterable[str], most: int, *, inside: bool = False) -> list[Any]:
    """The best records that hold every term, at most `most` of each kind; `inside` looks within words as well."""
    condition = _holding(terms, inside=inside)
    if condition is None:
        return []
    searched = _searched(user, _with_through(names, user))
    open_to = _open_to(user, terms)
    if open_to == Q() and condition == _worded(terms):
        names, words = tuple(kind.name for kind in searched), _lexemes(terms)
        keys = {*_holding_words(names, by=user, words=words, title=_first_signs(terms))}
        if len(keys) >= CANDIDATES:
            keys |= {*_freshest(names, by=user, words=words)}
    else:
        keys = {*_keys(SearchEntry.objects.filter(_allowed_at_first(searched, user), condition, open_to), terms)}
    if not keys:
        return []
    best = ranks.best(keys, terms, by=user, most=_enough(searched, most))
    return _seen(best, searched, user, terms)


def _enough(searched: Sequence[Kind], most: int) -> int:
    """Of kinds that are seen through other records more are read than shown: some are not for the reader."""
    return most * 4 if any(kind.reach for kind in searched) else most


def _keys(near: QuerySet[SearchEntry], terms: Sequence[Term]) -> QuerySet[Any, Any]:
    title = _first_signs(terms)
    return _first_keys(near, Q(title__folded__regex=title) if title else Q(pk__in=[]))


def _first_keys(near: QuerySet[SearchEntry], in_title: Q) -> QuerySet[Any, Any]:
    """Candidates that hold the words in their title, then others; a word of many titles is not asked for twice."""
    titled, others = (near.filter(one).values_list("pk", flat=True)[:CANDIDATES] for one in (in_title, ~in_title))
    return titled.union(others, all=True)[:CANDIDATES]


@prepared
def _holding_words(names: tuple[str, ...], /, *, by: User, words: str, title: str) -> QuerySet[Any, Any]:
    """The same of a question of words alone, as nearly all are."""
    allowed = _allowed_at_first(map(kinds.get, names), by)
    return _first_keys(SearchEntry.objects.filter(allowed, lexemes__holds=words), Q(title__folded__regex=title))


@prepared
def _freshest(names: tuple[str, ...], /, *, by: User, words: str) -> QuerySet[Any, Any]:
    """Those of the records changed last, of each kind, that hold the words: a thousand «Анна» do not hide a lead."""
    first, *others = (
        SearchEntry.objects.filter(kind=name).order_by("-updated_at", "-record_id").values("pk")[:FRESH]
        for name in names
    )
    latest = first.union(*others, all=True) if others else first
    allowed = _allowed_at_first(map(kinds.get, names), by)
    return SearchEntry.objects.filter(allowed, pk__in=latest, lexemes__plain__holds=words).values_list("pk", flat=True)


def _searched(user: User, names: Iterable[str]) -> list[Kind]:
    wanted = set(names)
    return [
        kind
        for kind in kinds.all_kinds()
        if kind.search is not None and (not wanted or kind.name in wanted) and access.may(user, Action.VIEW, kind)
    ]


def _with_through(names: Iterable[str], user: User) -> list[str]:
    """The named kinds, and those whose entries stand for records of theirs."""
    wanted = list(names)
    return [*wanted, *(one.name for name in wanted for one in standing_for(kinds.get(name), user))]


def _allowed_at_first(searched: Iterable[Kind], user: User) -> Q:
    """Owner and department decide at once; records that are seen through another one are checked among the best."""
    result = Q(pk__in=[])
    for kind in searched:
        result |= Q(kind__plain=kind.name) & (Q() if kind.reach else entries_of(kind, user))
    return result


def _seen(best: list[Any], searched: Sequence[Kind], user: User, terms: Sequence[Term]) -> list[Any]:
    for kind in searched:
        ids = {entry.record_id for entry in best if entry.kind == kind.name} if kind.reach else set()
        if ids:
            seen = set(access.visible(kind, user).filter(pk__in=ids).values_list("pk", flat=True))
            best = [entry for entry in best if entry.kind != kind.name or entry.record_id in seen]
    conceal(best, user)
    blind = blind_kinds(user)
    return [
        entry
        for entry in best
        if not (entry._hides or entry.kind in blind) or all(_answers(term, entry) for term in terms)
    ]


def _open_to(user: User, terms: Sequence[Term]) -> Q:
    """Where roles hide fields that feed a column of the index, its kind is found without that column."""
    result = Q()
    wanted = [term for term in terms if not term.is_free]
    if closed := closed_kinds(user):
        result &= ~Q(kind__in=closed) | Q(*(_titled(term) for term in wanted))
    numbers = [Q(lexemes__holds=asked(term)) for term in wanted if term.digits]
    if numbers and (blind := blind_kinds(user)):
        result &= ~Q(kind__in=blind) | Q(*numbers)
    return result


def _titled(term: Term) -> Q:
    """The title answers the term, as `marks.holds` would say."""
    result = Q(title__folded__contains=term.text) if len(term.text) > 2 else Q(pk__in=[])
    for way in term.ways:
        result |= Q(*(Q(title__folded__regex=f"\\m{piece}") for piece in way.pieces))
    return result


def _answers(term: Term, entry: Any) -> bool:
    """Whether what the reader sees of a record answers: a name hidden from him brings nothing."""
    return marks.holds(term, entry.words) or bool(term.digits and marks.number(term, entry.digits)) or term.is_free


def _holding(terms: Sequence[Term], *, inside: bool) -> Q | None:
    """The condition «every term stands somewhere»; None for what says too little."""
    wanted = [term for term in terms if not term.is_free]
    long = [term for term in wanted if not term.is_short] or [term for term in wanted if len(term.text) > 1]
    if not long:
        return None
    words = [term for term in long if not term.digits]
    result = Q()
    if inside:
        for term in words:
            result &= Q(words__contains=SIGNS.sub("", term.text) or term.text)
    elif words:
        result = _worded(words)
    for term in long:
        if term.digits:
            result &= _numbered(term)
    for term in wanted:
        if term not in long:
            result &= _begun(term)
    return result


def _numbered(term: Term) -> Q:
    result = Q()
    if len(term.digits) < 10:
        result, whole = Q(lexemes__holds=asked(term, shortest=LONG)), asked(term)
        if result != Q(lexemes__holds=whole):
            result &= Q(lexemes__plain__holds=whole)
    for number in term.numbers:
        result |= Q(digits__contains=number)
    return result


def _begun(term: Term) -> Q:
    """Initials: words of the record begin so; no index is asked, other terms have found the candidates."""
    return Q(words__regex="".join(f"(?=.*\\m{piece})" for piece in term.pieces))


def _worded(terms: Sequence[Term]) -> Q:
    return Q(lexemes__holds=_lexemes(terms))


def _lexemes(terms: Sequence[Term]) -> str:
    return " & ".join(asked(term) for term in terms)


def _first_signs(terms: Sequence[Term]) -> str:
    """The pattern of how the longest word begins; "" where there is none."""
    longest = max((term for term in terms if not term.digits), key=lambda term: len(term.text), default=None)
    return ranks.begins(longest) if longest else ""
