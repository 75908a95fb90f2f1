"""«What will close?»: figures of one's own deals that open their rows, plans, what closes the gap, the days kept."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from voronka.accounts.actions import tokens
from voronka.accounts.models import Department, User
from voronka.core.calendar_periods import CalendarPeriod
from voronka.records.actions import classifiers
from voronka.records.actions.field_rules import set_right
from voronka.reports.forecast_asking import read_forecast
from voronka.reports.forecast_rows import COMMITTED, FORECAST, LIKELY, ForecastRows
from voronka.reports.queries.forecast import ForecastAnswer, ForecastQuestion, forecast
from voronka.reports.queries.forecast_history import history
from voronka.reports.tests.conftest import NOW, Sell, context
from voronka.reports.tests.opened import opened_rows
from voronka.sales.actions import forecasts
from voronka.sales.actions.plans import Cell, set_plans
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, ForecastDay
from voronka.sales.planning.figures import ALL, Figures
from voronka.sales.planning.whom import COMPANY, Whom
from voronka.sales.queries.forecast import Window

pytestmark = pytest.mark.req("H13")
MARCH = CalendarPeriod.read("2026-03")
TODAY = date(2026, 3, 4)
FORECAST_PAGE = "/reports/forecast/"


def question(**more: Any) -> ForecastQuestion:
    window = Window(period=more.pop("period", MARCH), at=NOW, zone=context_zone())
    return ForecastQuestion(window=window, **more)


def context_zone() -> Any:
    from zoneinfo import ZoneInfo  # noqa: PLC0415  # only here

    return ZoneInfo("Europe/Moscow")


def plan(by: User, whom: Whom, value: int) -> None:
    set_plans(cells=[Cell(whom=whom, period=MARCH, value=Decimal(value))], measure="amount", by=by)


def token(user: User) -> dict[str, str]:
    _kept, plain = tokens.issue(user=user, name="test", at=NOW)
    return {"Authorization": f"Bearer {plain}"}


@pytest.fixture
def story(sell: Sell, head: User, seller: User, colleague: User, outsider: User) -> None:
    """March: 1 000 won; 2 000 by 80 %, 500 by 60 %, 300 by 10 %; 700 overdue, 90 without a day, 40 left out."""
    due = {"expected_close_on": TODAY + timedelta(days=10)}
    sell(head, "Новая", "Выиграна", amount=1000, at=NOW - timedelta(days=3))
    sell(seller, "Договор", amount=2000, **due)
    sell(seller, "Переговоры", amount=500, **due)
    sell(colleague, "Новая", amount=300, **due)
    sell(colleague, "Новая", amount=700, expected_close_on=TODAY - timedelta(days=10))
    sell(outsider, "Новая", amount=90)
    sell(head, "Договор", amount=40, forecast="omitted", **due)
    sell(head, "Договор", amount=5, currency="USD", **due)
    sell(head, "Договор", amount=6000, expected_close_on=date(2026, 4, 2))


@pytest.mark.req("H13", "K6")
def test_plan_fact_and_forecast_stand_side_by_side(story: None, head: User, seller: User) -> None:
    plan(head, COMPANY, 3000)
    plan(head, Whom("user", seller.pk), 2400)
    found = forecast(question(), context(head))
    figures = found.figures
    assert (figures.fact, figures.commit, figures.best) == (1000, 3000, 3500)
    assert figures.weighted == 1000 + 1600 + 300 + 30
    assert {name: figures[name].count for name in ALL} == {
        "won": 1, "commit": 1, "best": 1, "pipeline": 1, "omitted": 1, "overdue": 1, "undated": 1,
    }  # fmt: skip
    assert (found.plan, found.gap, found.is_own_plan) == (3000, 2000, True)
    assert [one.value for one in found.closers] == [2000, 500, 700, 300, 90]
    assert [one.state for one in found.closers] == ["", "", "overdue", "", "undated"]
    assert (found.enough, [one.is_enough for one in found.closers][:2]) == (1, [True, False])
    assert found.others["USD"].commit == 5
    mine = next(one for one in found.people if one.whom.pk == seller.pk)
    assert (mine.plan, mine.figures.best) == (2400, 2500)


def test_what_would_not_be_enough_is_said(story: None, head: User) -> None:
    plan(head, COMPANY, 90_000)
    assert forecast(question(), context(head)).enough == 0


def test_a_period_that_is_over_has_its_fact_only(story: None, head: User) -> None:
    Deal.objects.filter(outcome="won").update(closed_at=NOW - timedelta(days=10))
    figures = forecast(question(period=MARCH.moved(-1)), context(head)).figures
    assert (figures.fact, figures.weighted, figures.expected.count) == (1000, 1000, 0)


def test_the_parts_are_the_whole(story: None, head: User, sales: Department) -> None:
    below = Department.objects.create(name="Тендеры", parent=sales)
    Deal.objects.filter(amount=500).update(department=below)
    for asked in ({}, {"department_id": sales.pk}):
        found = forecast(question(**asked), context(head))
        assert found.people
        assert found.departments
        for parts in (found.people, found.departments):
            total = Figures.total(one.figures for one in parts)
            assert {name: total[name] for name in ALL} == {name: found.figures[name] for name in ALL}


def addresses(found: ForecastAnswer, asked: ForecastQuestion, by: User) -> list[tuple[str, int]]:
    """Each figure's address with the number of deals that it counts."""
    rows, result = ForecastRows.of(asked, found.staff, by), []
    whole = [(None, found.figures), *((one.whom, one.figures) for one in (*found.departments, *found.people))]
    for whom, figures in whole:
        for names in (*((name,) for name in ALL), COMMITTED, LIKELY, FORECAST):
            count = sum(figures[name].count for name in names)
            if count or not asked.window.is_over:
                result.append((rows.slices(*names, whom=whom), count))
    if asked.measure == "amount":
        result.append((rows.unsaid(), found.figures.expected.unsaid))
    return result


