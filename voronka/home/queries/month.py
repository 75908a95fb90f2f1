"""My month in figures: won, expected, how much was talked."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Q, QuerySet, Sum

from voronka.accounts.models import User
from voronka.activities.kinds import INTERACTION, TASK
from voronka.activities.models import Interaction, Task
from voronka.core import money
from voronka.home.queries.day import Whose
from voronka.records import access
from voronka.records.field_rules import hides
from voronka.records.kinds import Kind
from voronka.records.prepared import prepared
from voronka.sales.kinds import DEAL
from voronka.sales.models import Outcome
from voronka.sales.queries import chances


@dataclass(frozen=True, kw_only=True)
class Talks:
    """Contacts of one type: how many, and how long together."""

    name: str
    icon: str
    count: int
    minutes: int


@dataclass(kw_only=True)
class Sums:
    """Amounts by currency, the biggest first."""

    count: int = 0
    is_hidden: bool = False
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    @property
    def text(self) -> str:
        """«1 250 000 ₽ + 5 000 $», «0 ₽» for nothing, «—» for whom amounts are hidden from."""
        if self.is_hidden:
            return "—"
        known = sorted(((amount, currency) for currency, amount in self.amounts.items() if amount), reverse=True)
        return " + ".join(money.show(round(amount), currency) for amount, currency in known) or money.show(0)


@dataclass(frozen=True, kw_only=True)
class Month:
    """The figures of a month so far."""

    won: Sums
    open: Sums
    weighted: Sums
    talks: list[Talks]
    tasks_done: int

    @property
    def most_talks(self) -> int:
        """The longest bar."""
        return max((one.count for one in self.talks), default=1)


def month(whose: Whose, *, at: datetime) -> Month:
    """The month of a person or of the team; `at` stands in the reader's time zone."""
    start = datetime.combine(at.date().replace(day=1), time(), tzinfo=at.tzinfo)
    won, pipeline, weighted = _deals(whose, start)
    return Month(
        won=won, open=pipeline, weighted=weighted, talks=_talks(whose, start), tasks_done=_tasks_done(whose, start)
    )


def _deals(whose: Whose, start: datetime) -> tuple[Sums, Sums, Sums]:
    found = _sums(whose.span, by=whose.user, start=start)
    veil = hides(whose.user, DEAL, "amount")
    won, pipeline, weighted = (Sums(is_hidden=veil) for _sums in range(3))
    for row in found:
        target = won if row["outcome"] == Outcome.WON else pipeline
        target.count += row["count"]
        target.amounts[row["currency"]] += row["total"]
        if target is pipeline:
            weighted.amounts[row["currency"]] += row["expected"]
    return won, pipeline, weighted


@prepared
def _sums(span: str, /, *, by: User, start: datetime) -> QuerySet[Any, Any]:
    is_won = Q(outcome=Outcome.WON, closed_at__gte=start)
    rows = Whose.of(span, by).narrowed(access.visible(DEAL, by)).filter(Q(outcome=Outcome.OPEN) | is_won)
    found: QuerySet[Any, Any] = rows.order_by().values("currency", "outcome").annotate(
        count=Count("pk"),
        total=Sum("amount", default=Decimal(0)),
        expected=Sum(chances.weighted(), default=Decimal(0), output_field=DecimalField()),
    )  # fmt: skip
    return found


def _talks(whose: Whose, start: datetime) -> list[Talks]:
    return [
        Talks(name=row["type__name"], icon=row["type__icon"], count=row["count"], minutes=row["minutes_sum"])
        for row in _talked(whose.span, by=whose.user, start=start)
    ]


@prepared
def _talked(span: str, /, *, by: User, start: datetime) -> QuerySet[Any, Any]:
    rows = Interaction.objects.filter(happened_at__gte=start).filter(_by(Whose.of(span, by), "interaction"))
    by_type = rows.order_by().values("type__name", "type__icon")
    return by_type.annotate(count=Count("pk"), minutes_sum=Sum("minutes", default=0)).order_by("-count", "type__name")


def _tasks_done(whose: Whose, start: datetime) -> int:
    return Task.objects.filter(done_at__gte=start).filter(_by(whose, "task")).count()


def _by(whose: Whose, kind: str) -> Q:
    """Counted are one's own, or those of whom the role reaches: figures show no contents."""
    if not whose.is_team:
        return Q(owner=whose.user)
    return _owned({"interaction": INTERACTION, "task": TASK}[kind], whose.user)


def _owned(kind: Kind, user: User) -> Q:
    return access.owned(access.scope(kind, user, "view"), user)
