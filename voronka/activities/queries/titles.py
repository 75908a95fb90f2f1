"""The names of records of any kind, for those who may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from voronka.accounts.models import User
from voronka.activities.models import Ref
from voronka.records import kinds
from voronka.records.kinds import Kind
from voronka.records.models import SearchEntry
from voronka.records.reads import shown_name
from voronka.records.search.hidden import conceal, marked
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
    by_kind: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        if ref is not None:
            by_kind[ref.kind].add(ref.id)
    wanted = Q(pk__in=[])
    for name, ids in by_kind.items():
        wanted |= Q(kind=name, record_id__in=ids) & entries_of(kinds.get(name), user, ids)
    rows = list(marked(SearchEntry.objects.filter(wanted), user)) if by_kind else []
    conceal(rows, user)
    found = {}
    for row in rows:
        ref = Ref(row.kind, row.record_id)
        shown_name(row.kind, row.record_id)
        found[ref] = Named(ref=ref, title=row.title, subtitle=row.subtitle, kind=kinds.get(row.kind))
    return found
