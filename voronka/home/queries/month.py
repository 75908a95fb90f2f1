"""My month in figures: won against the plan, forecast, what would close the gap, how much was talked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from voronka.accounts.models import User
from voronka.activities.kinds import INTERACTION, TASK
from voronka.activities.models import Interaction, Task
from voronka.core import money
from voronka.core.calendar_periods import CalendarPeriod
from voronka.home.queries.day import Whose
from voronka.records import access
from voronka.records.field_rules import hides
from voronka.records.kinds import Kind
from voronka.records.prepared import prepared
from voronka.sales.kinds import DEAL
from voronka.sales.models import Measure
from voronka.sales.planning.figures import OVERDUE, UNDATED, WON, Figures, Slice, gap, percent
from voronka.sales.planning.rights import reached, shows
from voronka.sales.planning.whom import Whom
from voronka.sales.queries.closing import Closer, Closing, closers, enough
from voronka.sales.queries.forecast import OWN_CURRENCY, Window, figures_by
from voronka.sales.queries.plans import plans, staff

FEW = 3


@dataclass(frozen=True, kw_only=True)
class Talks:
    """Contacts of one type: how many, and how long together."""

    name: str
    icon: str
    count: int
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Month:
    """The figures of a month so far; sums of `figures`, `plan` and `closers` are in the company's currency.

    `others` are the figures in other currencies; `is_open` is off for whom the fields of a forecast are hidden,
    `is_shown` for whom sums are.
    """

    key: str
    figures: Figures
    others: Mapping[str, Figures]
    plan: Decimal | None
    closers: tuple[Closer, ...]
    is_shown: bool
    is_open: bool
    talks: list[Talks]
    tasks_done: int

    @property
    def most_talks(self) -> int:
        """The longest bar."""
        return max((one.count for one in self.talks), default=1)

    @property
    def gap(self) -> Decimal | None:
        """What is missing to the plan."""
        return gap(self.plan, self.figures.fact)

    @property
    def done(self) -> int:
        """What is won, in per cent of the plan, 100 at most."""
        return min(percent(self.figures.fact, self.plan) or 0, 100)

    @property
    def ahead(self) -> int:
        """What is forecast, in per cent of the plan, 100 at most."""
        return min(percent(self.figures.weighted, self.plan) or 0, 100)

    @property
    def won_count(self) -> int:
        """How many deals are won, in all currencies."""
        return sum(one[WON].count for one in (self.figures, *self.others.values()))

    @property
    def enough(self) -> tuple[Closer, ...]:
        """The deals that would close the gap; as many as there are where they would not."""
        return self.closers[: enough(self.closers) or None] if self.gap else ()

    @property
    def outside(self) -> Slice:
        """Open deals that no period can count: their day has passed, or there is none."""
        return self.figures[OVERDUE] + self.figures[UNDATED]

    def text(self, name: str) -> str:
        """A sum of all currencies: «1 250 000 ₽ + 5 000 $», «0 ₽» for nothing, «—» for whom amounts are hidden from."""
        if not self.is_shown:
            return "—"
        sums = {OWN_CURRENCY: getattr(self.figures, name), **{c: getattr(one, name) for c, one in self.others.items()}}
        known = [money.show(round(amount), currency) for currency, amount in sums.items() if amount]
        return " + ".join(known) or money.show(0)


def month(whose: Whose, *, at: datetime) -> Month:
    """The month of a person or of the team; `at` stands in the reader's time zone."""
    by, zone = whose.user, at.tzinfo or UTC
    window = Window(period=CalendarPeriod.around(at.date(), "month"), at=at, zone=zone)
    start = window.period.begins_at(zone)
    rows = whose.narrowed(access.visible(DEAL, by))
    is_open = not any(hides(by, DEAL, name) for name in ("expected_close_on", "forecast"))
    is_shown = shows(by, Measure.AMOUNT)
    found = {
        currency: groups[()] for currency, groups in figures_by(rows, window, Measure.AMOUNT, with_open=is_open).items()
    }
    figures = found.pop(OWN_CURRENCY, Figures())
    planned = _plan(whose, window.period) if is_shown else None
    missing = gap(planned, figures.fact)
    asked = Closing(window=window, measure=Measure.AMOUNT, currency=OWN_CURRENCY, gap=missing, most=FEW)
    return Month(
        key=window.period.key,
        figures=figures,
        others=found,
        plan=planned,
        closers=closers(rows, asked, by=by) if missing and is_open else (),
        is_shown=is_shown,
        is_open=is_open,
        talks=_talks(whose, start),
        tasks_done=_tasks_done(whose, start),
    )


def _plan(whose: Whose, period: CalendarPeriod) -> Decimal | None:
    """One's own plan; of the team that of all whom one's role reaches."""
    whom = reached(whose.user) if whose.is_team else Whom("user", whose.user.pk)
    return plans([period], of=staff()).of(whom, period)


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
