"""The company's calendar as its tables keep it: working time, and who is here."""

from datetime import date, datetime, time

from django.utils import timezone

from voronka.accounts.models import Absence, SpecialDay, WorkingDay
from voronka.core.working_time import WEEK, Hours, WorkingTime

USUAL: tuple[Hours | None, ...] = (*(Hours(time(9), time(18)),) * 5, None, None)


def usual_week() -> tuple[Hours | None, ...]:
    """The hours of each weekday from Monday on; nine to six on five days until somebody says otherwise."""
    kept = {day.weekday: Hours(day.begins_at, day.ends_at) for day in WorkingDay.objects.all()}
    return tuple(kept.get(weekday) for weekday in range(WEEK)) if kept else USUAL


def working_time() -> WorkingTime:
    """The whole calendar, in two queries."""
    special = {day.on: _hours(day) for day in SpecialDay.objects.all()}
    return WorkingTime(week=usual_week(), zone=timezone.get_default_timezone(), special=special)


def special_days(year: int) -> dict[date, SpecialDay]:
    """The days of a year that differ from their weekday."""
    return {day.on: day for day in SpecialDay.objects.filter(on__year=year)}


def away(*, at: datetime) -> set[int]:
    """Who is not here today, by id."""
    today = at.astimezone(timezone.get_default_timezone()).date()
    return set(Absence.objects.filter(since__lte=today, until__gte=today).values_list("user_id", flat=True))


def _hours(day: SpecialDay) -> Hours | None:
    return Hours(day.begins_at, day.ends_at) if day.begins_at and day.ends_at else None
