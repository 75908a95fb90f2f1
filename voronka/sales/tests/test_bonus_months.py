"""Bonuses go back with a refund; locked months stay as they are, whatever comes at once or in whatever order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voronka.accounts.models import User
from voronka.core.errors import ActionError, Conflict, Forbidden, Refused
from voronka.sales.actions import bonuses, payments
from voronka.sales.models import BonusEntry, Deal, LockedMonth, Payment
from voronka.sales.tests.conftest import NOW
from voronka.sales.tests.paying import APRIL, MARCH, TODAY, accountant, back, lines, pay, rule, won

__all__ = ["accountant", "won"]

pytestmark = [pytest.mark.django_db, pytest.mark.req("H11")]
LATER = datetime(2026, 4, 10, 12, tzinfo=NOW.tzinfo)


def test_a_refund_gives_back(won: Deal, accountant: User, admin: User) -> None:
    rule(admin)
    made = pay(won, "33333.33", accountant)
    back(made, "11111.11", accountant)
    assert lines(amount__lt=0) == [("Иван", "registrar", Decimal("-333.34")), ("Мария", "closer", Decimal("-222.22"))]
    with pytest.raises(Refused, match="22"):
        back(made, "22222.23", accountant)
    back(made, "22222.22", accountant)
    sums = BonusEntry.objects.order_by().values("person").annotate(sum=Sum("amount")).values_list("sum", flat=True)
    assert set(sums) == {0}
    with pytest.raises(Refused):
        back(made, "0.01", accountant)


def test_a_refund_into_a_locked_month_goes_to_the_next_with_its_own_day(
    won: Deal, accountant: User, admin: User
) -> None:
    rule(admin)
    made = pay(won, "100", accountant)
    bonuses.lock_month(month=MARCH, by=accountant, at=LATER)
    back(made, "100", accountant, on=date(2026, 3, 20), at=LATER)
    taken = BonusEntry.objects.filter(amount__lt=0)
    assert set(taken.values_list("month", "happened_on")) == {(APRIL, date(2026, 3, 20))}
    pay(won, "50", accountant, on=date(2026, 2, 2), at=LATER)
    assert set(BonusEntry.objects.filter(base=50).values_list("month", flat=True)) == {APRIL}


def test_a_locked_month_stays_as_it_is(won: Deal, accountant: User, admin: User, seller: User) -> None:
    made = rule(admin)
    paid = pay(won, "100", accountant)
    with pytest.raises(Forbidden):
        bonuses.lock_month(month=MARCH, by=seller, at=NOW)
    with pytest.raises(Refused):
        bonuses.lock_month(month=APRIL, by=accountant, at=NOW)
    bonuses.lock_month(month=TODAY, by=accountant, at=NOW)
    for month in (MARCH, date(2026, 2, 1)):
        with pytest.raises(Conflict):
            bonuses.lock_month(month=month, by=accountant, at=NOW)
    line = paid.bonuses.first()
    assert line
    for spoil in (
        lambda: BonusEntry.objects.filter(pk=line.pk).update(amount=1),
        lambda: BonusEntry.objects.filter(pk=line.pk).delete(),
        lambda: BonusEntry.objects.create(
            payment=paid, rule=made, person=admin, role="closer", base=1, percent=1, amount=1, currency="RUB",
            month=MARCH, happened_on=TODAY, at=NOW,
        ),
        lambda: LockedMonth.objects.all().delete(),
        lambda: Payment.objects.filter(pk=paid.pk).update(amount=1),
        lambda: Payment.objects.filter(pk=paid.pk).delete(),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()
    with pytest.raises(Refused):
        rule(admin, valid_from=TODAY)


events = st.lists(
    st.tuples(st.sampled_from(["pay", "refund", "lock"]), st.integers(1, 10_000_000), st.integers(0, 120)), max_size=12
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events)
def test_whatever_comes_in_whatever_order(won: Deal, accountant: User, admin: User, happened: list[Any]) -> None:
    """Locked months never change, all refunded leaves nothing, parts add up to the share of the sum."""
    at = datetime(2026, 7, 31, 12, tzinfo=NOW.tzinfo)
    with transaction.atomic():
        _live_through(won, accountant, admin, happened, at)
        transaction.set_rollback(True)


def _live_through(won: Deal, accountant: User, admin: User, happened: list[Any], at: datetime) -> None:
    rule(admin, registrar_percent=Decimal("3.33"), closer_percent=Decimal("1.67"))
    frozen: dict[date, list[Any]] = {}
    for number, (what, kopecks, days) in enumerate(happened):
        on, sum_ = TODAY + timedelta(days=days), str(Decimal(kopecks) / 100)
        if what == "pay":
            made = pay(won, sum_, accountant, on=on, at=at, reference=str(number))
            given_ = sum(one.amount for one in made.bonuses.all())
            assert abs(given_ - Decimal(sum_) * 5 / 100) <= Decimal("0.005")
        elif what == "refund":
            one = Payment.objects.filter(refund_of=None, paid_on__lte=on).last()
            if one and (left := payments.left_of(one)):
                back(one, str(min(Decimal(sum_), left)), accountant, on=on, at=at, reference=str(number))
        else:
            try:
                month = bonuses.lock_month(month=on, by=accountant, at=at).month
            except Conflict:
                continue
            frozen[month] = list(BonusEntry.objects.filter(month__lte=month).order_by("pk").values_list())
    for month, stood in frozen.items():
        assert list(BonusEntry.objects.filter(month__lte=month).order_by("pk").values_list()) == stood
    for one in Payment.objects.filter(refund_of=None):
        if left := payments.left_of(one):
            back(one, str(left), accountant, on=at.date(), at=at, reference="rest")
    sums = BonusEntry.objects.order_by().values("person", "role").annotate(sum=Sum("amount"))
    assert {one["sum"] for one in sums} <= {0}


def _at_once(*deeds: Any) -> list[Any]:
    def go(deed: Any) -> Any:
        try:
            return deed()
        except ActionError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(go, deeds))


@pytest.mark.django_db(transaction=True)
def test_the_same_payment_twice_at_once(won: Deal, accountant: User, admin: User) -> None:
    rule(admin)
    told = _at_once(*[lambda: pay(won, "100", accountant)] * 2)
    assert sorted(isinstance(one, Payment) for one in told) == [False, True]
    assert BonusEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_month_is_locked_while_a_payment_comes(won: Deal, accountant: User, admin: User) -> None:
    """Either the lines were in before the lock, or they are in the next month."""
    rule(admin)
    told = _at_once(lambda: pay(won, "100", accountant), lambda: bonuses.lock_month(month=MARCH, by=accountant, at=NOW))
    assert not [one for one in told if isinstance(one, ActionError)]
    assert {one.month for one in BonusEntry.objects.all()} in ({MARCH}, {APRIL})
    back(Payment.objects.get(refund_of=None), "100", accountant)
    assert set(BonusEntry.objects.filter(amount__lt=0).values_list("month", flat=True)) == {APRIL}
