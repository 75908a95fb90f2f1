"""Plans: how they add up, who may see and set them, two people at once, periods of the calendar."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from voronka.accounts.models import BusinessUnit, Department, User
from voronka.accounts.tests.at_once import at_once
from voronka.core import events
from voronka.core.calendar_periods import CalendarPeriod
from voronka.core.errors import Conflict, Forbidden, NotFound, Refused
from voronka.records.actions import classifiers
from voronka.sales.actions.plans import Cell, set_plans
from voronka.sales.events import PlansSet
from voronka.sales.models import Measure, Plan
from voronka.sales.planning.rights import may_see, may_set
from voronka.sales.planning.tree import Plans, Staff
from voronka.sales.planning.whom import COMPANY, Whom
from voronka.sales.queries.plans import latest, plans, staff

MARCH = CalendarPeriod.read("2026-03")
QUARTER = CalendarPeriod.read("2026-q1")
YEAR = CalendarPeriod.read("2026")
pytestmark = pytest.mark.req("H13")


def cell(whom: Whom, value: int | str | None, period: CalendarPeriod = MARCH, **more: object) -> Cell:
    return Cell(whom=whom, period=period, value=None if value is None else Decimal(value), **more)  # type: ignore[arg-type]  # of the right kind


def person(user: User) -> Whom:
    return Whom("user", user.pk)


@given(st.dates(date(1901, 1, 1), date(2190, 1, 1)), st.sampled_from(["month", "quarter", "year"]))
def test_a_period_holds_its_days_and_its_parts_are_it(day: date, span: str) -> None:
    period = CalendarPeriod.around(day, span)  # type: ignore[arg-type]  # of the right kind
    assert period.holds(day)
    assert CalendarPeriod.read(period.key) == period
    assert period.moved(1).moved(-1) == period
    assert (period.moved(1).first - period.last).days == 1
    parts = list(period.parts())
    if parts:
        assert (parts[0].first, parts[-1].last) == (period.first, period.last)


@pytest.mark.parametrize("key", ["", "2026-13", "2026-q5", "26", "2026-3", "2026-q", "0001", "9999-01", "٢٠٢٦"])
def test_what_names_no_period_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        CalendarPeriod.read(key)


@pytest.mark.parametrize("key", ["", "user", "user-", "user-0", "user-x", "company-1", "team-1"])
def test_what_names_nobody_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Whom.read(key)


@given(
    st.dictionaries(st.integers(1, 30), st.integers(0, 10_000), max_size=20),
    st.lists(st.integers(0, 8), min_size=8, max_size=8),
    st.dictionaries(st.integers(1, 30), st.integers(0, 8)),
)
def test_the_company_is_the_sum_of_its_people(values: dict[int, int], tree: list[int], places: dict[int, int]) -> None:
    parents = {pk: (above if 0 < above < pk else None) for pk, above in enumerate(tree, start=1)}
    people = {pk: places.get(pk) or None for pk in {*values, *places}}
    units = {pk: 1 if parents[pk] is None and pk % 2 else None for pk in parents}
    said = {(Whom("user", pk), month): Decimal(value) for pk, value in values.items() for month in QUARTER.parts()}
    found = Plans(said=said, staff=Staff(people=people, parents=parents, units=units))
    assert (found.of(COMPANY, QUARTER) or 0) == 3 * sum(values.values())
    roots = [Whom("department", pk) for pk, above in parents.items() if above is None]
    alone = [Whom("user", pk) for pk, place in people.items() if place is None]
    assert sum(found.of(one, MARCH) or 0 for one in [*roots, *alone]) == sum(values.values())
    of_unit = [Whom("department", pk) for pk, unit in units.items() if unit]
    assert (found.of(Whom("unit", 1), MARCH) or 0) == sum(found.of(one, MARCH) or 0 for one in of_unit)


def test_what_was_set_goes_before_what_follows() -> None:
    shop, ivan = Whom("department", 1), Whom("user", 7)
    where = Staff(people={7: 1}, parents={1: None}, units={1: None})
    said = {(ivan, MARCH): Decimal(30), (ivan, MARCH.moved(-1)): Decimal(20), (shop, MARCH): Decimal(100)}
    found = Plans(said=said, staff=where)
    assert (found.of(ivan, QUARTER), found.of(shop, QUARTER), found.of(COMPANY, MARCH)) == (50, 120, 100)
    assert found.of_people(shop, MARCH) == 30
    assert found.of(COMPANY, MARCH.moved(5)) is None
    assert Plans(said={**said, (ivan, QUARTER): Decimal(9)}, staff=where).of(ivan, QUARTER) == 9


def test_a_quarter_of_which_one_month_was_set_has_the_others_from_below() -> None:
    shop, ivan = Whom("department", 1), Whom("user", 1)
    where = Staff(people={1: 1}, parents={1: None}, units={1: None})
    january, february, march = QUARTER.parts()
    said = {(ivan, january): Decimal(3), (ivan, february): Decimal(4), (ivan, march): Decimal(5)}
    found = Plans(said={**said, (shop, march): Decimal(50)}, staff=where)
    assert [found.of(shop, one) for one in (january, february, march)] == [3, 4, 50]
    assert (found.of(shop, QUARTER), found.own(shop, QUARTER), found.of(COMPANY, YEAR)) == (57, 57, 57)
    assert found.own(shop, january) is None


def test_a_head_sets_plans_and_the_history_says_who(head: User, seller: User, sales: Department) -> None:
    with events.heard(PlansSet) as told:
        set_plans(cells=[cell(person(seller), 500), cell(Whom("department", sales.pk), 900)], measure="amount", by=head)
        set_plans(cells=[cell(person(seller), 700)], measure="amount", by=head)
        set_plans(cells=[cell(person(seller), 700)], measure="amount", by=head)
    assert [len(one.plans) for one in told] == [2, 1]
    found = plans([YEAR], of=staff())
    assert (found.of(person(seller), YEAR), found.of(COMPANY, MARCH)) == (700, 900)
    changes = latest(YEAR, "amount", None, seen=[person(seller)])
    assert [(one.value, one.by) for one in changes] == [(700, head.pk), (500, head.pk)]
    set_plans(cells=[cell(person(seller), None)], measure="amount", by=head)
    assert plans([YEAR], of=staff()).of(person(seller), YEAR) is None
    assert latest(YEAR, "amount", None, seen=[person(seller)])[0].value is None


def test_measures_and_products_are_planned_apart(head: User, admin: User, seller: User) -> None:
    pumps = classifiers.add(classifier="product", name="Насосы", by=admin)
    set_plans(cells=[cell(person(seller), 5)], measure="deals", by=head)
    set_plans(cells=[cell(person(seller), 800)], measure="amount", product=pumps.pk, by=head)
    assert plans([MARCH], "deals", of=staff()).of(person(seller), MARCH) == 5
    assert plans([MARCH], "amount", of=staff()).of(person(seller), MARCH) is None
    assert plans([MARCH], "amount", product=pumps.pk, of=staff()).of(person(seller), MARCH) == 800


def test_who_may_see_and_set_whose_plan(  # noqa: PLR0917  # the cast
    head: User, seller: User, colleague: User, outsider: User, sales: Department, service: Department
) -> None:
    below = Department.objects.create(name="Тендеры", parent=sales)
    where = staff()
    everybody = [person(seller), person(outsider), *(Whom("department", one.pk) for one in (sales, below, service))]
    for user, sees, sets in (
        (head, [True] * 6, [True] * 6),
        (colleague, [True, False, True, True, False, False], [True, False, False, True, False, False]),
        (seller, [True, False, False, False, False, False], [False] * 6),
        (outsider, [False, True, False, False, False, False], [False] * 6),
    ):
        assert [may_see(user, one, where) for one in [*everybody, COMPANY]] == sees, user
        assert [may_set(user, one, where) for one in [*everybody, COMPANY]] == sets, user
    for user, whom in ((seller, person(seller)), (colleague, person(outsider)), (colleague, COMPANY)):
        with pytest.raises(Forbidden):
            set_plans(cells=[cell(whom, 1)], measure="amount", by=user)


def test_senseless_plans_are_refused_and_nothing_is_set(head: User, seller: User) -> None:
    good = cell(person(seller), 1, MARCH.moved(1))
    for wrong, measure in ((-1, "amount"), (10**13, "amount"), ("1.5", "deals")):
        with pytest.raises(Refused) as refusal:
            set_plans(cells=[good, cell(person(seller), wrong)], measure=measure, by=head)
        assert [*refusal.value.fields] == [f"user-{seller.pk}.2026-03"]
    with pytest.raises(Refused):
        set_plans(cells=[good], measure="amount", product=10**9, by=head)
    for whom in (Whom("user", 10**9), Whom("unit", 10**9), Whom("department", 10**9)):
        with pytest.raises(NotFound):
            set_plans(cells=[good, cell(whom, 1)], measure="amount", by=head)
    assert not Plan.objects.exists()


def test_nobody_sets_a_plan_over_somebody_elses(head: User, seller: User) -> None:
    set_plans(cells=[cell(person(seller), 100, was=None, is_known=True)], measure="amount", by=head)
    with pytest.raises(Conflict) as conflict:
        set_plans(cells=[cell(person(seller), 300, was=None, is_known=True)], measure="amount", by=head)
    assert [(one.theirs, one.yours) for one in conflict.value.clashes] == [(100, 300)]
    set_plans(cells=[cell(person(seller), 300, was=Decimal(100), is_known=True)], measure="amount", by=head)
    assert Plan.objects.get().value == 300


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_the_same_plan_at_once_one_is_told(head: User, seller: User) -> None:
    def sets(value: int) -> Callable[[], object]:
        one = cell(person(seller), value, was=None, is_known=True)
        return lambda: set_plans(cells=[one], measure="amount", by=head)

    results = at_once(sets(100), sets(200))
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "list"]
    assert Plan.objects.count() == 1


def test_the_base_holds_what_must_never_be_false(sales: Department, seller: User) -> None:
    unit = BusinessUnit.objects.create(name="Техника")
    for given_columns in (
        {"span": "month", "first": date(2026, 3, 2)},
        {"span": "quarter", "first": date(2026, 2, 1)},
        {"span": "year", "first": date(2026, 4, 1)},
        {"span": "month", "first": date(2026, 3, 1), "value": -1},
        {"span": "month", "first": date(2026, 3, 1), "user": seller, "department": sales},
        {"span": "month", "first": date(2026, 3, 1), "unit": unit, "department": sales},
        {"span": "month", "first": date(2026, 3, 1), "measure": Measure.DEALS, "value": Decimal("1.5")},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.create(**{"value": 1, **given_columns})
    Plan.objects.create(span="month", first=date(2026, 3, 1), value=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(span="month", first=date(2026, 3, 1), value=2)
