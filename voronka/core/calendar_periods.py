"""Months, quarters and years of the calendar: their days, their parts, their neighbours, their names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from voronka.core.dates import FIRST, LAST

type Span = Literal["month", "quarter", "year"]

MONTHS: dict[Span, int] = {"month": 1, "quarter": 3, "year": 12}
PARTS: dict[Span, Span] = {"year": "quarter", "quarter": "month"}
QUARTER_MONTHS = (1, 4, 7, 10)
ROMAN = ("I", "II", "III", "IV")
KEY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])|-q(?P<quarter>[1-4]))?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class CalendarPeriod:
    """A month, a quarter or a year; `first` is its first day."""

    span: Span
    first: date

    @classmethod
    def around(cls, day: date, span: Span) -> "CalendarPeriod":
        """The one that holds the day."""
        months = MONTHS[span]
        return cls(span=span, first=day.replace(month=(day.month - 1) // months * months + 1, day=1))

    @classmethod
    def read(cls, key: str) -> "CalendarPeriod":
        """The one that `key` names; raises ValueError for what names none."""
        found = KEY.fullmatch(key)
        if not found or not FIRST.year <= int(found["year"]) <= LAST.year:
            raise ValueError(key)
        year = int(found["year"])
        if found["month"]:
            return cls(span="month", first=date(year, int(found["month"]), 1))
        if found["quarter"]:
            return cls(span="quarter", first=date(year, QUARTER_MONTHS[int(found["quarter"]) - 1], 1))
        return cls(span="year", first=date(year, 1, 1))

    @property
    def key(self) -> str:
        """`2026-03`, `2026-q1`, `2026`: for addresses."""
        if self.span == "month":
            return f"{self.first:%Y-%m}"
        return f"{self.first.year}-q{self._quarter}" if self.span == "quarter" else str(self.first.year)

    @property
    def label(self) -> str:
        """«Март 2026», «I квартал 2026», «2026 год»."""
        if self.span == "month":
            return str(date_format(self.first, "F Y"))
        if self.span == "quarter":
            return _("Quarter %(number)s, %(year)s") % {"number": ROMAN[self._quarter - 1], "year": self.first.year}
        return _("The year %(year)s") % {"year": self.first.year}

    @property
    def short(self) -> str:
        """«Март», «I квартал», «2026»: where the year stands above."""
        if self.span == "month":
            return str(date_format(self.first, "F"))
        return _("Quarter %(number)s") % {"number": ROMAN[self._quarter - 1]} if self.span == "quarter" else self.key

    @property
    def _quarter(self) -> int:
        return (self.first.month - 1) // 3 + 1

    @property
    def last(self) -> date:
        """The last day."""
        return self.moved(1).first - timedelta(days=1)

    def moved(self, by: int) -> "CalendarPeriod":
        """The one so many places later, or earlier."""
        year, month = divmod(self.first.year * 12 + self.first.month - 1 + by * MONTHS[self.span], 12)
        return CalendarPeriod(span=self.span, first=date(year, month + 1, 1))

    def holds(self, day: date) -> bool:
        """Whether the day lies within."""
        return self.first <= day <= self.last

    def parts(self) -> Iterator["CalendarPeriod"]:
        """The quarters of a year, the months of a quarter; a month has none."""
        if part := PARTS.get(self.span):
            one = CalendarPeriod(span=part, first=self.first)
            while one.first <= self.last:
                yield one
                one = one.moved(1)

    def begins_at(self, zone: tzinfo) -> datetime:
        """The first moment, in a time zone."""
        return datetime.combine(self.first, time(), tzinfo=zone)

    def ends_at(self, zone: tzinfo) -> datetime:
        """The first moment after it."""
        return self.moved(1).begins_at(zone)
