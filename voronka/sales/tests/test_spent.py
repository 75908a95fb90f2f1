"""What deals remember of their cost: counted in portions, by two at once, after a crash, by night."""

from decimal import Decimal
from threading import Event

import pytest
from django.db import transaction

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once, somebody_waits, until
from voronka.records import history
from voronka.sales import tasks
from voronka.sales.actions import economics, spent
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, StaleCost
from voronka.sales.tests.conftest import MakeDeal
from voronka.sales.tests.test_economics import LONG_AGO, talk

pytestmark = [pytest.mark.django_db, pytest.mark.req("H5")]
SECONDS = 10


def remembered(deal: Deal) -> tuple[int, Decimal, Decimal]:
    """Minutes, roubles of working time, expenses."""
    deal.refresh_from_db()
    return deal.labour_minutes, deal.labour_sixtieths / 60, deal.expenses_sum


def test_each_minute_marked_deals_are_counted(
    admin: User, seller: User, make_deal: MakeDeal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spent, "PORTION", 2)
    deals = [make_deal(seller) for _ in range(5)]
    economics.set_rate(per_hour=Decimal(600), valid_from=LONG_AGO, by=admin)
    for minutes, deal in enumerate(deals, start=1):
        talk(deal, seller, 10 * minutes)
        talk(deal, seller, 20)
    assert remembered(deals[0]) == (0, 0, 0)
    tasks.count_costs.func(timestamp=0)
    assert [remembered(deal) for deal in deals] == [(10 * n + 20, 100 * n + 200, 0) for n in range(1, 6)]
    assert not StaleCost.objects.exists()


def test_counting_is_no_change_of_the_deal(seller: User, make_deal: MakeDeal) -> None:
    deal = make_deal(seller)
    talk(deal, seller, 30)
    deal.refresh_from_db()
    before = (deal.version, deal.updated_at, history.event_model(DEAL).objects.filter(pgh_obj=deal.pk).count())
    spent.count_stale()
    assert remembered(deal)[0] == 30
    assert (deal.version, deal.updated_at, history.event_model(DEAL).objects.filter(pgh_obj=deal.pk).count()) == before


def test_a_deal_that_is_no_more_leaves_no_marks(seller: User, make_deal: MakeDeal) -> None:
    deal = make_deal(seller)
    talk(deal, seller, 30)
    Deal.objects.filter(pk=deal.pk).delete()
    spent.count_stale()
    assert not StaleCost.objects.exists()


def test_the_night_finds_what_nothing_told_of(seller: User, make_deal: MakeDeal) -> None:
    deal, other = make_deal(seller), make_deal(seller)
    for one in (deal, other):
        talk(one, seller, 30)
    spent.count_stale()
    assert spent.find_drifted() == []
    Deal.objects.filter(pk=deal.pk).update(labour_minutes=7)
    talk(other, seller, 5)  # is marked, thus not wrong
    assert spent.find_drifted() == [deal.pk]
    spent.count_stale()
    assert (remembered(deal)[0], remembered(other)[0]) == (30, 35)
    Deal.objects.filter(pk=deal.pk).update(expenses_sum=7)
    tasks.check_costs.func(timestamp=0)
    assert remembered(deal) == (30, 0, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("X3")
def test_a_killed_count_loses_no_mark(seller: User, make_deal: MakeDeal, monkeypatch: pytest.MonkeyPatch) -> None:
    deal = make_deal(seller)
    talk(deal, seller, 30)
    with monkeypatch.context() as broken:
        broken.setattr(spent.spent, "keep", _die)
        with pytest.raises(ConnectionError):
            spent.count_stale()
    assert StaleCost.objects.filter(deal=deal.pk).exists()
    spent.count_stale()
    assert remembered(deal)[0] == 30


def _die(ids: list[int]) -> int:
    raise ConnectionError


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("X3")
def test_a_contact_that_is_written_while_a_rate_changes_is_priced_by_it(
    admin: User, seller: User, make_deal: MakeDeal
) -> None:
    """The rate is set and not yet certain when a contact comes that its marks do not know of, and is counted."""
    deal = make_deal(seller)
    is_set, is_talked = Event(), Event()

    def change() -> None:
        with transaction.atomic():
            economics.set_rate(per_hour=Decimal(600), valid_from=LONG_AGO, by=admin)
            is_set.set()
            assert is_talked.wait(SECONDS)
            until(somebody_waits)

    def count() -> None:
        assert is_set.wait(SECONDS)
        talk(deal, seller, 60)
        is_talked.set()
        spent.count_stale()

    assert at_once(change, count) == [None, None]
    assert (remembered(deal), spent.find_drifted()) == ((60, 600, 0), [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("X3")
def test_nobody_waits_for_who_writes_a_deal(seller: User, make_deal: MakeDeal) -> None:
    deal, other = make_deal(seller), make_deal(seller)
    is_locked, is_counted = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            Deal.objects.select_for_update().get(pk=deal.pk)
            is_locked.set()
            assert is_counted.wait(SECONDS)

    def count() -> None:
        assert is_locked.wait(SECONDS)
        StaleCost.objects.bulk_create(StaleCost(deal=one.pk) for one in (deal, other))
        spent.count_stale()
        is_counted.set()

    assert at_once(write, count) == [None, None]
    assert set(StaleCost.objects.values_list("deal", flat=True)) == {deal.pk}
    spent.count_stale()
    assert not StaleCost.objects.exists()
