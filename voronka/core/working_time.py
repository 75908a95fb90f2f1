"""Working time: how many working minutes lie between two moments, and when so many of them have passed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

WEEK = 7
FURTHEST = 4000  # days that are looked at: a calendar without a working hour must not run for ever


@dataclass(frozen=True, slots=True)
class Hours:
    """The working hours of one day; they end on the day on which they begin."""

    begin: time
    end: time

    def __post_init__(self) -> None:
        if self.end <= self.begin:
            raise ValueError(f"{self.begin}-{self.end}")

    @property
    def minutes(self) -> int:
        """How long people work."""
        return (self.end.hour - self.begin.hour) * 60 + self.end.minute - self.begin.minute


@dataclass(frozen=True, kw_only=True)
class WorkingTime:
    """The usual week (Monday first, None for a day off), the days that differ from it, and where the clock hangs."""

    week: tuple[Hours | None, ...]
    zone: tzinfo
    special: Mapping[date, Hours | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.week) != WEEK:
            raise ValueError(f"a week of {len(self.week)} days")

    def hours_on(self, day: date) -> Hours | None:
        """When people work on this day; None on a day off."""
        return self.special[day] if day in self.special else self.week[day.weekday()]

    def is_working_at(self, at: datetime) -> bool:
        """Whether people are at work at this moment."""
        return any(begin <= at < end for begin, end in self._stretches(at, days=1))

    def minutes_between(self, since: datetime, until: datetime) -> int:
        """Whole working minutes from one aware moment to another; 0 when the second is not later."""
        since, until, passed = since.astimezone(UTC), until.astimezone(UTC), timedelta()
        if until <= since:
            return 0
        for begin, end in self._stretches(since):
            if begin >= until:
                break
            passed += max(min(end, until) - max(begin, since), timedelta())
        return passed // timedelta(minutes=1)

    def after(self, since: datetime, minutes: int) -> datetime:
        """The moment when so many working minutes have passed since an aware moment, in the zone of the calendar.

        Without a minute to work for ten years it is as far away as was looked.
        """
        left, since = timedelta(minutes=minutes), since.astimezone(UTC)
        for begin, end in self._stretches(since):
            start = max(begin, since)
            if end - start >= left:
                return (start + left).astimezone(self.zone)
            left -= max(end - start, timedelta())
        return (since + timedelta(days=FURTHEST)).astimezone(self.zone)

    def _stretches(self, since: datetime, *, days: int = FURTHEST) -> Iterator[tuple[datetime, datetime]]:
        """When people work, from the day of a moment on; in UTC, since clocks of one zone hide an hour twice a year."""
        first = since.astimezone(self.zone).date()
        for number in range(days):
            try:
                day = first + timedelta(days=number)
            except OverflowError:
                return
            if hours := self.hours_on(day):
                yield self._moment(day, hours.begin), self._moment(day, hours.end)

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)
