"""A document whose payment went back in full is free again: by hand, by programs, for two at once."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once
from voronka.core.errors import Refused
from voronka.sales.actions import payments
from voronka.sales.models import BonusEntry, Deal, Payment
from voronka.sales.payments import Received, Refunded
from voronka.sales.tests.conftest import NOW
from voronka.sales.tests.paying import TODAY, accountant, back, lines, pay, rule, won

__all__ = ["accountant", "won"]
pytestmark = [pytest.mark.django_db, pytest.mark.req("H11")]


def by_bank(deal: Deal) -> Received:
    return Received(deal=deal, amount=Decimal(100), paid_on=TODAY, origin="bank", reference="17")


def test_by_hand_it_is_marked_again(won: Deal, accountant: User, admin: User) -> None:
    rule(admin)
    first = pay(won, "100", accountant, reference="п/п 17")
    back(first, "60", accountant)
    with pytest.raises(Refused):
        pay(won, "100", accountant, reference="п/п 17")  # a part of it is still there
    back(first, "40", accountant)
    second = pay(won, "100", accountant, reference="п/п 17")
    assert second != first
    with pytest.raises(Refused):
        pay(won, "100", accountant, reference="п/п 17")
    assert [amount for _name, _role, amount in lines(payment=second)] == [3, 2]
    assert sum(BonusEntry.objects.values_list("amount", flat=True)) == 5
    back(second, "100", accountant)
    assert pay(won, "100", accountant, reference="п/п 17") not in {first, second}


def test_a_program_tells_it_again(won: Deal, admin: User) -> None:
    first = payments.receive(by_bank(won), by=admin, at=NOW)
    told = Refunded(payment=first, amount=Decimal(100), paid_on=TODAY, reason="Ошибка банка", reference="18")
    gone = payments.give_back(told, by=admin, at=NOW)
    assert payments.give_back(told, by=admin, at=NOW) == gone
    second = payments.receive(by_bank(won), by=admin, at=NOW)
    assert second != first
    assert payments.receive(by_bank(won), by=admin, at=NOW) == second


def test_two_that_stand_are_refused_by_the_base(won: Deal, accountant: User) -> None:
    again = pay(won, "100", accountant)
    again.pk, again._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    back(Payment.objects.get(), "100", accountant)
    again.save()


def test_on_the_card_the_freed_document_is_taken(client: Client, won: Deal, accountant: User) -> None:
    back(pay(won, "100", accountant, reference="17"), "100", accountant)
    client.force_login(accountant)
    sent = {"amount": "100", "currency": "RUB", "paid_on": TODAY.isoformat(), "reference": "17"}
    address = reverse("sales:payment-new", args=[won.pk])
    assert [client.post(address, sent).status_code for _time in range(2)] == [303, 422]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(won: Deal, accountant: User, admin: User) -> None:
    rule(admin)
    back(pay(won, "100", accountant), "100", accountant)
    done = at_once(*[lambda: pay(won, "100", accountant)] * 3)
    assert [type(one) for one in done].count(Refused) == 2
    made = Payment.objects.get(refund_of=None, is_refunded=False)
    assert made.bonuses.count() == 2
    payments.give_back(Refunded(payment=payments.receive(by_bank(won), by=admin, at=NOW), amount=Decimal(100),
                                paid_on=TODAY, reason="Ошибка"), by=admin, at=NOW)  # fmt: skip
    told = at_once(*[lambda: payments.receive(by_bank(won), by=admin, at=NOW)] * 3)
    assert len({one.pk for one in told if isinstance(one, Payment)}) == 1
    assert Payment.objects.filter(origin="bank", refund_of=None).count() == 2
