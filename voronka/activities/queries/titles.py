"""The names of records of any kind, for those who may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from voronka.accounts.models import User
from voronka.activities.models import Ref
from voronka.core.among import Among
from voronka.records import kinds
from voronka.records.kinds import Kind
from voronka.records.models import SearchEntry
from voronka.records.prepared import prepared
from voronka.records.reads import shown_name
from voronka.records.search.hidden import closed_kinds, conceal, marked_for
from voronka.records.search.query import entries_of


@dataclass(frozen=True, kw_only=True)
class Named:
    """A record as a link: what it is called and where its card is."""

    ref: Ref
    title: str
    subtitle: str
    kind: Kind

    @property
    def url(self) -> str:
        """The address of its card."""
        return self.kind.url(self.ref.id)

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return self.kind.icon


def named(refs: Iterable[Ref | None], user: User) -> dict[Ref, Named]:
    """The names of those of the records that this person may see: one query for all kinds."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for ref in {one for one in refs if one is not None}:
        by_kind[ref.kind].append(ref.id)
    rows = _entries(tuple(closed_kinds(user)), by=user, **dict(sorted(by_kind.items()))) if by_kind else []
    conceal(rows, user)
    found = {}
    for row in rows:
        ref = Ref(row.kind, row.record_id)
        shown_name(row.kind, row.record_id)
        found[ref] = Named(ref=ref, title=row.title, subtitle=row.subtitle, kind=kinds.get(row.kind))
    return found


@prepared
def _entries(closed: tuple[str, ...], /, *, by: User, **ids: list[int]) -> QuerySet[Any]:
    """What the search knows of records by kind: those that the reader may see."""
    wanted = Q(pk__in=[])
    for name, of_kind in ids.items():
        wanted |= Q(Among("record_id", of_kind), kind=name) & entries_of(kinds.get(name), by, of_kind)
    return marked_for(SearchEntry.objects.filter(wanted), by, closed)
