"""A text that says when and nothing else, read whole."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from voronka.core.dates import bounded
from voronka.core.quick_dates.clock import take_clock
from voronka.core.quick_dates.days import take_day
from voronka.core.quick_dates.rest import Rest
from voronka.core.quick_dates.spans import take_span
from voronka.core.quick_dates.vocabulary import EVENING, FILLERS

LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class Said:
    """When: a day without a time is meant until its last second; `has_day` when the day itself was said."""

    at: datetime
    has_time: bool
    has_day: bool = True


def read(text: str, now: datetime) -> Said:
    """What is meant by `text` at the moment `now`, in the time zone of `now`; raises ValueError for anything else."""
    rest = Rest(text)
    if not rest.words or now.tzinfo is None:
        raise ValueError(text)
    try:
        said = _said(rest, now)
        bounded(said.at.date())
    except (OverflowError, KeyError) as error:
        raise ValueError(text) from error
    if re.sub(rf"{FILLERS}|[\s.@]", "", rest.words):
        raise ValueError(text)
    return said


def _said(rest: Rest, now: datetime) -> Said:
    is_tonight = rest.seen("tonight") is not None
    moment, day = take_span(rest, now)
    if moment:
        return Said(moment, has_time=True)
    day = day or take_day(rest, now.date())
    clock = take_clock(rest)
    if is_tonight:
        clock = clock or EVENING
        clock = clock.replace(hour=clock.hour + 12) if clock.hour < 12 else clock
    if day is None and clock is None:
        raise ValueError(rest.words)
    if day is None:
        assert clock is not None  # noqa: S101  # one of the two was found
        day = now.date() if clock > now.time() else now.date() + timedelta(days=1)
        return Said(_at(day, clock, now), has_time=True, has_day=False)
    return Said(_at(day, clock or LAST_SECOND, now), has_time=clock is not None)


def _at(day: date, clock: time, now: datetime) -> datetime:
    """The moment by the clock on the wall; one that the change to summer time skips is moved on with it."""
    moment = datetime.combine(day, clock, tzinfo=now.tzinfo)
    return moment.astimezone(UTC).astimezone(now.tzinfo)
