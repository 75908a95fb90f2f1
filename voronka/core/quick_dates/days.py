"""Days: «завтра», «в следующий вторник», «до конца месяца», «15 марта», “Dec 25”."""

from collections.abc import Callable
from datetime import date, timedelta

from voronka.core.dates import MONTHS
from voronka.core.quick_dates.rest import Rest
from voronka.core.quick_dates.spans import months_on
from voronka.core.quick_dates.vocabulary import DAYS, WEEKDAYS

WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
NEXT = r"(?:следующ(?:ий|ая|ее|ую|ей|ем|его|ему)|след\.?|next)"
THIS = r"(?:эт(?:от|у|о|ом|ой|ого)|текущ(?:ий|ая|ей|ем|его)|ближайш(?:ий|ая|ую|ее)|this|coming)"
PERIODS = {
    "day": r"дня|day",
    "week": r"недел[иеюя]|week",
    "month": r"месяц[ае]?|month",
    "quarter": r"квартал[ае]?|quarter",
    "year": r"год[ау]?|году|year",
}
PERIOD = "|".join(f"(?P<{name}>{words})" for name, words in PERIODS.items())
END = (
    r"(?:(?:в|до|к|на)\s+)?(?:конец|конца|конце|концу)\s+"
    r"|(?:(?:by|at|before|until|till)\s+)?(?:the\s+)?end of\s+(?:the\s+)?"
)
START = r"(?:(?:в|с|к|на)\s+)?начал[оаеу]\s+|(?:(?:at|by)\s+)?(?:the\s+)?(?:beginning|start) of\s+(?:the\s+)?"
ENDS = {r"(?:by )?(?:the )?eod": "day", r"(?:by )?(?:the )?eow": "week", r"(?:by )?(?:the )?eom": "month"}
EDGE_OF_MONTH = rf"(?:(?P<end>{END})|(?:{START}))(?P<word>[а-яa-z]{{3,9}})"
WEEKEND = r"(?:на|в) (?:эти[хе] )?выходны[хе]|(?:on|at|over) the weekend|this weekend"
ORDINAL = r"(?:st|nd|rd|th)"
YEAR = r"(?:\s*,?\s*(?P<year>\d{4})(?:\s*(?:г\.?|года))?)?"
DAY_MONTH = r"(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d{2}))?(?:\s*г\.?)?(?![.\d/])"
ISO = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
DAY_WORD = rf"(?P<day>\d{{1,2}})(?:-?(?:го|е)|{ORDINAL})?\s+(?:of\s+)?(?P<word>[а-яa-z]{{3,9}})\.?{YEAR}"
WORD_DAY = rf"(?P<word>[a-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}}){ORDINAL}?(?!\d|:|\s*[ap]\.?m){YEAR}"
NUMBER_DAY = rf"(?P<day>\d{{1,2}})(?:-?го(?:\s+числа)?|\s+числа|{ORDINAL})"


def take_day(rest: Rest, today: date) -> date | None:
    """The day said in the text, None for none; raises ValueError for an impossible or a contradictory one."""
    ways: tuple[Callable[[Rest, date], date | None], ...] = (
        _period, _next, _this, _named, _written, _day_of_month, _weekday,
    )  # fmt: skip
    day = next((found for way in ways if (found := way(rest, today))), None)
    if day is not None and (said := _weekday_number(rest)) is not None and said != day.weekday():
        raise ValueError(rest.words)
    return day


def _period(rest: Rest, today: date) -> date | None:
    """The last working day of a week (on a day off: Sunday), the last day of longer periods; the first of the next."""
    for words, name in ENDS.items():
        if rest.take(words):
            return _last(name, today)
    if found := rest.take(rf"(?:{END})(?:(?P<next>{NEXT})\s+|{THIS}\s+)?(?:{PERIOD})"):
        name = next(one for one in PERIODS if found[one])
        return _last(name, _first_of_next(name, today) if found["next"] else today)
    if found := rest.take(rf"(?:{START})(?:{NEXT})\s+(?:{PERIOD})") or rest.take(
        rf"(?:(?:на|в|до|к|by|until)\s+)?(?:{NEXT})\s+(?:{PERIOD})"
    ):
        name = next(one for one in PERIODS if found[one])
        first = _first_of_next(name, today)
        weekday = _weekday_number(rest) if name == "week" else None
        return first + timedelta(days=weekday or 0)
    found = rest.seen(EDGE_OF_MONTH)
    if found and (month := _month(found["word"])):
        rest.take(EDGE_OF_MONTH)
        this = today.replace(month=month, day=1)
        first = this if month >= today.month else this.replace(year=today.year + 1)
        return _last("month", first) if found["end"] else first
    if rest.take(WEEKEND):
        return today + timedelta(days=(5 - today.weekday()) % 7)
    return None


