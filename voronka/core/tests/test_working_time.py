"""Working minutes between moments, over nights, week-ends and holidays."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core.working_time import Hours, WorkingTime

pytestmark = pytest.mark.req("H4")

MOSCOW = ZoneInfo("Europe/Moscow")
NINE_TO_SIX = Hours(time(9), time(18))
HOLIDAY, SHORT, SATURDAY = date(2026, 5, 1), date(2026, 4, 30), date(2026, 4, 25)
CALENDAR = WorkingTime(
    week=(*(NINE_TO_SIX,) * 5, None, None),
    zone=MOSCOW,
    special={HOLIDAY: None, SHORT: Hours(time(9), time(17)), SATURDAY: NINE_TO_SIX},
)
minutes_of_2026 = st.integers(min_value=0, max_value=365 * 24 * 60)
moments = st.builds(
    lambda minutes, zone: (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(zone),
    minutes_of_2026,
    st.sampled_from([UTC, MOSCOW]),
)


def moscow(day: int, clock: str, month: int = 4) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        (moscow(6, "10:00"), moscow(6, "11:30"), 90),
        (moscow(6, "17:30"), moscow(7, "9:30"), 60),  # over the night
        (moscow(3, "17:00"), moscow(6, "10:00"), 120),  # over the week-end
        (moscow(6, "3:00"), moscow(6, "9:00"), 0),  # before anybody came
        (moscow(24, "17:00"), moscow(25, "10:00"), 120),  # a Saturday that is worked
        (moscow(30, "16:00"), moscow(4, "10:00", month=5), 120),  # a short day, a holiday, a week-end
        (moscow(6, "11:00"), moscow(6, "10:00"), 0),
        (moscow(6, "10:00").astimezone(UTC), moscow(6, "11:00").astimezone(UTC), 60),
    ],
)
def test_working_minutes_are_counted(since: datetime, until: datetime, minutes: int) -> None:
    assert CALENDAR.minutes_between(since, until) == minutes


@pytest.mark.parametrize(
    ("since", "minutes", "moment"),
    [
        (moscow(6, "10:00"), 15, moscow(6, "10:15")),
        (moscow(6, "17:50"), 15, moscow(7, "9:05")),
        (moscow(4, "12:00"), 15, moscow(6, "9:15")),  # arrived on a Saturday
        (moscow(30, "16:30"), 60, moscow(4, "9:30", month=5)),
        (moscow(6, "17:00"), 60, moscow(6, "18:00")),  # at the very end of the day, not on the next morning
        (moscow(5, "12:00"), 0, moscow(6, "9:00")),
    ],
)
def test_the_moment_after_so_many_minutes(since: datetime, minutes: int, moment: datetime) -> None:
    assert CALENDAR.after(since, minutes) == moment


@given(since=moments, minutes=st.integers(min_value=1, max_value=20_000))
def test_so_many_minutes_have_passed_at_that_moment(since: datetime, minutes: int) -> None:
    assert CALENDAR.minutes_between(since, CALENDAR.after(since, minutes)) == minutes


@given(first=moments, second=moments, third=moments)
def test_stretches_add_up(first: datetime, second: datetime, third: datetime) -> None:
    early, middle, late = sorted((first, second, third))
    parts = CALENDAR.minutes_between(early, middle) + CALENDAR.minutes_between(middle, late)
    assert CALENDAR.minutes_between(early, late) == parts


def test_people_work_by_day() -> None:
    assert CALENDAR.is_working_at(moscow(6, "9:00"))
    assert not CALENDAR.is_working_at(moscow(6, "18:00"))
    assert not CALENDAR.is_working_at(moscow(1, "12:00", month=5))


def test_the_hour_that_summer_time_takes_is_not_worked() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    calendar = WorkingTime(week=(Hours(time(1), time(5)),) * 7, zone=berlin)
    day = datetime(2026, 3, 29, tzinfo=berlin)
    assert calendar.minutes_between(day, datetime(2026, 3, 30, tzinfo=berlin)) == 180


def test_nobody_ever_works() -> None:
    calendar = WorkingTime(week=(None,) * 7, zone=MOSCOW)
    assert calendar.after(moscow(6, "10:00"), 15) > moscow(6, "10:00") + timedelta(days=3650)
    assert calendar.minutes_between(moscow(6, "10:00"), moscow(6, "10:00", month=6)) == 0


def test_what_is_no_calendar() -> None:
    with pytest.raises(ValueError, match="18:00"):
        Hours(time(18), time(9))
    with pytest.raises(ValueError, match="5 days"):
        WorkingTime(week=(NINE_TO_SIX,) * 5, zone=MOSCOW)
