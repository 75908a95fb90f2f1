"""Bonuses: rules by date, accrual on payment, reversal on refund, months that stay locked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voronka.accounts.models import BusinessUnit, Grant, User
from voronka.core.errors import ActionError, Conflict, Forbidden, NotFound, Refused
from voronka.sales.actions import bonuses, deals, payments, registrations
from voronka.sales.actions.economics import set_terms
from voronka.sales.models import (
    Base,
    BonusEntry,
    BonusRule,
    Credit,
    Deal,
    LockedMonth,
    Part,
    Participant,
    Payment,
    Pipeline,
    Registration,
    Stage,
)
from voronka.sales.payments import Received, Refunded
from voronka.sales.tests.conftest import NOW, MakeDeal

pytestmark = [pytest.mark.django_db, pytest.mark.req("H11")]
TODAY = NOW.date()
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
LATER = datetime(2026, 4, 10, 12, tzinfo=NOW.tzinfo)


def rule(admin: User, **given: Any) -> BonusRule:
    shares = {"registrar_percent": Decimal(3), "closer_percent": Decimal(2)}
    return bonuses.set_rule(**{"valid_from": date(2026, 1, 1), **shares, **given}, by=admin, at=NOW)


def pay(deal: Deal, amount: str, by: User, *, on: date = TODAY, at: datetime = NOW, reference: str = "") -> Payment:
    told = Received(deal=deal, amount=Decimal(amount), paid_on=on, reference=reference)
    return payments.mark(told, by=by, at=at)


def back(payment: Payment, amount: str, by: User, *, on: date = TODAY, at: datetime = NOW) -> Payment:
    told = Refunded(payment=payment, amount=Decimal(amount), paid_on=on, reason="Вернули")
    return payments.refund(told, by=by, at=at)


def lines(**about: Any) -> list[tuple[str, str, Decimal]]:
    rows = BonusEntry.objects.filter(**about).order_by("pk")
    return [(one.person.first_name, one.role, one.amount) for one in rows.select_related("person")]


@pytest.fixture
def accountant(head: User) -> User:
    """The head with the rights to payments and months."""
    role = head.roles.get()
    for kind, action in (("payment", "create"), ("bonus", "view"), ("bonus", "edit")):
        Grant.objects.create(role=role, kind=kind, action=action, scope="all")
    return User.objects.get(pk=head.pk)


@pytest.fixture
def won(seller: User, colleague: User, make_deal: MakeDeal) -> Deal:
    """The seller registered it, the colleague closed it."""
    deal = make_deal(seller, amount="100000")
    Deal.objects.filter(pk=deal.pk).update(owner=colleague, department=colleague.department)
    return deals.win(deal=Deal.objects.get(pk=deal.pk), by=colleague, at=NOW)


def test_a_payment_is_shared_to_the_registrar_and_the_closer(won: Deal, accountant: User, admin: User) -> None:
    rule(admin)
    made = pay(won, "33333.33", accountant)
    assert lines() == [("Иван", "registrar", Decimal("1000.00")), ("Мария", "closer", Decimal("666.67"))]
    assert set(made.bonuses.values_list("month", "base", "happened_on")) == {(MARCH, Decimal("33333.33"), TODAY)}


def test_without_a_rule_nothing_is_accrued(won: Deal, accountant: User, admin: User) -> None:
    rule(admin, valid_from=TODAY + timedelta(days=1))
    pay(won, "100", accountant)
    assert lines() == []


def test_who_is_credited_stays_as_it_was_at_the_victory(
    won: Deal, accountant: User, admin: User, outsider: User
) -> None:
    rule(admin)
    Registration.objects.all().delete()
    Deal.objects.filter(pk=won.pk).update(owner=outsider)
    pay(won, "100", accountant)
    assert [name for name, _role, _sum in lines()] == ["Иван", "Мария"]


def test_a_deal_that_is_open_again_credits_nobody(won: Deal, colleague: User) -> None:
    assert Credit.objects.get().closer == colleague
    moved = deals.reopen(deal=won, by=colleague, at=NOW + timedelta(minutes=1))
    assert not Credit.objects.exists()
    deals.undo_move(deal=moved, version=moved.version, by=colleague, at=NOW + timedelta(minutes=2))
    assert Credit.objects.get().closer == colleague


def test_a_payment_ahead_of_the_victory_goes_to_those_of_its_day(
    seller: User, make_deal: MakeDeal, accountant: User, admin: User
) -> None:
    rule(admin)
    pay(make_deal(seller), "100", accountant)
    assert lines() == [("Иван", "registrar", Decimal(3)), ("Иван", "closer", Decimal(2))]


def test_protection_that_had_passed_gives_no_share(
    seller: User, make_deal: MakeDeal, accountant: User, admin: User
) -> None:
    rule(admin)
    deal, late = make_deal(seller), NOW + timedelta(days=95)
    deals.win(deal=deal, by=seller, at=late)
    pay(deal, "100", accountant, on=late.date(), at=late)
    assert lines() == [("Иван", "closer", Decimal(2))]


def test_the_nearest_rule_of_the_day_holds(won: Deal, pipeline: Pipeline, accountant: User, admin: User) -> None:
    unit = BusinessUnit.objects.create(name="Склады")
    Deal.objects.filter(pk=won.pk).update(stage=won.stage)
    one = {"registrar_percent": Decimal(0)}
    rule(admin, closer_percent=Decimal(1), **one)
    rule(admin, closer_percent=Decimal(5), unit=unit, **one)
    pay(won, "100", accountant, reference="1")
    rule(admin, closer_percent=Decimal(7), pipeline=pipeline, **one)
    rule(admin, closer_percent=Decimal(9), pipeline=pipeline, valid_from=TODAY + timedelta(days=1), **one)
    pay(won, "100", accountant, reference="2")
    assert [sum_ for _name, _role, sum_ in lines()] == [1, 7]


def test_a_rule_is_never_rewritten_and_ends_once(admin: User, head: User) -> None:
    made = rule(admin)
    with pytest.raises(DatabaseError), transaction.atomic():
        BonusRule.objects.update(closer_percent=50)
    with pytest.raises(Refused):
        rule(admin)
    with pytest.raises(Forbidden):
        bonuses.end_rule(rule=made, valid_to=TODAY, by=head)
    with pytest.raises(Refused):
        bonuses.end_rule(rule=made, valid_to=date(2025, 1, 1), by=admin)
    bonuses.end_rule(rule=made, valid_to=TODAY, by=admin)
    with pytest.raises(Conflict):
        bonuses.end_rule(rule=made, valid_to=TODAY, by=admin)
    with pytest.raises(DatabaseError), transaction.atomic():
        BonusRule.objects.update(valid_to=None)


@pytest.mark.parametrize("shares", [(0, 0, 0), (60, 41, 0), (-1, 5, 0)])
def test_shares_are_percent(admin: User, shares: tuple[int, int, int]) -> None:
    names = ("registrar_percent", "closer_percent", "participants_percent")
    with pytest.raises(Refused):
        rule(admin, **{name: Decimal(one) for name, one in zip(names, shares, strict=True)})
    assert not BonusRule.objects.exists()


def test_of_the_margin(won: Deal, accountant: User, admin: User) -> None:
    rule(admin, base=Base.MARGIN)
    pay(won, "50000", accountant, reference="1")
    assert lines() == []  # nobody knows the margin
    set_terms(approve_above=Decimal(0), margin_percent=20, silent_days=7, by=admin)
    pay(won, "50000", accountant, reference="2")
    Deal.objects.filter(pk=won.pk).update(margin=Decimal(30_000))
    pay(won, "50000", accountant, reference="3")
    Deal.objects.filter(pk=won.pk).update(margin=Decimal(-5))
    pay(won, "50000", accountant, reference="4")
    assert [sum_ for _name, _role, sum_ in lines()] == [300, 200, 450, 300]


def test_those_who_took_part_share_alike(
    won: Deal, accountant: User, admin: User, outsider: User, stages: dict[str, Stage]
) -> None:
    rule(admin, registrar_percent=Decimal(0), closer_percent=Decimal(0), participants_percent=Decimal(1))
    for user in (outsider, admin, outsider):
        Participant.objects.create(
            deal=won, user=user, stage=stages["Новая"], part=Part.PERFORMER, since=NOW, ended_at=NOW
        )
    pay(won, "100.01", accountant)
    assert lines() == [("Пётр", "participant", Decimal("0.50")), ("Анна", "participant", Decimal("0.50"))]


def test_a_payment_accrues_once(won: Deal, accountant: User, admin: User) -> None:
    rule(admin)
    made = pay(won, "100", accountant)
    assert len(bonuses.accrue(payment=made, at=NOW)) == 2
    with pytest.raises(Refused):
        pay(won, "100", accountant)
    told = Received(deal=won, amount=Decimal(7), paid_on=TODAY, origin="bank", reference="17")
    assert payments.receive(told, by=admin, at=NOW) == payments.receive(told, by=admin, at=NOW)
    assert (Payment.objects.count(), BonusEntry.objects.count()) == (2, 4)


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
                back(one, str(min(Decimal(sum_), left)), accountant, on=on, at=at)
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
            back(one, str(left), accountant, on=at.date(), at=at)
    sums = BonusEntry.objects.order_by().values("person", "role").annotate(sum=Sum("amount"))
    assert {one["sum"] for one in sums} <= {0}


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "1000000000000"])
def test_sums_that_are_none(won: Deal, accountant: User, amount: str) -> None:
    with pytest.raises(Refused):
        pay(won, amount, accountant)


def test_days_that_are_none(won: Deal, accountant: User) -> None:
    for day in (TODAY + timedelta(days=1), date(1999, 1, 1)):
        with pytest.raises(Refused):
            pay(won, "1", accountant, on=day)
    made = pay(won, "10", accountant)
    with pytest.raises(Refused):
        back(made, "1", accountant, on=TODAY - timedelta(days=1))
    with pytest.raises(Refused):
        payments.refund(Refunded(payment=made, amount=Decimal(1), paid_on=TODAY, reason=" "), by=accountant, at=NOW)


def test_only_with_the_right_one_marks(won: Deal, seller: User, colleague: User, outsider: User, head: User) -> None:
    for user, answer in ((colleague, Forbidden), (head, Forbidden), (outsider, NotFound), (seller, NotFound)):
        with pytest.raises(answer):
            pay(won, "1", user)
    Grant.objects.create(role=colleague.roles.get(), kind="payment", action="create", scope="own")
    pay(won, "1", User.objects.get(pk=colleague.pk))


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


def test_the_registration_of_the_client_counts_for_its_deals(
    seller: User, head: User, accountant: User, admin: User, make_deal: MakeDeal
) -> None:
    from voronka.people.kinds import ORGANIZATION  # noqa: PLC0415  # only here
    from voronka.records import actions  # noqa: PLC0415  # only here

    rule(admin)
    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=NOW)
    deal = make_deal(head, organization=firm.pk)
    pay(deal, "100", accountant)
    assert lines() == [("Иван", "registrar", Decimal(3)), ("Ольга", "closer", Decimal(2))]
    assert registrations.expire(at=NOW) == 0
