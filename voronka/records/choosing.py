"""What a picker finds: by the search index alone, the records themselves first, then those that others stand for."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from voronka.accounts.models import User
from voronka.records import access
from voronka.records.kinds import Kind
from voronka.records.listing import held, holding
from voronka.records.models import SearchEntry
from voronka.records.names import fold
from voronka.records.search.entries import CANDIDATES
from voronka.records.search.hidden import conceal, marked
from voronka.records.search.through import link_of, standing_for

MOST = 20
PIECE = 3  # letters that a trigram index looks up


def choices(kind: Kind, text: str, *, by: User) -> list[dict[str, Any]]:
    """Up to 20 records that the person may see and the text finds, those that begin with it first.

    The latest without a text. A person is found by other places of work too, behind those found by their own names
    and organizations, and the hint says by which one.
    """
    found = marked(_entries(kind, by), by)
    if text:
        found = holding(found, text, by=by)
    entries = list(found.order_by("-updated_at", "-record_id")[: MOST * 5 if text else MOST])
    entries.sort(key=lambda entry: not fold(entry.title).startswith(fold(text)))
    conceal(first := entries[:MOST], by)
    chosen = [{"value": one.record_id, "text": one.title, "hint": one.subtitle} for one in first]
    for one in standing_for(kind, by) if text and len(chosen) < MOST else ():
        chosen += _through(one, text, {each["value"] for each in chosen}, by)
    return chosen[:MOST]


def _through(kind: Kind, text: str, known: Collection[int], by: User) -> Iterator[dict[str, Any]]:
    """Choices beyond the `known` ones that entries of this kind stand for.

    The newest that hold the text are taken by the index; only of these it is asked what of them this person may see. Of
    words of two letters the index knows nothing, and nobody means another place of work by them.
    """
    if not any(len(word) >= PIECE for word in fold(text).split()):
        return
    entries = SearchEntry.objects.filter(kind=kind.name)
    newest = held(entries, text).order_by("-updated_at", "-record_id")
    keys = list(newest.values_list("record_id", flat=True)[:CANDIDATES])
    if not keys:
        return
    seen = access.visible(kind, by).filter(pk__in=keys).exclude(**{f"{link_of(kind)}__in": list(known)})
    leads = dict(seen.values_list("pk", link_of(kind)))
    open_ones = holding(marked(entries.filter(record_id__in=list(leads)), by), text, by=by)
    titles = dict(open_ones.values_list("record_id", "title")) if leads else {}
    first: dict[int, int] = {}
    for pk in keys:
        if pk in titles and len(first) < MOST:
            first.setdefault(leads[pk], pk)
    lines = kind.search.second(list(first.values()), by) if first and kind.search and kind.search.second else {}
    for record, pk in first.items():
        yield {"value": record, "text": titles[pk], "hint": lines.get(pk, "")}


def _entries(kind: Kind, by: User) -> QuerySet[SearchEntry]:
    """What the index knows of the records that this person may see: its rows carry owner and department."""
    entries = SearchEntry.objects.filter(kind=kind.name)
    if kind.reach:
        return entries.filter(record_id__in=access.visible(kind, by).values("pk"))
    return entries.filter(access.condition(kind, by))
