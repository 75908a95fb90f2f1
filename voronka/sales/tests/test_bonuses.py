"""Bonuses: rules by date, accrual on payment, once, by those who may."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from voronka.accounts.models import BusinessUnit, Grant, User
from voronka.core.errors import Conflict, Forbidden, NotFound, Refused
from voronka.sales.actions import bonuses, deals, payments, registrations
from voronka.sales.actions.economics import set_terms
from voronka.sales.models import (
    Base,
    BonusEntry,
    BonusRule,
    Credit,
    Deal,
    Part,
    Participant,
    Payment,
    Pipeline,
    Registration,
    Stage,
)
from voronka.sales.payments import Received, Refunded
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.paying import MARCH, TODAY, accountant, back, lines, pay, rule, won

__all__ = ["accountant", "won"]

pytestmark = [pytest.mark.django_db, pytest.mark.req("H11")]


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


def test_an_ended_rule_does_not_bring_back_the_one_before(won: Deal, accountant: User, admin: User) -> None:
    rule(admin)
    made = rule(admin, valid_from=date(2026, 2, 1), closer_percent=Decimal(9))
    bonuses.end_rule(rule=made, valid_to=TODAY - timedelta(days=1), by=admin)
    pay(won, "100", accountant)
    assert lines() == []
    pay(won, "200", accountant, on=date(2026, 1, 31))
    assert [sum_ for _name, _role, sum_ in lines()] == [6, 4]


def test_whoever_has_left_is_credited_with_nothing_new(
    won: Deal, seller: User, make_deal: MakeDeal, accountant: User, admin: User
) -> None:
    rule(admin)
    ahead = make_deal(seller)
    User.objects.filter(pk=seller.pk).update(is_active=False)
    pay(ahead, "100", accountant)
    assert lines() == [("Иван", "closer", Decimal(2))]
    pay(won, "100", accountant)
    assert lines(payment__deal=won) == [("Иван", "registrar", Decimal(3)), ("Мария", "closer", Decimal(2))]


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


def test_a_refund_told_twice_is_one(won: Deal, accountant: User, admin: User) -> None:
    rule(admin)
    made = pay(won, "100", accountant)
    back(made, "30", accountant)
    with pytest.raises(Refused):
        back(made, "30", accountant)
    back(made, "30", accountant, reference="акт 2")
    told = Refunded(payment=made, amount=Decimal(40), paid_on=TODAY, reason="Банк", reference="17")
    assert payments.give_back(told, by=admin, at=NOW) == payments.give_back(told, by=admin, at=NOW)
    assert [sum_ for _name, _role, sum_ in lines(payment__paid_on=TODAY)] == [
        3, 2, Decimal("-0.9"), Decimal("-0.6"), Decimal("-0.9"), Decimal("-0.6"), Decimal("-1.2"), Decimal("-0.8"),
    ]  # fmt: skip
    known = made.refunds.order_by("pk")[0]
    known.pk, known._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        known.save()


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
    Registration.objects.update(stands=False)  # as a merge leaves that of the card that does not stay
    pay(deal, "200", accountant)
    assert lines()[2:] == [("Ольга", "closer", Decimal(4))]