@pytest.mark.req("H13", "K6")
@pytest.mark.parametrize("more", [{}, {"currency": "USD"}, {"measure": "deals"}, {"measure": "margin"}])
def test_figures_open_exactly_their_rows(  # noqa: PLR0917  # the cast
    story: None, head: User, colleague: User, seller: User, sales: Department, more: dict[str, str]
) -> None:
    below = Department.objects.create(name="Тендеры", parent=sales)
    Deal.objects.filter(amount=500).update(department=below, amount=None)
    for user in (head, colleague, seller):
        for asked in (question(**more), question(department_id=sales.pk, **more), question(owner_id=seller.pk, **more)):
            found = forecast(asked, context(user))
            for address, count in addresses(found, asked, user):
                assert opened_rows(address, context(user)) == count, address


@pytest.mark.req("K6")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["Новая", "Переговоры", "Договор", "Выиграна"]), st.integers(-40, 40),
                          st.sampled_from(["", "commit", "omitted"])), max_size=8))  # fmt: skip
def test_whatever_there_is_opens_its_rows(sell: Sell, head: User, drawn: list[tuple[str, int, str]]) -> None:
    Deal.objects.all().delete()
    for stage, days, said in drawn:
        more = {"forecast": said} if said else {}
        sell(head, stage, amount=100, expected_close_on=TODAY + timedelta(days=days), **more)
    asked = question()
    found = forecast(asked, context(head))
    for address, count in addresses(found, asked, head):
        assert opened_rows(address, context(head)) == count


