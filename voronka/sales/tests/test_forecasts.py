"""Forecasts: the categories of deals, what they add up to, the days that are kept of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once
from voronka.core.calendar_periods import CalendarPeriod
from voronka.records import actions
from voronka.records.actions import classifiers
from voronka.sales import defaults
from voronka.sales.actions import conversion, forecasts
from voronka.sales.actions.economics import set_terms
from voronka.sales.actions.plans import set_plans
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Category, Deal, ForecastDay, PlannedDay
from voronka.sales.planning.figures import ALL, EXPECTED, Figures, Slice, accuracy, gap, percent
from voronka.sales.queries.categories import by_probability, category, counts_in
from voronka.sales.queries.forecast import Window, figures_by
from voronka.sales.tests.test_plans import MARCH, cell, person

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
pytestmark = pytest.mark.req("H13")

slices = st.builds(
    Slice,
    count=st.integers(0, 50),
    value=st.decimals(0, 10**9, places=2),
    weighted=st.decimals(0, 10**9, places=2),
)
many = st.dictionaries(st.sampled_from(ALL), slices).map(Figures)


def window(key: str = "2026-03", at: datetime = NOW) -> Window:
    return Window(period=CalendarPeriod.read(key), at=at, zone=MOSCOW)


def deal(by: User, stage: str = "Новая", at: datetime = NOW, **values: Any) -> Deal:
    pk = defaults.ensure().stages.get(name=stage).pk
    given_values = {"name": "Поставка", "amount": Decimal(1000), "stage": pk, **values}
    made: Deal = actions.create(kind=DEAL, values=given_values, by=by, at=at)
    return made


def counts(shown: Window, measure: str = "amount") -> dict[str, int]:
    money = "" if measure == "deals" else "RUB"
    groups = figures_by(Deal.objects.all(), shown, measure).get(money, {})
    found = groups.get((), Figures())
    return {name: found[name].count for name in ALL if found[name].count}


@given(st.lists(many, max_size=6))
def test_figures_grow_and_add_up(found: list[Figures]) -> None:
    total = Figures.total(found)
    assert Decimal(0) <= total.fact <= total.commit <= total.best
    assert total.fact <= total.weighted
    for name in ("fact", "commit", "best", "weighted"):
        assert getattr(total, name) == sum((getattr(one, name) for one in found), Decimal(0))
    assert total.expected.count == sum(one[name].count for one in found for name in EXPECTED)


@given(st.decimals(0, 10**9, places=2), st.decimals(0, 10**9, places=2))
def test_a_forecast_is_as_near_as_it_came(forecast: Decimal, fact: Decimal) -> None:
    found = accuracy(forecast, fact)
    assert found is None if not fact else found is not None and 0 <= found <= 100
    assert accuracy(fact, fact) in {100, None}
    assert (gap(forecast, fact) or 0) >= 0
    assert gap(None, fact) is None


def test_per_cent_says_done_only_when_it_is() -> None:
    assert percent(Decimal("99.99"), Decimal(100)) == 99
    assert (percent(Decimal(1), None), percent(Decimal(1), Decimal(0))) == (None, None)


@given(st.integers(0, 100))
def test_each_probability_has_one_category(chance: int) -> None:
    assert by_probability(chance) in Category


def test_the_owner_s_word_goes_before_the_stage(seller: User) -> None:
    for stage, said, counted in (
        ("Новая", "", "pipeline"),
        ("Переговоры", "", "best"),
        ("Договор", "", "commit"),
        ("Новая", "commit", "commit"),
        ("Договор", "omitted", "omitted"),
    ):
        made = deal(seller, stage, forecast=said) if said else deal(seller, stage)
        rows = Deal.objects.filter(pk=made.pk)
        assert rows.annotate(counted=category()).get().counted == counted
        assert [name for name in Category.values if rows.filter(counts_in([name])).exists()] == [counted]


def test_every_open_deal_is_told_where_it_counts(seller: User) -> None:
    today = date(2026, 3, 10)
    for day in (today, date(2026, 3, 31)):
        deal(seller, expected_close_on=day)
    deal(seller, expected_close_on=today - timedelta(days=1))
    deal(seller, expected_close_on=date(2026, 2, 1))
    deal(seller)
    deal(seller, expected_close_on=date(2026, 4, 1))
    deal(seller, "Договор", expected_close_on=today, amount=None)
    assert counts(window()) == {"pipeline": 2, "commit": 1, "overdue": 2, "undated": 1}
    assert counts(window("2026-q2")) == {"pipeline": 1, "overdue": 2, "undated": 1}
    assert counts(window("2026-02")) == {}
    found = figures_by(Deal.objects.all(), window(), "amount")["RUB"][()]
    assert (found["commit"].unsaid, found.weighted, found["overdue"].value) == (1, Decimal(200), Decimal(2000))


@pytest.mark.parametrize(
    ("closed", "month"),
    [
        (datetime(2026, 2, 28, 20, 59, tzinfo=UTC), "2026-02"),
        (datetime(2026, 2, 28, 21, 0, tzinfo=UTC), "2026-03"),
        (datetime(2026, 3, 31, 20, 59, tzinfo=UTC), "2026-03"),
        (datetime(2026, 3, 31, 21, 0, tzinfo=UTC), "2026-04"),
    ],
)
def test_a_month_begins_at_midnight_where_the_company_is(seller: User, closed: datetime, month: str) -> None:
    deal(seller, "Выиграна", at=closed)
    for key in ("2026-02", "2026-03", "2026-04"):
        assert (counts(window(key)) == {"won": 1}) == (key == month)


def test_what_is_expected_today_is_expected_until_midnight(seller: User) -> None:
    deal(seller, expected_close_on=date(2026, 3, 10))
    assert counts(window(at=datetime(2026, 3, 10, 20, 59, tzinfo=UTC))) == {"pipeline": 1}
    assert counts(window(at=datetime(2026, 3, 10, 21, 0, tzinfo=UTC))) == {"overdue": 1}


def test_money_of_two_currencies_is_never_added_up(seller: User) -> None:
    deal(seller, "Выиграна")
    deal(seller, "Выиграна", currency="USD", amount=Decimal(7))
    found = figures_by(Deal.objects.all(), window(), "amount")
    assert {name: groups[()].fact for name, groups in found.items()} == {"RUB": 1000, "USD": 7}
    assert counts(window(), "deals") == {"won": 2}


def test_a_margin_that_nobody_said_is_the_usual_share(seller: User, admin: User) -> None:
    deal(seller, "Выиграна", margin=Decimal(150))
    deal(seller, "Выиграна")
    assert figures_by(Deal.objects.all(), window(), "margin")["RUB"][()]["won"].unsaid == 1
    set_terms(approve_above=Decimal(1), margin_percent=30, silent_days=14, by=admin)
    assert figures_by(Deal.objects.all(), window(), "margin")["RUB"][()].fact == 450


def test_a_lead_hands_on_its_product(seller: User, admin: User) -> None:
    defaults.ensure()
    pumps = classifiers.add(classifier="product", name="Насосы", by=admin)
    lead = actions.create(kind=LEAD, values={"company": "ООО «Новый»", "product": pumps.pk}, by=seller, at=NOW)
    made = conversion.convert(
        lead=lead, organization={"name": "ООО «Новый»"}, person=None, deal={"name": "Насосы"}, by=seller, at=NOW
    )
    assert made.deal is not None
    assert made.deal.product_id == pumps.pk


def test_a_day_is_kept_once(head: User, seller: User, colleague: User) -> None:
    set_plans(cells=[cell(person(seller), 5000), cell(person(colleague), 1000)], measure="amount", by=head)
    deal(seller, "Выиграна")
    deal(colleague, "Договор", expected_close_on=date(2026, 3, 20))
    assert forecasts.keep(at=NOW) == 3
    kept = list(ForecastDay.objects.order_by("pk").values())
    deal(seller, "Выиграна", amount=Decimal(9))
    assert forecasts.keep(at=NOW + timedelta(hours=2)) == 0
    assert list(ForecastDay.objects.order_by("pk").values()) == kept
    of_month = ForecastDay.objects.filter(span="month", first=MARCH.first)
    sums = of_month.order_by("owner__first_name").values_list("owner", "fact", "commit", "weighted")
    assert [*sums] == [(seller.pk, 1000, 1000, 1000), (colleague.pk, 0, 1000, 800)]
    plans = PlannedDay.objects.filter(span="month").values_list("user", "department", "value")
    assert {*plans} == {
        (seller.pk, None, 5000),
        (colleague.pk, None, 1000),
        (None, seller.department_id, 6000),
        (None, None, 6000),
    }
    assert forecasts.keep(at=NOW + timedelta(days=1)) == 3


def test_who_is_killed_in_between_goes_on_with_the_rest(
    head: User, seller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal(seller, "Выиграна")
    whole = PlannedDay.objects.bulk_create
    left = [1]

    def dies(*given_rows: Any, **more: Any) -> Any:
        if not left:
            raise KeyboardInterrupt
        left.pop()
        return whole(*given_rows, **more)

    monkeypatch.setattr(PlannedDay.objects, "bulk_create", dies)
    with pytest.raises(KeyboardInterrupt):
        forecasts.keep(at=NOW)
    assert {*ForecastDay.objects.values_list("span", flat=True)} == {"month"}
    monkeypatch.undo()
    forecasts.keep(at=NOW)
    assert sorted(ForecastDay.objects.values_list("span", flat=True)) == ["month", "quarter", "year"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_keep_a_day_at_once_one_does(seller: User) -> None:
    deal(seller, "Выиграна")

    def keeps() -> Callable[[], object]:
        return lambda: forecasts.keep(at=NOW)

    assert sum(at_once(keeps(), keeps())) == 3  # type: ignore[call-overload]  # neither failed
    assert ForecastDay.objects.count() == 3


def test_the_base_holds_that_figures_grow(seller: User) -> None:
    right = {"on": date(2026, 3, 1), "span": "month", "first": date(2026, 3, 1), "owner": seller, "currency": "RUB"}
    sums = {"fact": 5, "commit": 6, "best": 7, "weighted": 6}
    ForecastDay.objects.create(**right, **sums)
    for wrong in ({}, {"owner": None, "commit": 4}, {"owner": None, "weighted": 4}, {"owner": None, "fact": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ForecastDay.objects.create(**(right | sums | wrong))
