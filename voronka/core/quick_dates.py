"""Days and moments as people say them: «завтра в 15», «в пятницу», «через 2 недели», “tomorrow at 3 pm”."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from voronka.core.dates import MONTHS, bounded

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "понедельник понедельника понедельнику пн monday mon",
            "вторник вторника вторнику вт tuesday tue",
            "среду среда среды среде ср wednesday wed",
            "четверг четверга четвергу чт thursday thu",
            "пятницу пятница пятницы пятнице пт friday fri",
            "субботу суббота субботы субботе сб saturday sat",
            "воскресенье воскресенья воскресенью вс sunday sun",
        )
    )
    for name in names.split()
}
DAYS = {
    "сегодня": 0,
    "today": 0,
    "завтра": 1,
    "tomorrow": 1,
    "послезавтра": 2,
    "вчера": -1,
    "yesterday": -1,
}
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "",
            "один одну a an one",
            "два две пару two",
            "три three",
            "четыре four",
            "пять five",
            "шесть six",
            "семь seven",
        )
    )
    for word in words.split()
} | {"десять": 10, "ten": 10}
PARTS_OF_DAY = {
    "утром": time(9),
    "morning": time(9),
    "днем": time(14),
    "днём": time(14),
    "в обед": time(13),
    "noon": time(12),
    "в полдень": time(12),
    "afternoon": time(14),
    "вечером": time(18),
    "evening": time(18),
}
LAST_SECOND = time(23, 59, 59)

CLOCK = re.compile(
    r"(?:^|\s)(?:(?P<at>в|к|до|at|by)\s+)?(?P<hour>\d{1,2})(?:(?P<mark>[:.\-])(?P<minute>\d{2}))?"
    r"\s*(?P<half>час\w*\s+дня|час\w*\s+вечера|час\w*\s+утра|утра|дня|вечера|am|pm|a\.m\.|p\.m\.)?"
    r"\s*(?P<unit>ч\.?|час\w*|h)?(?=$|\s|,)"
)
AFTER = re.compile(r"(?:через|in)\s+(?:(?P<number>\d+|[а-яёa-z]+)\s+)?(?P<unit>[а-яёa-z]+)")
DAY_MONTH = re.compile(r"(?<!\d)(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4}|\d{2}))?(?!\d)")
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
DAY_WORD = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?:-?го)?\s+(?P<word>[а-яёa-z]{3,})\.?(?:\s+(?P<year>\d{4}))?")
WORD_DAY = re.compile(r"(?P<word>[a-z]{3,})\.?\s+(?P<day>\d{1,2})(?:,?\s+(?P<year>\d{4}))?(?![:\d])")
NUMBER_DAY = re.compile(r"(?P<day>\d{1,2})-?го(?:\s+числа)?")


@dataclass(frozen=True)
class Said:
    """When: a day without a time is meant until its last second."""

    at: datetime
    has_time: bool


def read(text: str, now: datetime) -> Said:
    """What is meant by `text` at the moment `now`, in the time zone of `now`; raises ValueError for anything else."""
    words = " ".join(text.lower().replace("ё", "е").replace(",", " ").split())
    if not words or now.tzinfo is None:
        raise ValueError(text)
    try:
        said = _Reader(words, now).said()
        bounded(said.at.date())
    except (OverflowError, KeyError) as error:
        raise ValueError(text) from error
    return said


class _Reader:
    """Takes what it knows out of the text, first the day, then the time; what is left over is not understood."""

    def __init__(self, words: str, now: datetime) -> None:
        self.rest = words
        self.now = now
        self.today = now.date()

    def said(self) -> Said:
        if moment := self._soon():
            return self._whole(Said(moment, has_time=True))
        day = self._day()
        clock = self._clock()
        if day is None and clock is None:
            raise ValueError(self.rest)
        if day is None and clock is not None:
            day = self.today if clock > self.now.time() else self.today + timedelta(days=1)
        assert day is not None  # noqa: S101  # one of the two was found
        return self._whole(Said(self._at(day, clock or LAST_SECOND), has_time=clock is not None))

    def _whole(self, said: Said) -> Said:
        if re.sub(r"\b(в|во|на|к|до|at|on|by|the)\b|[\s.]", "", self.rest):
            raise ValueError(self.rest)
        return said

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.now.tzinfo)

    def _take(self, pattern: str | re.Pattern[str]) -> re.Match[str] | None:
        found = re.search(pattern, self.rest)
        if found:
            self.rest = f"{self.rest[: found.start()]} {self.rest[found.end() :]}".strip()
        return found

    def _soon(self) -> datetime | None:
        """«через 2 часа», «через полчаса», «через 15 минут»."""
        if self._take(r"^(через полчаса|in half an hour)$"):
            return self.now + timedelta(minutes=30)
        found = AFTER.search(self.rest)
        if found is None or not re.match(r"(час|мин|hour|min)", found["unit"]):
            return None
        self._take(AFTER)
        count = self._number(found["number"])
        hours = re.match(r"(час|hour)", found["unit"])
        return (self.now + (timedelta(hours=count) if hours else timedelta(minutes=count))).replace(
            second=0, microsecond=0
        )

    def _number(self, text: str | None) -> int:
        if not text:
            return 1
        return min(int(text), 10_000) if text.isdecimal() else NUMBERS[text]

    def _day(self) -> date | None:
        ways: tuple[Callable[[], date | None], ...] = (
            self._after, self._end, self._next, self._named, self._weekday, self._written, self._day_of_month,
        )  # fmt: skip
        return next((found for way in ways if (found := way())), None)

    def _after(self) -> date | None:
        found = self._take(AFTER)
        if not found:
            return None
        count, unit = self._number(found["number"]), found["unit"]
        if re.match(r"(д[неь]|day)", unit):
            return self.today + timedelta(days=count)
        if re.match(r"(недел|week)", unit):
            return self.today + timedelta(weeks=count)
        if re.match(r"(месяц|month)", unit):
            return _months_on(self.today, count)
        if re.match(r"(год|лет|year)", unit):
            return _months_on(self.today, 12 * count)
        raise ValueError(unit)

    def _end(self) -> date | None:
        """«до конца недели», «в конце месяца»: Friday, the last day."""
        if self._take(r"(в конце|до конца|конец|end of( the)?) (недели|week)"):
            return self.today + timedelta(days=(4 - self.today.weekday()) % 7)
        if self._take(r"(в конце|до конца|конец|end of( the)?) (месяца|month)"):
            return _months_on(self.today.replace(day=1), 1) - timedelta(days=1)
        return None

    def _next(self) -> date | None:
        """«на следующей неделе»: its Monday; «в следующем месяце»: its first day."""
        monday = self.today + timedelta(days=7 - self.today.weekday())
        weekday = self._take(r"(следующ\w+|next) (?P<day>[а-яa-z]+)")
        if not weekday:
            return None
        name = weekday["day"]
        if name in {"неделе", "неделю", "week"}:
            inside = self._weekday_number()
            return monday + timedelta(days=inside or 0)
        if name in {"месяце", "месяц", "month"}:
            return _months_on(self.today.replace(day=1), 1)
        return monday + timedelta(days=WEEKDAYS[name])

    def _named(self) -> date | None:
        found = self._take(rf"(?<!\w)({'|'.join(DAYS)})(?!\w)")
        return self.today + timedelta(days=DAYS[found[1]]) if found else None

    def _weekday_number(self) -> int | None:
        found = self._take(rf"(?<!\w)({'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})(?!\w)")
        return WEEKDAYS[found[1]] if found else None

    def _weekday(self) -> date | None:
        """The nearest such day that is not today."""
        number = self._weekday_number()
        return None if number is None else self.today + timedelta(days=(number - self.today.weekday() - 1) % 7 + 1)

    def _written(self) -> date | None:
        if found := self._take(ISO):
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        found = DAY_MONTH.search(self.rest)
        if found and 1 <= int(found["month"]) <= 12 and (found["year"] or not _is_clock(self.rest, found)):
            self._take(DAY_MONTH)
            return self._future(int(found["day"]), int(found["month"]), found["year"])
        for pattern in (DAY_WORD, WORD_DAY):
            found = pattern.search(self.rest)
            month = _month(found["word"]) if found else None
            if found and month:
                self._take(pattern)
                return self._future(int(found["day"]), month, found["year"])
        return None

    def _day_of_month(self) -> date | None:
        """«15-го»: of this month, or of the next when it is over."""
        found = self._take(NUMBER_DAY)
        if not found:
            return None
        first = self.today.replace(day=1) if int(found["day"]) >= self.today.day else _months_on(self.today, 1)
        return first.replace(day=int(found["day"]))

    def _future(self, day: int, month: int, year: str | None) -> date:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        this = date(self.today.year, month, day)
        return this if this >= self.today - timedelta(days=31) else date(self.today.year + 1, month, day)

    def _clock(self) -> time | None:
        for name, part in PARTS_OF_DAY.items():
            if re.search(rf"(?<!\w){name}(?!\w)", self.rest) and not re.search(r"\d", self.rest):
                self._take(rf"(?<!\w)((in|on) the )?{name}(?!\w)")
                return part
        found = self._take(CLOCK)
        if not found or not (found["at"] or found["minute"] or found["half"] or found["unit"]):
            return None
        hour, half = int(found["hour"]), found["half"] or ""
        if re.search(r"дня|вечера|pm|p\.m", half) and hour < 12:
            hour += 12
        if re.search(r"утра|am|a\.m", half) and hour == 12:
            hour = 0
        return time(hour, int(found["minute"] or 0))


def _is_clock(text: str, found: re.Match[str]) -> bool:
    """Whether `15.30` after «в» is a time rather than a day."""
    before = text[: found.start()].split()
    return bool(before) and before[-1] in {"в", "к", "at"}


def _month(word: str) -> int | None:
    for ending in ("", word[-1:]):
        if number := MONTHS.get(word.removesuffix(ending)):
            return number
    return None


def _months_on(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    first = date(months // 12, months % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