@pytest.mark.req("E1", "H13")
def test_everybody_sees_their_own(story: None, head: User, seller: User, colleague: User, outsider: User) -> None:
    plan(head, Whom("user", seller.pk), 2400)
    plan(head, COMPANY, 9000)
    for user, fact, best, planned in (
        (head, 1000, 3500, 9000),
        (colleague, 1000, 3500, 2400),
        (seller, 0, 2500, 2400),
        (outsider, 0, 0, None),
    ):
        found = forecast(question(), context(user))
        assert (found.figures.fact, found.figures.best, found.plan) == (fact, best, planned), user
    for user in (seller, outsider):
        for foreign in ({"owner_id": head.pk}, {"department_id": head.department_id}):
            assert forecast(question(**foreign), context(user)).plan is None
    assert forecast(question(owner_id=head.pk), context(seller)).figures.is_empty


@pytest.mark.req("E1")
def test_what_a_role_hides_is_told_by_no_figure(  # noqa: PLR0917  # the cast
    client: Client, story: None, head: User, seller: User, admin: User, own_role: Any
) -> None:
    plan(head, Whom("user", seller.pk), 2400)
    set_right(role=own_role, kind=DEAL, field="forecast", right="hidden", by=admin)
    found = forecast(question(), context(seller))
    assert (found.figures.best, found.closers, found.shows_open, found.plan) == (0, (), False, 2400)
    set_right(role=own_role, kind=DEAL, field="amount", right="hidden", by=admin)
    assert read_forecast({}, context(seller)).measure == "deals"
    client.force_login(seller)
    assert client.get(FORECAST_PAGE, {"measure": "amount"}).status_code == 422
    assert "2 400" not in client.get(FORECAST_PAGE, {"period": "2026-03"}).content.decode().replace("\u00a0", " ")


def test_product_groups_are_planned_apart(story: None, head: User, admin: User) -> None:
    pumps = classifiers.add(classifier="product", name="Насосы", by=admin)
    Deal.objects.filter(amount=2000).update(product=pumps)
    cells = [Cell(whom=COMPANY, period=MARCH, value=Decimal(2500))]
    set_plans(cells=cells, measure="amount", product=pumps.pk, by=head)
    found = forecast(question(product_id=pumps.pk), context(head))
    assert (found.plan, found.figures.commit, found.figures.best) == (2500, 2000, 2000)
    assert forecast(question(), context(head)).plan is None


@pytest.mark.req("H13", "E1")
def test_the_line_of_days_shows_ones_own_deals_only(  # the cast
    story: None, head: User, seller: User, colleague: User, outsider: User
) -> None:
    plan(head, Whom("user", seller.pk), 2400)
    forecasts.keep(at=NOW)
    sums = {}
    for user in (head, colleague, seller, outsider):
        found = history(question(), context(user))
        sums[user.first_name] = [(one.fact, one.best, one.plan) for one in found.days]
    assert sums == {
        "Ольга": [(1000, 3500, 2400)],
        "Мария": [(1000, 3500, 2400)],
        "Иван": [(0, 2500, 2400)],
        "Пётр": [],
    }
    narrowed = history(question(owner_id=colleague.pk), context(head))
    assert [(one.best, one.weighted, one.plan) for one in narrowed.days] == [(0, 30, None)]
    assert history(question(owner_id=head.pk), context(seller)).days == ()


def test_a_forecast_is_held_against_the_fact(sell: Sell, head: User) -> None:
    february = MARCH.moved(-1)
    Deal.objects.all().delete()
    sell(head, "Выиграна", amount=800, at=NOW - timedelta(days=20))
    for day, promised in ((1, 1000), (9, 400)):
        ForecastDay.objects.create(
            on=date(2026, 2, day), span="month", first=february.first, owner=head, department=head.department,
            currency="RUB", fact=0, commit=0, best=0, weighted=promised,
        )  # fmt: skip
    found = history(question(), context(head))
    assert [(one.period, one.forecast, one.fact, one.accuracy) for one in found.earlier] == [(february, 1000, 800, 75)]
    assert found.accuracy == 75


