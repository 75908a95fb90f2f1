"""Records that look like the one being made: the same phone, the same letter box, the same name."""

from collections.abc import Iterable

from django.db.models import Q

from voronka.accounts.models import User
from voronka.core import phones
from voronka.core.company_names import bare_name
from voronka.records.kinds import Kind
from voronka.records.models import SearchEntry
from voronka.records.names import fold
from voronka.records.reads import shown
from voronka.records.search.query import entries_of

SHORTEST_WORD, SHORTEST_NUMBER, MOST = 3, 7, 4


def similar(
    kind: Kind, *, name: str = "", numbers: Iterable[str] = (), addresses: Iterable[str] = (), by: User
) -> list[SearchEntry]:
    """At most four records of the kind, visible to this person, that may be the same: one query, none without input."""
    alike = _alike(name, numbers, addresses)
    if not alike or kind.search is None:
        return []
    entries = SearchEntry.objects.filter(alike, entries_of(kind, by), kind=kind.name)
    found = list(entries.order_by("-updated_at")[:MOST])
    shown(kind.name, [entry.record_id for entry in found])
    return found


def _alike(name: str, numbers: Iterable[str], addresses: Iterable[str]) -> Q:
    condition = Q()
    for number in numbers:
        for digits in {_digits(number), phones.digits(number)}:  # of a phone, and as typed: an ИНН is no phone
            if len(digits) >= SHORTEST_NUMBER:
                condition |= Q(digits__contains=digits)
    for address in addresses:
        if "@" in address.strip("@ "):
            condition |= Q(words__contains=fold(address.strip()))
    words = [word for word in bare_name(fold(name)).split() if len(word) >= SHORTEST_WORD]
    if words:
        condition |= Q(*(Q(words__contains=word) for word in words[:4]))
    return condition


def _digits(number: str) -> str:
    try:
        return phones.digits(phones.parse(number))
    except ValueError:
        return phones.digits(number)
