"""Keeping what the forecast of each day was, so that it can be held against the fact."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from voronka.core.calendar_periods import CalendarPeriod, Span
from voronka.sales.models import Deal, ForecastDay, Measure, PlannedDay
from voronka.sales.planning.tree import Staff
from voronka.sales.planning.whom import COMPANY
from voronka.sales.queries.forecast import Window, figures_by
from voronka.sales.queries.plans import plans, staff

# How many periods of each length are looked at, from the one that is running on.
AHEAD: dict[Span, int] = {"month": 2, "quarter": 2, "year": 1}
PORTION = 1_000


def keep(*, at: datetime) -> int:
    """Write down today's forecast and plan of the periods ahead; how many periods were written down.

    A period is written down once a day, wholly or not at all: whoever is killed begins anew with those that lack.
    """
    zone = timezone.get_default_timezone()
    where = staff()
    windows = [Window(period=one, at=at, zone=zone) for one in periods(at.astimezone(zone))]
    return sum(_keep(window, where) for window in windows)


def periods(day: datetime) -> Iterable[CalendarPeriod]:
    """The month that runs and the next one, the same of quarters, and the year."""
    for span, count in AHEAD.items():
        now = CalendarPeriod.around(day.date(), span)
        yield from (now.moved(ahead) for ahead in range(count))


@transaction.atomic
def _keep(window: Window, where: Staff) -> bool:
    with connection.cursor() as cursor:  # two at once: the second one waits and finds the day written down
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sales_forecastday'))")
    columns = {"on": window.today, "span": window.period.span, "first": window.period.first}
    if any(model.objects.filter(**columns).exists() for model in (ForecastDay, PlannedDay)):
        return False
    found = figures_by(Deal.objects.all(), window, Measure.AMOUNT, "owner_id", "department_id", "unit_id")
    days = (
        ForecastDay(
            **columns,
            owner_id=owner,
            department_id=department,
            unit_id=unit,
            currency=currency,
            fact=figures.fact,
            commit=figures.commit,
            best=figures.best,
            weighted=figures.weighted,
        )
        for currency, groups in found.items()
        for (owner, department, unit), figures in groups.items()
        if figures.best or figures.weighted
    )
    made = ForecastDay.objects.bulk_create(days, PORTION)
    known = plans([window.period], of=where)
    wanted = {one: known.of(one, window.period) for one in (*where.names, COMPANY)}
    planned = [PlannedDay(**columns, **one.columns, value=value) for one, value in wanted.items() if value is not None]
    PlannedDay.objects.bulk_create(planned, PORTION)
    return bool(made or planned)
