"""Which of the candidates come first: the title as typed, its beginning, words of it in any reading, another place."""

import re
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from voronka.accounts.models import User
from voronka.core.among import Among
from voronka.records.models import SearchEntry
from voronka.records.prepared import prepared
from voronka.records.search.hidden import closed_kinds, marked_for
from voronka.records.search.terms import Term


def best(keys: Collection[int], terms: Sequence[Term], *, by: User, most: int) -> list[Any]:
    """The entries with these ids, marked for the reader, at most `most` of each kind, in order."""
    words = [term for term in terms if not term.digits and not term.is_free and not term.is_short]
    typed = " ".join(term.text for term in terms)
    said = {"typed": typed, "start": f"^{re.escape(typed)}"}
    for number, term in enumerate(words):
        as_typed = f"\\m{'.*'.join(term.pieces)}"
        said |= {f"whole{number}": f"{as_typed}\\M", f"as_typed{number}": as_typed, f"any{number}": begins(term)}
    if words:
        said["first"] = f"^\\W*{begins(words[0])}"
    return _best(len(words), tuple(closed_kinds(by)), by=by, keys=list(keys), most=most, **said)


def begins(term: Term) -> str:
    """The pattern of words that begin as the term does, in any of its readings."""
    firsts = {f"{way.pieces[0]}{'\\M' if way.is_whole else ''}" for way in term.ways}
    return f"\\m({'|'.join(sorted(firsts))})"


@prepared
def _best(
    words: int, closed: tuple[str, ...], /, *, by: User, keys: list[int], most: int, **said: str
) -> QuerySet[Any]:
    rows = marked_for(SearchEntry.objects.filter(Among("pk", keys)).defer("lexemes"), by, closed)
    rows = rows.annotate(rank=Case(*_cases(words, said), default=Value(9), output_field=IntegerField()))
    order = (F("rank").asc(), F("updated_at").desc(), F("pk").desc())
    rows = rows.annotate(place=Window(RowNumber(), partition_by=F("kind"), order_by=order))
    placed: QuerySet[Any] = rows.filter(place__lte=most).order_by(*order)
    return placed


def _cases(words: int, said: dict[str, str]) -> list[When]:
    """The fewer, the better."""
    cases = [When(title__folded=said["typed"], then=Value(0)), When(_like(said["start"]), then=Value(1))]
    if not words:
        return cases
    first = _like(said["first"])
    whole, as_typed, every = (
        Q(*(_like(said[f"{name}{number}"]) for number in range(words))) for name in ("whole", "as_typed", "any")
    )
    ranked = (whole & first, whole, as_typed & first, as_typed, every & first, every, _like(said["any0"]))
    return cases + [When(condition, then=Value(rank)) for rank, condition in enumerate(ranked, start=2)]


def _like(pattern: str) -> Q:
    return Q(title__folded__regex=pattern)
