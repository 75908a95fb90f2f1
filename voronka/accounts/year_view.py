"""A year of the company's calendar as it is drawn: months of weeks of days."""

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voronka.accounts.models import SpecialDay
from voronka.core.working_time import WorkingTime

WORKED, OFF, HOLIDAY, SHORT, EXTRA = "worked", "off", "holiday", "short", "extra"


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day of the drawing; `look` is one of the names above."""

    on: date
    look: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month with its weeks from Monday on; None stands where another month is."""

    first: date
    weeks: list[list[Day | None]]
    working_days: int


def months(year: int, time: WorkingTime, special: Mapping[date, SpecialDay]) -> list[Month]:
    """The twelve months of a year."""
    return [_month(date(year, number, 1), time, special) for number in range(1, 13)]


def _month(first: date, time: WorkingTime, special: Mapping[date, SpecialDay]) -> Month:
    weeks = [
        [_day(on, time, special.get(on)) if on.month == first.month else None for on in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    working = sum(1 for week in weeks for day in week if day and time.hours_on(day.on))
    return Month(first=first, weeks=weeks, working_days=working)


def _day(on: date, time: WorkingTime, special: SpecialDay | None) -> Day:
    usual, hours = time.week[on.weekday()], time.hours_on(on)
    if hours is None:
        look = HOLIDAY if special else OFF
    elif usual is None:
        look = EXTRA
    else:
        look = SHORT if hours.minutes < usual.minutes else WORKED
    return Day(on=on, look=look, name=special.name if special else "")
