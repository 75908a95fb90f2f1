"""Plans of the demo company, and how its forecasts went: what the nights would have written down."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from voronka.core.calendar_periods import CalendarPeriod
from voronka.home.demo.cast import Cast
from voronka.home.demo.dice import Dice
from voronka.home.demo.selling import Selling
from voronka.sales.actions import forecasts
from voronka.sales.actions.plans import Cell, set_plans
from voronka.sales.models import Deal, ForecastDay, Measure, Outcome, PlannedDay
from voronka.sales.planning.figures import Figures
from voronka.sales.planning.whom import COMPANY, Whom
from voronka.sales.queries.forecast import Window, figures_by
from voronka.sales.queries.plans import plans, staff

ROUND = -4
SEASON = (80, 95, 110, 100, 90, 105, 90, 85, 110, 115, 120, 130)  # per cent of the usual month, from January on
EARLIER = 5
MISSED = (118, 92, 131, 104, 87)  # what was forecast at the start of earlier months, per cent of what came
Leaf = tuple[int | None, int | None, int | None]


def plan(dice: Dice, cast: Cast, selling: Selling) -> None:
    """A year of plans for those who sell, a bit above what they have sold, and the days of this month so far."""
    zone = timezone.get_default_timezone()
    today = dice.at.astimezone(zone).date()
    year = CalendarPeriod.around(today, "year")
    months = [month for quarter in year.parts() for month in quarter.parts()]
    cells: list[Cell] = []
    for user in (cast.head, *cast.sellers):
        usual = _usual_month(selling.deals, user.pk)
        cells += (_cell(Whom("user", user.pk), month, usual) for month in months)
    place = Whom("department", cast.head.department_id or 0)
    for month in months:
        total = sum(
            (one.value or Decimal(0) for one in cells if one.whom.sort == "user" and one.period == month), Decimal(0)
        )
        cells.append(Cell(whom=place, period=month, value=round(total * Decimal("1.05"), ROUND)))
    set_plans(cells=cells, measure=Measure.AMOUNT, by=cast.director)
    month = CalendarPeriod.around(today, "month")
    ForecastDay.objects.bulk_create([*_days(month, dice.at), *_beginnings(month, dice.at)])
    PlannedDay.objects.bulk_create(_planned(month, today))
    forecasts.keep(at=dice.at)


def _usual_month(deals: Iterable[Deal], owner: int) -> Decimal:
    """What this person has won in a month, by the year, and a tenth more."""
    won = sum((deal.amount or Decimal(0) for deal in deals if deal.owner_id == owner and deal.closed_at
               and deal.outcome == Outcome.WON), Decimal(0))  # fmt: skip
    return won * Decimal("1.1") / 12


def _cell(whom: Whom, month: CalendarPeriod, usual: Decimal) -> Cell:
    return Cell(whom=whom, period=month, value=round(usual * SEASON[month.first.month - 1] / 100, ROUND))


def _figures(month: CalendarPeriod, at: datetime) -> dict[Leaf, Figures]:
    window = Window(period=month, at=at, zone=timezone.get_default_timezone())
    found = figures_by(Deal.objects.all(), window, "amount", "owner_id", "department_id", "unit_id").get("RUB", {})
    return {(owner, department, unit): one for (owner, department, unit), one in found.items()}


def _days(month: CalendarPeriod, at: datetime) -> Iterator[ForecastDay]:
    """The days of this month until yesterday: the fact as it was, the rest of the forecast swinging less and less."""
    zone = timezone.get_default_timezone()
    now, today = _figures(month, at), at.astimezone(zone).date()
    won: dict[Leaf, list[tuple[date, Decimal]]] = defaultdict(list)
    closed = Deal.objects.filter(outcome=Outcome.WON, closed_at__gte=month.begins_at(zone), closed_at__lt=at)
    for deal in closed:
        on = (deal.closed_at or at).astimezone(zone).date()
        won[deal.owner_id, deal.department_id, deal.unit_id].append((on, deal.amount or Decimal(0)))
    for passed in range((today - month.first).days):
        on = month.first + timedelta(days=passed)
        swing = Decimal(100 + (passed * 37 % 11 - 5) * (30 - passed) // 12) / 100
        for leaf, figures in now.items():
            fact = sum((amount for day, amount in won[leaf] if day < on), Decimal(0))
            ahead = [(one - fact) * swing for one in (figures.commit, figures.best, figures.weighted)]
            yield _day(on, month, leaf, fact, ahead)


def _planned(month: CalendarPeriod, today: date) -> Iterator[PlannedDay]:
    """The plans of the days of this month until yesterday: they have not changed."""
    where = staff()
    known = plans([month], of=where)
    values = {one: known.of(one, month) for one in (*where.names, COMPANY)}
    for passed in range((today - month.first).days):
        on = month.first + timedelta(days=passed)
        for whom, value in values.items():
            if value is not None:
                yield PlannedDay(on=on, span=month.span, first=month.first, value=value, **whom.columns)


def _beginnings(month: CalendarPeriod, at: datetime) -> Iterator[ForecastDay]:
    """What was forecast on the first day of earlier months."""
    for back, missed in zip(range(1, EARLIER + 1), MISSED, strict=True):
        earlier = month.moved(-back)
        for leaf, figures in _figures(earlier, at).items():
            share = figures.fact * missed / 100
            yield _day(earlier.first, earlier, leaf, Decimal(0), [share * 7 / 10, share * 12 / 10, share])


def _day(on: date, month: CalendarPeriod, leaf: Leaf, fact: Decimal, ahead: list[Decimal]) -> ForecastDay:
    owner, department, unit = leaf
    commit, best, weighted = (round(fact + max(one, Decimal(0)), 2) for one in ahead)
    return ForecastDay(
        on=on, span=month.span, first=month.first, owner_id=owner, department_id=department, unit_id=unit,
        currency="RUB", fact=fact, commit=commit, best=max(best, commit), weighted=weighted,
    )  # fmt: skip
