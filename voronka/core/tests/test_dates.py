"""Days and moments as people and other programs write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core import dates

MOSCOW = ZoneInfo("Europe/Moscow")
days = st.dates(min_value=date(1970, 1, 1), max_value=date(2099, 12, 31))
MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-15",
        "15.04.2021",
        "15.4.21",
        "15/04/2021",
        "15 апреля 2021",
        "15 апр. 2021 г.",
        "15 Apr, 2021 00:03:00",
        "Apr 15, 2021",
        "15-Apr-2021",
        "2021/04/15",
    ],
)
def test_a_day(text: str) -> None:
    assert dates.parse_day(text) == date(2021, 4, 15)


@pytest.mark.parametrize("text", ["", "завтрак", "32.01.2021", "2021-13-01", "15 мартобря 2021", "31.02.2021", "20210"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # nothing more is promised
        dates.parse_day(text)


@given(days)
def test_every_day_in_every_way(day: date) -> None:
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    for text in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day:%d/%m/%Y}", f"{day:%d %b, %Y}", words, words.upper()):
        assert dates.parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("15 Apr, 2021 00:03:00", datetime(2021, 4, 15, 0, 3, tzinfo=MOSCOW)),
        ("15.04.2021 15:30", datetime(2021, 4, 15, 15, 30, tzinfo=MOSCOW)),
        ("15.04.2021 3:30 PM", datetime(2021, 4, 15, 15, 30, tzinfo=MOSCOW)),
        ("15.04.2021", datetime(2021, 4, 15, tzinfo=MOSCOW)),
        ("2021-04-15T12:00:00Z", datetime(2021, 4, 15, 12, tzinfo=UTC)),
    ],
)
def test_a_moment(text: str, moment: datetime) -> None:
    assert dates.parse_moment(text, MOSCOW) == moment


@given(st.text(max_size=40))
def test_any_text_gives_a_moment_or_a_refusal(text: str) -> None:
    try:
        moment = dates.parse_moment(text, MOSCOW)
    except ValueError:
        return
    assert moment.tzinfo is not None


@given(days, st.sampled_from(sorted(dates.PERIODS)))
def test_periods_are_whole_and_in_order(today: date, name: str) -> None:
    first, last = dates.period(name, today)
    assert first is not None or last is not None
    if first and last:
        assert first <= last


@given(days)
def test_the_last_period_ends_where_this_one_begins(today: date) -> None:
    for unit in ("week", "month"):
        first, _last = dates.period(f"this_{unit}", today)
        _first, before = dates.period(f"last_{unit}", today)
        assert first
        assert before
        assert before + timedelta(days=1) == first