def _first_of_next(name: str, today: date) -> date:
    if name == "day":
        return today + timedelta(days=1)
    if name == "week":
        return today + timedelta(days=7 - today.weekday())
    if name == "month":
        return months_on(today.replace(day=1), 1)
    if name == "quarter":
        return months_on(today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1), 3)
    return date(today.year + 1, 1, 1)


def _last(name: str, today: date) -> date:
    if name == "day":
        return today
    if name == "week":
        return today + timedelta(days=(4 if today.weekday() <= 4 else 6) - today.weekday())
    return _first_of_next(name, today) - timedelta(days=1)


def _next(rest: Rest, today: date) -> date | None:
    """«в следующий вторник»: the one of next week."""
    found = rest.take(rf"(?:(?:в|во|до|к|on|by)\s+)?{NEXT}\s+(?P<name>{WEEKDAY})")
    return _first_of_next("week", today) + timedelta(days=WEEKDAYS[found["name"]]) if found else None


def _this(rest: Rest, today: date) -> date | None:
    """«в этот четверг»: of this week, and not over yet."""
    found = rest.take(rf"(?:(?:в|во|до|к|on|by)\s+)?(?P<this>{THIS})\s+(?P<name>{WEEKDAY})")
    if not found:
        return None
    ahead = WEEKDAYS[found["name"]] - today.weekday()
    if found["this"].startswith(("ближайш", "coming")):
        return today + timedelta(days=(ahead - 1) % 7 + 1)
    if ahead < 0:
        raise ValueError(rest.words)
    return today + timedelta(days=ahead)


def _named(rest: Rest, today: date) -> date | None:
    if rest.take(r"(?:the )?day after tomorrow"):
        return today + timedelta(days=2)
    found = rest.take("|".join(DAYS))
    return today + timedelta(days=DAYS[found[0]]) if found else None


def _weekday_number(rest: Rest) -> int | None:
    found = rest.take(rf"(?:{WEEKDAY})\.?")
    return WEEKDAYS[found[0].rstrip(".")] if found else None


def _weekday(rest: Rest, today: date) -> date | None:
    """The nearest such day that is not today."""
    number = _weekday_number(rest)
    return None if number is None else today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _written(rest: Rest, today: date) -> date | None:
    if found := rest.take(ISO):
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    found = rest.seen(DAY_MONTH)
    if found and int(found["month"]) <= 12 and (found["year"] or not rest.seen(rf"(?:в|at) {found[0]}")):
        # Of 03/04 nobody knows which is the month.
        if found["mark"] == "/" and not found["year"] and int(found["day"]) <= 12 and found["day"] != found["month"]:
            raise ValueError(found[0])
        rest.take(DAY_MONTH)
        return _future(today, int(found["day"]), int(found["month"]), found["year"])
    for pattern in (DAY_WORD, WORD_DAY):
        found = rest.seen(pattern)
        month = _month(found["word"]) if found else None
        if found and month:
            rest.take(pattern)
            return _future(today, int(found["day"]), month, found["year"])
    return None


def _day_of_month(rest: Rest, today: date) -> date | None:
    """«15-го»: of this month, or of the next when it is over."""
    found = rest.take(NUMBER_DAY)
    if not found:
        return None
    first = today.replace(day=1) if int(found["day"]) >= today.day else months_on(today.replace(day=1), 1)
    return first.replace(day=int(found["day"]))


def _future(today: date, day: int, month: int, year: str | None) -> date:
    """A day without a year: of this one, until a month after it is over; then of the next."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = date(today.year, month, day)
    return this if this >= today - timedelta(days=31) else date(today.year + 1, month, day)


def _month(word: str) -> int | None:
    for ending in ("", word[-1:]):
        if number := MONTHS.get(word.removesuffix(ending) if ending else word):
            return number
    return None
