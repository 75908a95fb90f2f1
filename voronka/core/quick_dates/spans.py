"""Time from now: «через полтора часа», «через 2 недели», “in an hour and a half”, “3 days from now”."""

import re
from datetime import UTC, date, datetime, timedelta

from voronka.core.quick_dates.rest import Rest
from voronka.core.quick_dates.vocabulary import NUMBERS, UNITS

NUMBER = rf"(?P<number>\d{{1,4}}(?:[.,]\d)?|{'|'.join(NUMBERS)})(?: of)?"
UNIT = "|".join(f"(?P<{name}>{words})" for name, words in UNITS.items())
AND_HALF = r"(?:\s+(?P<half>с половиной|and a half))?"
MORE = r"(?:\s+(?:и |and )?(?P<more>\d{1,2})\s*(?:минут[ыу]?|мин\.?|minutes?|mins?|m))?"
SPAN = rf"(?:{NUMBER}\s*)?(?:{UNIT}){AND_HALF}{MORE}"
AFTER = rf"(?:(?:через|спустя|in)\s+(?:a couple of )?{SPAN})"
HENCE = rf"{SPAN}\s+(?:from (?:now|today)|later)"
HALVES = {
    r"через полчаса|через пол часа|in half an hour|in a half hour": timedelta(minutes=30),
}
HALF_YEAR = r"через полгода|in half a year"


def take_span(rest: Rest, now: datetime) -> tuple[datetime | None, date | None]:
    """The moment (of hours and minutes) or the day (of longer units) that lies so far ahead; twice None for none.

    Raises ValueError for a part of a day or of a longer unit, as «через полтора месяца»: which day is it?
    """
    for words, length in HALVES.items():
        if rest.take(words):
            return _on(now, length), None
    if rest.take(HALF_YEAR):
        return None, months_on(now.date(), 6)
    is_couple = rest.seen(r"in a couple of") is not None
    found = rest.take(HENCE) or rest.take(AFTER)
    if not found:
        return None, None
    unit = next(name for name in UNITS if found[name])
    count = 2.0 if is_couple else _count(found)
    if unit in {"hour", "minute"}:
        more = int(found["more"] or 0) if unit == "hour" else 0
        minutes = count * (60 if unit == "hour" else 1) + more
        return _on(now, timedelta(minutes=minutes)), None
    if count != int(count) or found["more"]:
        raise ValueError(found[0])
    return None, _days_on(now.date(), int(count), unit)


def _count(found: re.Match[str]) -> float:
    text = found["number"]
    if not text:
        count = 1.0
    elif text[0].isdecimal():
        count = float(text.replace(",", "."))
    else:
        count = NUMBERS[text]
    return count + 0.5 if found["half"] else count


def _on(now: datetime, length: timedelta) -> datetime:
    """By the clock that everybody shares: two hours are two hours over a change to summer time as well."""
    return (now.astimezone(UTC) + length).astimezone(now.tzinfo).replace(second=0, microsecond=0)


def _days_on(today: date, count: int, unit: str) -> date:
    if unit == "day":
        return today + timedelta(days=count)
    if unit == "week":
        return today + timedelta(weeks=count)
    return months_on(today, count * (12 if unit == "year" else 1))


def months_on(day: date, count: int) -> date:
    """The same day so many months later, or the last day of a month that is too short."""
    months = day.year * 12 + day.month - 1 + count
    first = date(months // 12, months % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
