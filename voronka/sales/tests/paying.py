"""Payments, refunds and rules as the tests of bonuses make them, and who marks them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from voronka.accounts.models import Grant, User
from voronka.sales.actions import bonuses, deals, payments
from voronka.sales.models import BonusEntry, BonusRule, Deal, Payment
from voronka.sales.payments import Received, Refunded
from voronka.sales.tests.conftest import NOW, MakeDeal

TODAY = NOW.date()
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def rule(admin: User, **given: Any) -> BonusRule:
    shares = {"registrar_percent": Decimal(3), "closer_percent": Decimal(2)}
    return bonuses.set_rule(**{"valid_from": date(2026, 1, 1), **shares, **given}, by=admin, at=NOW)


def pay(deal: Deal, amount: str, by: User, *, on: date = TODAY, at: datetime = NOW, reference: str = "") -> Payment:
    told = Received(deal=deal, amount=Decimal(amount), paid_on=on, reference=reference)
    return payments.mark(told, by=by, at=at)


def back(
    payment: Payment, amount: str, by: User, *, on: date = TODAY, at: datetime = NOW, reference: str = ""
) -> Payment:
    told = Refunded(payment=payment, amount=Decimal(amount), paid_on=on, reason="Вернули", reference=reference)
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
