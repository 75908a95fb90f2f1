"""The pages, files and API of the forecast, and the days that are kept of it."""

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
from python_calamine import CalamineWorkbook

from voronka.accounts.actions import tokens
from voronka.accounts.models import Department, User
from voronka.core.calendar_periods import CalendarPeriod
from voronka.records.actions.field_rules import set_right
from voronka.reports.queries.forecast_history import history
from voronka.reports.tests.conftest import NOW, Sell, context
from voronka.reports.tests.forecast_story import FORECAST_PAGE, MARCH, plan, question, story
from voronka.reports.tests.opened import opened_rows
from voronka.sales.actions import forecasts
from voronka.sales.actions.plans import Cell, set_plans
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, ForecastDay
from voronka.sales.planning.whom import COMPANY, Whom

__all__ = ["story"]  # the fixture
pytestmark = pytest.mark.req("H13")


def token(user: User) -> dict[str, str]:
    _kept, plain = tokens.issue(user=user, name="test", at=NOW)
    return {"Authorization": f"Bearer {plain}"}


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


def test_the_line_of_days_is_silent_where_forecasts_are_hidden(
    story: None, client: Client, colleague: User, admin: User
) -> None:
    forecasts.keep(at=NOW)
    assert history(question(), context(colleague)).days
    set_right(role=colleague.roles.get(), kind=DEAL, field="forecast", right="hidden", by=admin)
    reader = User.objects.get(pk=colleague.pk)
    found = history(question(), context(reader))
    assert (found.days, found.earlier) == ((), ())
    client.force_login(reader)
    assert reverse("reports:forecast_history") not in client.get(FORECAST_PAGE).content.decode()


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
