"""The company's calendar: hours of the week, single days, holidays of a country, absences."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts import calendar
from voronka.accounts.actions import calendar as actions
from voronka.accounts.holidays import year_of
from voronka.accounts.models import Absence, SpecialDay, User
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.core.working_time import Hours

pytestmark = pytest.mark.req("H4")

MOSCOW = ZoneInfo("Europe/Moscow")
EIGHT_TO_FIVE = Hours(time(8), time(17))
MONDAY = date(2026, 11, 2)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=MOSCOW)


@pytest.mark.django_db
def test_nine_to_six_until_somebody_says_otherwise() -> None:
    assert calendar.working_time().minutes_between(at(2, 0), at(9, 0)) == 5 * 9 * 60


def test_another_week_and_a_short_day(boss: User) -> None:
    actions.set_week(week=[EIGHT_TO_FIVE] * 6 + [None], by=boss)
    actions.set_day(on=MONDAY, hours=Hours(time(8), time(16)), name="Короткий", by=boss)
    time_ = calendar.working_time()
    assert time_.minutes_between(at(2, 0), at(9, 0)) == 6 * 9 * 60 - 60
    actions.forget_day(on=MONDAY, by=boss)
    assert calendar.working_time().hours_on(MONDAY) == EIGHT_TO_FIVE


def test_a_company_works_at_some_time(boss: User) -> None:
    with pytest.raises(Refused):
        actions.set_week(week=[None] * 7, by=boss)
    assert calendar.usual_week() == calendar.USUAL


def test_holidays_of_a_year_leave_what_was_said_by_hand(boss: User) -> None:
    first = date(2026, 1, 5)
    actions.set_day(on=first, hours=EIGHT_TO_FIVE, name="Дежурство", by=boss)
    assert actions.add_holidays(country="RU", year=2026, by=boss) > 10
    time_ = calendar.working_time()
    assert time_.hours_on(first) == EIGHT_TO_FIVE
    assert time_.hours_on(date(2026, 6, 12)) is None
    assert SpecialDay.objects.get(on=date(2026, 6, 12)).name == "День России"
    assert actions.add_holidays(country="RU", year=2026, by=boss) == 0


def test_a_saturday_that_is_worked_instead_of_another_day(boss: User) -> None:
    moved = date(2024, 4, 27)  # decree 1314 of 10 August 2023: worked for 29 April
    assert moved in year_of("RU", 2024, "ru").worked
    actions.add_holidays(country="RU", year=2024, by=boss)
    assert calendar.working_time().hours_on(moved) == Hours(time(9), time(18))
    assert calendar.working_time().hours_on(date(2024, 4, 29)) is None


def test_only_administrators_set_the_calendar(worker: User) -> None:
    for change in (
        lambda: actions.set_week(week=[EIGHT_TO_FIVE] * 7, by=worker),
        lambda: actions.set_day(on=MONDAY, hours=None, by=worker),
        lambda: actions.forget_day(on=MONDAY, by=worker),
        lambda: actions.add_holidays(country="RU", year=2026, by=worker),
    ):
        with pytest.raises(Forbidden):
            change()


def test_who_is_away(boss: User, worker: User) -> None:
    absence = actions.be_away(user=worker, since=MONDAY, until=MONDAY + timedelta(days=1), by=worker)
    assert calendar.away(at=at(2, 12)) == {worker.pk}
    assert calendar.away(at=datetime(2026, 11, 1, 22, tzinfo=UTC)) == {worker.pk}  # Monday in Moscow
    assert calendar.away(at=at(4, 0)) == set()
    with pytest.raises(NotFound):
        actions.be_back(absence_id=absence.pk + 1, by=boss)
    actions.be_back(absence_id=absence.pk, by=boss)
    assert calendar.away(at=at(2, 12)) == set()


def test_absences_of_others_are_for_administrators(boss: User, worker: User) -> None:
    with pytest.raises(Forbidden):
        actions.be_away(user=boss, since=MONDAY, until=MONDAY, by=worker)
    absence = actions.be_away(user=boss, since=MONDAY, until=MONDAY, by=boss)
    with pytest.raises(NotFound):
        actions.be_back(absence_id=absence.pk, by=worker)
    with pytest.raises(Refused):
        actions.be_away(user=worker, since=MONDAY, until=MONDAY - timedelta(days=1), by=boss)
    with pytest.raises(Refused):
        actions.be_away(user=worker, since=MONDAY, until=MONDAY + timedelta(days=400), by=boss)


@pytest.fixture
def page(client: Client, boss: User) -> Client:
    client.force_login(boss)
    return client


def test_the_page_of_a_year(page: Client, boss: User) -> None:
    actions.add_holidays(country="RU", year=2027, by=boss)
    drawn = page.get(reverse("accounts:calendar"), {"year": "2027"}).content.decode()
    assert "День России" in drawn
    assert drawn.count('class="cal"') == 12
    assert page.get(reverse("accounts:calendar"), {"year": "9"}).status_code == 404


def test_the_week_is_saved_and_a_mistake_is_said(page: Client) -> None:
    sent = {"0-works": "on", "0-begin": "10:00", "0-end": "19:00"}
    assert page.post(reverse("accounts:calendar_week"), sent).status_code == 303
    assert calendar.usual_week() == (Hours(time(10), time(19)), *(None,) * 6)
    wrong = page.post(reverse("accounts:calendar_week"), sent | {"0-end": "09:00"})
    assert wrong.status_code == 422
    assert "Конец должен быть позже начала." in wrong.content.decode()
    assert page.post(reverse("accounts:calendar_week"), {}).status_code == 422


def test_a_day_is_changed_in_a_dialog(page: Client) -> None:
    where = reverse("accounts:calendar_day", args=["2026-12-31"])
    assert "31 декабря 2026" in page.get(where, headers={"HX-Request": "true"}).content.decode()
    page.post(where, {"what": "hours", "begin": "09:00", "end": "15:00", "name": "Короткий"})
    assert calendar.working_time().hours_on(date(2026, 12, 31)) == Hours(time(9), time(15))
    assert page.post(where, {"what": "hours"}).status_code == 422
    page.post(where, {"what": "usual"})
    assert not SpecialDay.objects.exists()
    assert page.get(reverse("accounts:calendar_day", args=["2026-13-31"])).status_code == 404


def test_the_page_is_for_administrators(client: Client, worker: User) -> None:
    client.force_login(worker)
    assert client.get(reverse("accounts:calendar")).status_code == 403
    assert client.post(reverse("accounts:calendar_holidays"), {"country": "RU", "year": "2026"}).status_code == 403
    own = {"user": worker.pk, "since": "2026-11-02", "until": "2026-11-03"}
    assert client.post(reverse("accounts:absence_new"), own).status_code == 303
    assert Absence.objects.get().user == worker
