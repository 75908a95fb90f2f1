"""«What will close?»: figures of one's own deals that open their rows, plans, what closes the gap."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voronka.accounts.models import Department, User
from voronka.records.actions import classifiers
from voronka.records.actions.field_rules import set_right
from voronka.reports.forecast_asking import read_forecast
from voronka.reports.forecast_rows import COMMITTED, FORECAST, LIKELY, ForecastRows
from voronka.reports.queries.forecast import ForecastAnswer, ForecastQuestion, forecast
from voronka.reports.tests.conftest import NOW, Sell, context
from voronka.reports.tests.forecast_story import FORECAST_PAGE, MARCH, TODAY, plan, question, story
from voronka.reports.tests.opened import opened_rows
from voronka.sales.actions.plans import Cell, set_plans
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, DealChance, Finding, Learning
from voronka.sales.planning.figures import ALL, Figures
from voronka.sales.planning.whom import COMPANY, Whom

__all__ = ["story"]  # the fixture
pytestmark = pytest.mark.req("H13")


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


@pytest.mark.req("X3", "H13")
def test_what_was_learned_of_a_deal_goes_before_its_stage(story: None, head: User) -> None:
    plan(head, COMPANY, 3000)
    sure = forecast(question(), context(head)).closers[0].deal
    learning = Learning.objects.create(at=NOW, finding=Finding.TAKEN)
    DealChance.objects.create(deal_id=sure.pk, stage_id=sure.stage_id, probability=10, learning=learning, at=NOW)
    found = forecast(question(), context(head))
    assert found.figures.weighted == 1000 + 200 + 300 + 30
    assert [(one.value, one.chance) for one in found.closers if one.deal.pk == sure.pk] == [(2000, 10)]


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
