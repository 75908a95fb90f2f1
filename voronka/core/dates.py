"""Days and moments: read from what people and other programs write, and the periods that have names."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "январ янв january jan",
            "феврал фев february feb",
            "март мар march mar",
            "апрел апр april apr",
            "ма май may",
            "июн june jun",
            "июл july jul",
            "август авг august aug",
            "сентябр сен сент september sep sept",
            "октябр окт october oct",
            "ноябр ноя нояб november nov",
            "декабр дек december dec",
        ),
        start=1,
    )
    for name in names.split()
}
DAY_PATTERNS = (
    re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4}|\d{2})(?!\d)"),
    re.compile(r"(?P<day>\d{1,2})[\s-]+(?P<word>[^\W\d]+)\.?,?[\s-]+(?P<year>\d{4})", re.IGNORECASE),
    re.compile(r"(?P<word>[^\W\d]+)\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})", re.IGNORECASE),
)
CLOCK = re.compile(
    r"(?<![\d.-])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[AaPp][Mm])?"
)

# A calendar of a company reaches no further: beyond, moments of other time zones leave what Python can hold.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and time so many months ago; the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last = monthrange(max(year, 1), month + 1)[1]
    return moment.replace(year=max(year, 1), month=month + 1, day=min(moment.day, last))


def bounded(day: date) -> date:
    """The day itself; raises ValueError for one that no company means, e.g. the «null date» 0001-01-01."""
    if not FIRST <= day <= LAST:
        raise ValueError(day.isoformat())
    return day


def parse_day(text: str) -> date:
    """The day of `2021-04-15`, `15.04.2021`, `15 апреля 2021`, `15 Apr, 2021 00:03:00`; day before month.

    Raises ValueError for what is no day.
    """
    for pattern in DAY_PATTERNS:
        if found := pattern.match(text.strip()):
            parts = found.groupdict()
            year = int(parts["year"])
            month = _month(parts["word"]) if parts.get("word") else int(parts["month"])
            return bounded(date(year + 2000 if year < 100 else year, month, int(parts["day"])))
    raise ValueError(text)


def _month(word: str) -> int:
    lower = word.lower()
    for ending in ("", lower[-1:]):
        if number := MONTHS.get(lower.removesuffix(ending)):
            return number
    raise ValueError(word)


def parse_moment(text: str, zone: tzinfo) -> datetime:
    """The moment of a day with an optional time (`15:30`, `3:30 PM`), in `zone` unless the text carries an offset.

    Raises ValueError for what is no moment.
    """
    clean = text.strip()
    try:
        moment = datetime.fromisoformat(clean)
    except ValueError:
        moment = datetime.combine(parse_day(clean), _clock(clean))
    bounded(moment.date())
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _clock(text: str) -> time:
    found = CLOCK.search(text)
    if not found:
        return time()
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    return time(hour, int(found["minute"]), int(found["second"] or 0))


def _week(today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=6)


def _month_of(today: date) -> tuple[date, date]:
    first = today.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _quarter(today: date) -> tuple[date, date]:
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return first, (first + timedelta(days=92)).replace(day=1) - timedelta(days=1)


PERIODS: dict[str, Callable[[date], tuple[date | None, date | None]]] = {
    "today": lambda today: (today, today),
    "yesterday": lambda today: (today - timedelta(days=1),) * 2,
    "tomorrow": lambda today: (today + timedelta(days=1),) * 2,
    "this_week": _week,
    "last_week": lambda today: _week(today - timedelta(days=7)),
    "this_month": _month_of,
    "last_month": lambda today: _month_of(today.replace(day=1) - timedelta(days=1)),
    "this_quarter": _quarter,
    "this_year": lambda today: (date(today.year, 1, 1), date(today.year, 12, 31)),
    "last_7_days": lambda today: (today - timedelta(days=6), today),
    "last_30_days": lambda today: (today - timedelta(days=29), today),
    "last_365_days": lambda today: (today - timedelta(days=364), today),
    "past": lambda today: (None, today - timedelta(days=1)),
    "future": lambda today: (today + timedelta(days=1), None),
}


def period(name: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a named period, None for an open end; raises ValueError for an unknown name."""
    if name not in PERIODS:
        raise ValueError(name)
    return PERIODS[name](today)
