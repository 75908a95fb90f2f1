"""How the forecast of a period went day by day, and how near the forecasts of earlier periods came to the fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, DateField, Q, QuerySet, Sum, Value, When

from voronka.accounts.models import Action
from voronka.core.calendar_periods import CalendarPeriod
from voronka.records import access
from voronka.records.fields import FilterContext
from voronka.reports.queries.chosen import NO_UNIT
from voronka.reports.queries.forecast import ForecastQuestion, counted, shows_forecast
from voronka.sales.kinds import DEAL
from voronka.sales.models import ForecastDay, Measure, PlannedDay
from voronka.sales.planning.figures import accuracy
from voronka.sales.planning.rights import may_see
from voronka.sales.queries.forecast import Window
from voronka.sales.queries.plans import staff

EARLIER = 6
BEGINNING = timedelta(days=3)  # a forecast of these days still counts as one of the beginning
SUMS = ("fact", "commit", "best", "weighted")


@dataclass(frozen=True, kw_only=True)
class PastDay:
    """A day of the period as its night saw it: sums in the currency of the question."""

    on: date
    fact: Decimal
    commit: Decimal
    best: Decimal
    weighted: Decimal
    plan: Decimal | None


@dataclass(frozen=True, kw_only=True)
class PastPeriod:
    """A period that is over: what was forecast when it began, what was won, how near that was in per cent."""

    period: CalendarPeriod
    forecast: Decimal
    fact: Decimal

    @property
    def accuracy(self) -> int | None:
        """100 for a forecast that came true; None where nothing was won."""
        return accuracy(self.forecast, self.fact)


@dataclass(frozen=True, kw_only=True)
class ForecastHistory:
    """The days of the period, the earlier periods of its length, the last first."""

    days: tuple[PastDay, ...]
    earlier: tuple[PastPeriod, ...]

    @property
    def accuracy(self) -> int | None:
        """The mean of the earlier periods."""
        known = [one.accuracy for one in self.earlier if one.accuracy is not None]
        return round(sum(known) / len(known)) if known else None


def history(question: ForecastQuestion, context: FilterContext) -> ForecastHistory:
    """Of sums, and of all products: nothing else is kept. Nothing for whom is hidden what forecasts are made of."""
    if question.measure != Measure.AMOUNT or question.product_id or not shows_forecast(context.by):
        return ForecastHistory(days=(), earlier=())
    plans = _plans(question, context)
    days = _of(_kept(question, context), question.window.period).values("on").annotate(**_sums()).order_by("on")
    return ForecastHistory(
        days=tuple(PastDay(**row, plan=plans.get(row["on"])) for row in days),
        earlier=_earlier(question, context),
    )


def _sums() -> dict[str, Sum]:
    return {name: Sum(name) for name in SUMS}


def _of(rows: QuerySet[Any], period: CalendarPeriod) -> QuerySet[Any]:
    return rows.filter(span=period.span, first=period.first)


def _kept(question: ForecastQuestion, context: FilterContext) -> QuerySet[Any]:
    """The days of whose deals this person may see: the same condition holds for a deal and for its past."""
    by = context.by
    rows = ForecastDay.objects.filter(access.owned(access.scope(DEAL, by, Action.VIEW), by), currency=question.currency)
    for line in question.lines(by):
        if line["field"] == "unit":
            rows = rows.filter(unit=question.unit_id) if question.unit_id != NO_UNIT else rows.filter(unit=None)
        else:
            rows = rows.filter(**{f"{line['field']}__in": line["value"]})
    return rows.order_by()


def _plans(question: ForecastQuestion, context: FilterContext) -> Mapping[date, Decimal]:
    whom = question.whom(context.by)
    if not whom or not question.is_planned or not may_see(context.by, whom, staff()):
        return {}
    rows = _of(PlannedDay.objects.filter(**whom.columns), question.window.period)
    return dict(rows.values_list("on", "value"))


def _earlier(question: ForecastQuestion, context: FilterContext) -> tuple[PastPeriod, ...]:
    """Forecasts of the first days of each period; periods before there were any are left out."""
    now = CalendarPeriod.around(question.window.today, question.window.period.span)
    periods = [now.moved(-back) for back in range(1, EARLIER + 1)]
    begun = [Q(first=one.first, on__gte=one.first, on__lt=one.first + BEGINNING) for one in periods]
    rows = _kept(question, context).filter(reduce(or_, begun), span=now.span)
    sums = rows.values("first", "on").annotate(sum=Sum("weighted")).order_by("first", "-on")
    forecasts = {row["first"]: row["sum"] for row in sums}  # the earliest day comes last and stays
    known = [one for one in periods if one.first in forecasts]
    facts = _facts(question, context, known) if known else {}
    return tuple(
        PastPeriod(period=one, forecast=forecasts[one.first], fact=facts.get(one.first, Decimal(0))) for one in known
    )


def _facts(question: ForecastQuestion, context: FilterContext, periods: list[CalendarPeriod]) -> Mapping[date, Decimal]:
    """What was won in each of the periods, in one query."""
    won = {one.first: Window(period=one, at=context.at, zone=context.zone).won() for one in periods}
    place = Case(*(When(condition, then=Value(first)) for first, condition in won.items()), output_field=DateField())
    rows = counted(question, context).filter(reduce(or_, won.values()), currency=question.currency).order_by()
    found = rows.annotate(place=place).values("place").annotate(sum=Sum("amount", default=Decimal(0)))
    return {row["place"]: row["sum"] for row in found}
