"""The queue of pairs to decide, as one person may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from voronka.accounts.models import Action, User
from voronka.records import access, kinds
from voronka.records.duplicates import registry
from voronka.records.duplicates.reasons import said_to
from voronka.records.kinds import Kind
from voronka.records.models import Decision, DuplicatePair, DuplicateSearch

SIZE = 20
CAP = 1000


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two records side by side, the older first, with the percent and the reasons."""

    pk: int
    records: tuple[Any, Any]
    percent: int
    reasons: Sequence[str]

    @property
    def ids(self) -> str:
        """The ids as addresses have them."""
        return ",".join(str(one.pk) for one in self.records)


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The surest pairs of a kind that are to be decided, and how many there are (at most CAP are counted)."""

    kind: Kind
    pairs: list[Pair]
    count: int
    search: DuplicateSearch | None


def may_merge_anything(user: Any) -> bool:
    """Whether there is a kind whose records this person may merge."""
    return any(access.may(user, Action.EDIT, kinds.get(name)) for name in registry.names())


def kinds_for(user: User) -> list[Kind]:
    """The kinds whose records this person may merge."""
    return [kind for name in registry.names() if access.may(user, Action.EDIT, kind := kinds.get(name))]


def pairs_for(kind: Kind, user: User, *, least: float = 0.0, decision: str = Decision.OPEN) -> QuerySet[DuplicatePair]:
    """Pairs whose records this person may both see and edit, the surest first."""
    rows = access.visible(kind, user, Action.EDIT).filter(access.condition(kind, user, Action.VIEW)).values("pk")
    pairs = DuplicatePair.objects.filter(kind=kind.name, decision=decision, low_id__in=rows, high_id__in=rows)
    return pairs.filter(score__gte=least).order_by("-score", "pk")


def queue(kind: Kind, user: User, *, least: float = 0.0, decision: str = Decision.OPEN) -> Queue:
    """The first pairs with their records: four queries."""
    found = pairs_for(kind, user, least=least, decision=decision)
    rows = list(found[:SIZE])
    ids = {pk for row in rows for pk in (row.low_id, row.high_id)}
    records = access.visible(kind, user).select_related(*kind.related).in_bulk(ids)
    return Queue(
        kind=kind,
        pairs=[
            Pair(
                pk=row.pk,
                records=(records[row.low_id], records[row.high_id]),
                percent=min(round(row.score * 100), 99),
                reasons=said_to(user, row.reasons, kind),
            )
            for row in rows
            if row.low_id in records and row.high_id in records
        ],
        count=len(rows) if len(rows) < SIZE else found[:CAP].count(),
        search=DuplicateSearch.objects.filter(kind=kind.name).order_by("-id").first(),
    )