@pytest.mark.parametrize("period", ["2026-03", "2026-q1", "2026"])
@pytest.mark.parametrize("count", [1, 50])
def test_the_pages_ask_few_queries(  # noqa: PLR0917  # the parameters
    client: Client, sell: Sell, head: User, sales: Department, period: str, count: int,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    plan(head, COMPANY, 3000)
    for number in range(count):
        owner = User.objects.create(email=f"p{number}@example.com", first_name="P", department=sales)
        place = Department.objects.create(name=f"D{number}", parent=sales)
        made = sell(head, "Договор", amount=2000, expected_close_on=date.max.replace(year=2100))
        Deal.objects.filter(pk=made.pk).update(owner=owner, department=place)
    client.force_login(head)
    client.get(FORECAST_PAGE)
    for address in (FORECAST_PAGE, f"{FORECAST_PAGE}history/"):
        with django_assert_max_num_queries(12):
            assert client.get(address, {"period": period}).status_code == 200


@pytest.mark.req("H13", "B2")
def test_programs_and_files_get_the_same(  # noqa: PLR0917  # the cast
    client: Client, story: None, head: User, outsider: User, seller: User, own_role: Any
) -> None:
    plan(head, COMPANY, 3000)
    asked = {"period": "2026-12"}
    answer = client.get(reverse("api:forecast"), asked, headers=token(head)).json()
    assert (answer["plan"], answer["figures"]["slices"]["undated"]["count"]) == (None, 1)
    narrowed = client.get(reverse("api:forecast"), asked, headers=token(outsider)).json()
    assert [one["deal"] for one in narrowed["closers"]] == ["Сделка"]
    assert client.get(reverse("api:forecast"), {"period": "x"}, headers=token(head)).status_code == 422
    client.force_login(head)
    file = client.get(reverse("reports:forecast_export"), {"period": "2026-03"})
    table = CalamineWorkbook.from_filelike(BytesIO(b"".join(file))).get_sheet_by_index(0).to_python()
    assert table[1][3] == 3000.0
    own_role.grants.filter(action="export").delete()
    client.force_login(seller)
    assert client.get(reverse("reports:forecast_export")).status_code == 403


@pytest.mark.parametrize(
    "words",
    [{"period": "2026-13"}, {"owner": "1 OR 1=1"}, {"measure": "joy"}, {"currency": "XXX"}, {"department": "9" * 40}],
)
def test_senseless_questions_are_refused(client: Client, head: User, words: dict[str, str]) -> None:
    client.force_login(head)
    for address in (FORECAST_PAGE, f"{FORECAST_PAGE}history/", f"{FORECAST_PAGE}export/"):
        assert client.get(address, words).status_code == 422


@pytest.mark.req("H13", "K6")
def test_the_page_opens_rows_for_whoever_sees_deals(  # noqa: PLR0917  # the cast
    client: Client, sell: Sell, head: User, seller: User, colleague: User, outsider: User
) -> None:
    today = timezone.localdate()
    due = {"expected_close_on": CalendarPeriod.around(today, "month").last, "at": timezone.now()}
    sell(seller, "Договор", amount=2000, **due)
    sell(head, "Выиграна", amount=500, at=timezone.now())
    month = CalendarPeriod.around(today, "month")
    set_plans(cells=[Cell(whom=COMPANY, period=month, value=Decimal(9000))], measure="amount", by=head)
    for user, sees in ((head, True), (colleague, True), (seller, True), (outsider, False)):
        client.force_login(user)
        text = client.get(FORECAST_PAGE).content.decode()
        assert ('class="stats' in text) is sees
        figures = re.findall(r'href="(/deals/\?[^"]+)"', text)
        assert bool(figures) is sees
        for opens in figures:
            assert opened_rows(unescape(opens), context(user, timezone.now())) > 0
        assert ("Нужны новые" in text) is (user == head)
    outsider.roles.clear()
    client.force_login(outsider)
    assert client.get(FORECAST_PAGE).status_code == 403
