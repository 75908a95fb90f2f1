"""The company does without learning at the moment when somebody changes a deal: nothing learned is left behind."""

from threading import Event

import pytest
from django.db import transaction

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once, somebody_waits, until
from voronka.sales.actions import chances
from voronka.sales.models import Deal, DealChance, Learning
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.test_chances import good, learned, past

__all__ = ["learned", "past"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("X3")]
SECONDS = 10


@pytest.fixture
def deal(learned: Learning, seller: User, make_deal: MakeDeal) -> Deal:
    """An open deal of which nothing is told yet."""
    made = good(make_deal, seller)
    DealChance.objects.all().delete()
    return made


def test_who_switches_it_off_waits_for_who_writes(deal: Deal, admin: User) -> None:
    written = Event()

    def write() -> None:
        with transaction.atomic():
            assert chances.judge([deal.pk], at=NOW) == 1
            written.set()
            until(somebody_waits)

    def switch_off() -> None:
        assert written.wait(SECONDS)
        chances.switch(on=False, by=admin)

    assert at_once(write, switch_off) == [None, None]
    assert not DealChance.objects.exists()


def test_who_writes_meanwhile_waits_for_nobody_and_writes_nothing(deal: Deal, admin: User) -> None:
    is_off, judged = Event(), Event()

    def switch_off() -> None:
        with transaction.atomic():
            chances.switch(on=False, by=admin)
            is_off.set()
            assert judged.wait(SECONDS)

    def write() -> None:
        assert is_off.wait(SECONDS)
        chances.judge([deal.pk], at=NOW)
        judged.set()

    assert at_once(switch_off, write) == [None, None]
    assert not DealChance.objects.exists()


def test_two_write_at_once(deal: Deal, seller: User, make_deal: MakeDeal) -> None:
    other = good(make_deal, seller)
    first = Event()

    def write() -> None:
        with transaction.atomic():
            chances.judge([deal.pk], at=NOW)
            assert first.wait(SECONDS)

    def write_too() -> None:
        chances.judge([other.pk], at=NOW)
        first.set()

    assert at_once(write, write_too) == [None, None]
    assert set(DealChance.objects.values_list("deal", flat=True)) == {deal.pk, other.pk}
