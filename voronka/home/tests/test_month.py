"""My month: plan, fact and forecast of a person or of the team, and which deals would close the gap."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.activities.actions import interactions
from voronka.activities.models import InteractionType
from voronka.activities.subjects import ref
from voronka.core.calendar_periods import CalendarPeriod
from voronka.home.tests.test_day import deal, task
from voronka.records.actions.field_rules import set_right
from voronka.sales import defaults
from voronka.sales.actions.plans import Cell, set_plans
from voronka.sales.kinds import DEAL
from voronka.sales.models import Pipeline
from voronka.sales.planning.whom import COMPANY, Whom

pytestmark = pytest.mark.req("E9", "H13")


@pytest.fixture(autouse=True)
def pipeline(db: None) -> Pipeline:
    return defaults.ensure()


def this_month() -> CalendarPeriod:
    return CalendarPeriod.around(timezone.localdate(), "month")


def plan(by: User, whom: Whom, value: int) -> None:
    set_plans(cells=[Cell(whom=whom, period=this_month(), value=Decimal(value))], measure="amount", by=by)


def shown(client: Client, user: User, of: str = "") -> str:
    client.force_login(user)
    answer = client.get(reverse("home:month"), {"of": of} if of else {}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def stage(pipeline: Pipeline, name: str) -> int:
    return pipeline.stages.get(name=name).pk


def test_plan_fact_and_forecast_of_a_month(client: Client, seller: User, head: User, pipeline: Pipeline) -> None:
    plan(head, Whom("user", seller.pk), 1_000_000)
    deal(seller, "Выиграна", amount=Decimal(150_000), stage=stage(pipeline, "Выиграна"))
    last = this_month().last
    deal(seller, "Договор", amount=Decimal(900_000), stage=stage(pipeline, "Договор"), expected_close_on=last)
    deal(seller, "Новая", amount=Decimal(70_000), expected_close_on=last)
    deal(seller, "Без даты", amount=Decimal(5_000))
    page = shown(client, seller)
    assert "150 000 ₽" in page
    assert "1 000 000 ₽" in page
    assert "850 000 ₽" in page  # to the plan
    assert "877 000 ₽" in page  # 150 000 + 900 000 × 80 % + 70 000 × 10 %
    assert "5 000 ₽" in page  # without a day
    assert "Договор" in page
    assert "Новая" not in page  # the first one is enough
    assert 'width="15"' in page


def test_what_was_talked_and_done_counts(client: Client, seller: User) -> None:
    record = deal(seller, "В работе", amount=Decimal(400_000))
    call = InteractionType.objects.get(code="call")
    interactions.log(subject=record, type=call, text="да", by=seller, at=timezone.now())
    task(seller, "Шаг", -1, subject=ref(record))
    assert 'value="1"' in shown(client, seller)


def test_a_plan_that_is_met_says_so(client: Client, seller: User, head: User, pipeline: Pipeline) -> None:
    plan(head, Whom("user", seller.pk), 100)
    deal(seller, "Выиграна", amount=Decimal(150), stage=stage(pipeline, "Выиграна"))
    assert "выполнен" in shown(client, seller)


@pytest.mark.req("E1")
def test_each_sees_the_plan_that_is_theirs(  # noqa: PLR0917  # the cast
    client: Client, seller: User, colleague: User, outsider: User, head: User, pipeline: Pipeline
) -> None:
    plan(head, COMPANY, 5_000_001)
    plan(head, Whom("department", seller.department_id or 0), 4_000_001)
    plan(head, Whom("user", seller.pk), 3_000_001)
    deal(seller, "Тайная", amount=Decimal(11_001), expected_close_on=this_month().last)
    for user, of, sees in (
        (seller, "", "3 000 001"),
        (seller, "team", "3 000 001"),
        (colleague, "team", "4 000 001"),
        (head, "team", "5 000 001"),
        (colleague, "", ""),
        (outsider, "team", ""),
    ):
        page = shown(client, user, of)
        told = [value for value in ("3 000 001", "4 000 001", "5 000 001") if f"план {value} ₽" in page]
        assert told == ([sees] if sees else []), (user, of)
        assert ("Тайная" in page) == bool(sees), (user, of)


@pytest.mark.req("E1")
def test_hidden_sums_are_told_by_no_figure(
    client: Client, seller: User, head: User, admin: User, own_role: Any
) -> None:
    plan(head, Whom("user", seller.pk), 3_000_001)
    deal(seller, "Поставка", amount=Decimal(11_001), expected_close_on=this_month().last)
    set_right(role=own_role, kind=DEAL, field="amount", right="hidden", by=admin)
    page = shown(client, seller)
    assert "3 000 001" not in page
    assert "11 001" not in page
    set_right(role=own_role, kind=DEAL, field="amount", right="edit", by=admin)
    set_right(role=own_role, kind=DEAL, field="expected_close_on", right="hidden", by=admin)
    page = shown(client, seller)
    assert "3 000 001" in page
    assert "Прогноз месяца" not in page


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("of", ["", "team"])
def test_queries_do_not_grow(  # noqa: PLR0917  # the parameters
    client: Client, colleague: User, head: User, count: int, of: str, django_assert_max_num_queries: Any
) -> None:
    plan(head, Whom("user", colleague.pk), 10**9)
    for number in range(count):
        day = timezone.localdate() + timedelta(days=number)
        deal(colleague, f"Сделка {number}", amount=Decimal(10), expected_close_on=day)
    shown(client, colleague, of)
    with django_assert_max_num_queries(12):
        client.get(reverse("home:month"), {"of": of}, headers={"HX-Request": "true"})


def test_the_day_asks_for_its_month(client: Client, head: User) -> None:
    client.force_login(head)
    for address, of in (("/", ""), ("/?of=team", "?of=team")):
        assert f'hx-get="{reverse("home:month")}{of}"' in client.get(address).content.decode()
