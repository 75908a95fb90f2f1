"""Hand-overs that a person made or got something of: one, all, and those that are news."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from voronka.accounts.models import User
from voronka.home.models import HandOver, HandOverShare
from voronka.home.queries.in_hand import IN_WORK
from voronka.records.kinds import Kind
from voronka.records.prepared import prepared

FEW = 5


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What one person got by a hand-over: how many records of each kind, and how many of them went back again."""

    user: User
    counts: list[tuple[Kind, int]]
    returned: int | None


@dataclass(frozen=True, kw_only=True)
class Past:
    """A hand-over as far as one may see it; `until` is the last moment to take it back, for those who may."""

    hand_over: HandOver
    receipts: list[Receipt]
    until: datetime | None

    @property
    def left(self) -> int:
        """How many records did not go back when it was taken back."""
        return self.total - sum(one.returned or 0 for one in self.receipts) if self.hand_over.undone_at else 0

    @property
    def total(self) -> int:
        """How many records went."""
        return sum(count for one in self.receipts for _kind, count in one.counts)


def hand_overs_seen_by(user: User) -> QuerySet[HandOver]:
    """All of them for administrators, otherwise those that gave this person something or that this person made."""
    rows = HandOver.objects.select_related("user", "by")
    return rows if user.is_superuser else rows.filter(Q(by=user) | Q(shares__to=user)).distinct()


def past(*, by: User, before: int | None = None) -> QuerySet[HandOver]:
    """What `tell` tells of, the latest first; `before` is the id of the last one that was shown."""
    shares = HandOverShare.objects.select_related("to").order_by("to__first_name", "to", "-pk")
    rows = hand_overs_seen_by(by).prefetch_related(Prefetch("shares", shares)).order_by("-pk")
    return rows.filter(pk__lt=before) if before is not None else rows


def tell(hand_over: HandOver, *, by: User, at: datetime) -> Past:
    """Who got what of it, as far as `by` may see."""
    return tell_of(hand_over, _seen(hand_over, hand_over.shares.all(), by), by=by, at=at)


def tell_of(hand_over: HandOver, shares: Iterable[HandOverShare], *, by: User, at: datetime) -> Past:
    """The same of shares that are at hand."""
    may_undo = (by.is_superuser or hand_over.by_id == by.pk) and hand_over.undone_at is None
    until = hand_over.until if may_undo and at <= hand_over.until else None
    return Past(hand_over=hand_over, receipts=_receipts(shares), until=until)


def shares_of(hand_over: HandOver, *, by: User) -> list[HandOverShare]:
    """The shares of a hand-over that this person may see, by receiver."""
    return _seen(hand_over, hand_over.shares.select_related("to", "change").order_by("to__first_name", "to", "-pk"), by)


def _seen(hand_over: HandOver, shares: Iterable[HandOverShare], by: User) -> list[HandOverShare]:
    return [one for one in shares if by.is_superuser or by.pk in {hand_over.by_id, one.to_id}]


def news(user: User) -> list[Past]:
    """What others gave this person, who has not looked at it yet: the latest few."""
    found: dict[HandOver, list[HandOverShare]] = {}
    for share in _unseen(pk=user.pk):
        found.setdefault(share.hand_over, []).append(share)
    return [Past(hand_over=one, receipts=_receipts(found[one]), until=None) for one in list(found)[:FEW]]


@prepared
def _unseen(*, pk: int) -> QuerySet[HandOverShare]:
    rows = HandOverShare.objects.filter(to=pk, seen_at=None, hand_over__undone_at=None).exclude(hand_over__by=pk)
    return rows.select_related("to", "hand_over__by", "hand_over__user").order_by("-hand_over", "-pk")


def _receipts(shares: Iterable[HandOverShare]) -> list[Receipt]:
    """What each person got, by kind in the order of the house."""
    people: dict[User, list[HandOverShare]] = {}
    for share in shares:
        people.setdefault(share.to, []).append(share)
    return [Receipt(user=user, counts=_counted(got), returned=_returned(got)) for user, got in people.items()]


def _counted(shares: Iterable[HandOverShare]) -> list[tuple[Kind, int]]:
    found: Counter[str] = Counter()
    for share in shares:
        found[share.kind] += share.count
    return [(kind, found[kind.name]) for kind, _state in IN_WORK if found[kind.name]]


def _returned(shares: Iterable[HandOverShare]) -> int | None:
    told = [share.returned for share in shares]
    return None if None in told else sum(one or 0 for one in told)
