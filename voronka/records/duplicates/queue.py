"""The queue of what to decide, as one person may see it: records that may be one, in groups, the surest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from voronka.accounts.models import Action, User
from voronka.records import access, kinds
from voronka.records.duplicates import groups, registry
from voronka.records.duplicates.groups import Link
from voronka.records.duplicates.reasons import codes_of, said_to
from voronka.records.kinds import Kind
from voronka.records.models import Decision, DuplicatePair, DuplicateSearch
from voronka.records.reads import shown_all

SIZE = 20
# So many pairs are looked at for the first groups, and so many more for what hangs on them.
FIRST, NEIGHBOURS, ROUNDS = 60, 300, 2
CAP = 1000
SUREST = 99


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which groups are asked for: how sure at least (0…1), by which sign, to decide or called different."""

    least: float = 0.0
    sign: str = ""
    decision: str = Decision.OPEN


@dataclass(frozen=True, kw_only=True)
class Group:
    """Two to five records side by side, the older first, with the percent and the reasons."""

    records: tuple[Any, ...]
    percent: int
    reasons: Sequence[str]

    @property
    def ids(self) -> str:
        """The ids as addresses have them."""
        return ",".join(str(one.pk) for one in self.records)


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The surest groups of a kind, and how many pairs are to be decided (at most CAP are counted)."""

    kind: Kind
    groups: list[Group]
    count: int
    search: DuplicateSearch | None


def may_merge_anything(user: Any) -> bool:
    """Whether there is a kind whose records this person may merge."""
    return any(access.may(user, Action.EDIT, kinds.get(name)) for name in registry.names())


def kinds_for(user: User) -> list[Kind]:
    """The kinds whose records this person may merge."""
    return [kind for name in registry.names() if access.may(user, Action.EDIT, kind := kinds.get(name))]


def pairs_for(kind: Kind, user: User, asked: Asked) -> QuerySet[DuplicatePair]:
    """Pairs whose records this person may both see and edit, the surest first."""
    rows = access.visible(kind, user, Action.EDIT).filter(access.condition(kind, user, Action.VIEW)).values("pk")
    pairs = DuplicatePair.objects.filter(kind=kind.name, decision=asked.decision, low_id__in=rows, high_id__in=rows)
    if asked.sign:
        pairs = pairs.filter(reasons__overlap=codes_of(asked.sign))
    return pairs.filter(score__gte=asked.least).order_by("-score", "pk")


def queue(kind: Kind, user: User, asked: Asked) -> Queue:
    """The first groups with their records: seven queries at most. What was called different is shown by pairs."""
    pairs = pairs_for(kind, user, asked)
    first = _links(pairs[:FIRST])
    if asked.decision == Decision.OPEN:
        links = _with_neighbours(pairs, first)
        found = groups.grouped(links, apart=_apart(kind, links))[:SIZE]
    else:
        found = [groups.Group(ids=(one.low, one.high), score=one.score, reasons=one.reasons) for one in first[:SIZE]]
    return Queue(
        kind=kind,
        groups=_with_records(kind, user, found),
        count=len(first) if len(first) < FIRST else pairs[:CAP].count(),
        search=latest(kind),
    )


def latest(kind: Kind) -> DuplicateSearch | None:
    """The last search over the records of a kind."""
    return DuplicateSearch.objects.filter(kind=kind.name).order_by("-id").first()


def _links(pairs: Iterable[DuplicatePair]) -> list[Link]:
    return [Link(one.low_id, one.high_id, one.score, tuple(one.reasons)) for one in pairs]


def _with_neighbours(pairs: QuerySet[DuplicatePair], links: list[Link]) -> list[Link]:
    """The links and those that lead on from their records, so that a third card is found however sure it is."""
    known: set[int] = set()
    for _round in range(ROUNDS):
        ids = {pk for link in links for pk in (link.low, link.high)}
        if ids == known:
            break
        hanging = pairs.filter(Q(low_id__in=ids - known) | Q(high_id__in=ids - known))
        links = list(dict.fromkeys([*links, *_links(hanging[:NEIGHBOURS])]))
        known = ids
    return links


def _apart(kind: Kind, links: Iterable[Link]) -> list[tuple[int, int]]:
    ids = {pk for link in links for pk in (link.low, link.high)}
    if not ids:
        return []
    rows = DuplicatePair.objects.filter(kind=kind.name, decision=Decision.DIFFERENT, low_id__in=ids, high_id__in=ids)
    return list(rows.values_list("low_id", "high_id"))


def _with_records(kind: Kind, user: User, found: Sequence[groups.Group]) -> list[Group]:
    ids = {pk for group in found for pk in group.ids}
    records = access.visible(kind, user).select_related(*kind.related).in_bulk(ids)
    shown_all(records.values())
    return [
        Group(
            records=tuple(records[pk] for pk in group.ids),
            percent=min(round(group.score * 100), SUREST),
            reasons=said_to(user, group.reasons, kind),
        )
        for group in found
        if all(pk in records for pk in group.ids)
    ]
