"""What open deals may still bring: to who registered them or their client, to who leads them, as an accrual shares."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from voronka.accounts.models import BusinessUnit, User
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import actions
from voronka.sales.actions import deals, registrations
from voronka.sales.models import Base, Deal, DealChance, Finding, Learning, Registration
from voronka.sales.queries.expected_bonuses import expected_of
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.paying import TODAY, accountant, lines, pay, rule

__all__ = ["accountant"]
pytestmark = [pytest.mark.django_db, pytest.mark.req("H11")]
SUM = "100000"


def told(person: User, **when: Any) -> list[tuple[int, Decimal]]:
    """Deals and the sum in roubles by which their chance, 10 %, is multiplied."""
    return [(one.deals, one.amount * 10) for one in expected_of(person, **{"on": TODAY, **when})]


def test_it_goes_by_the_chance_of_each_deal(seller: User, make_deal: MakeDeal, admin: User) -> None:
    rule(admin)
    learned, _typed, _bare = make_deal(seller, amount=SUM), make_deal(seller, amount="1000"), make_deal(seller)
    model = Learning.objects.create(at=NOW, finding=Finding.TAKEN, is_in_force=True, model={"weights": []})
    DealChance.objects.create(deal=learned, stage=learned.stage, probability=90, learning=model, at=NOW)
    [found] = expected_of(seller, on=TODAY)
    by_stage = 1000 * learned.stage.probability
    assert (found.deals, found.amount) == (2, Decimal(100_000 * 90 + by_stage) * 5 / 100 / 100)


def test_registrar_and_closer_each_expect_their_share(
    seller: User, colleague: User, outsider: User, make_deal: MakeDeal, admin: User
) -> None:
    rule(admin)
    deal = make_deal(seller, amount=SUM)
    Deal.objects.filter(pk=deal.pk).update(owner=colleague)
    assert (told(seller), told(colleague), told(outsider)) == ([(1, 3000)], [(1, 2000)], [])


@pytest.mark.parametrize("kind", [ORGANIZATION, PERSON])
def test_the_registration_of_the_client_counts(  # noqa: PLR0917  # the cast
    kind: Any, seller: User, head: User, make_deal: MakeDeal, accountant: User, admin: User
) -> None:
    rule(admin)
    name = {"name": "Ромашка"} if kind is ORGANIZATION else {"last_name": "Белов"}
    client = actions.create(kind=kind, values=name, by=seller, at=NOW)
    deal = make_deal(head, **{kind.name: client.pk}, amount=SUM)
    assert not deal.registrations.exists()
    assert (told(seller), told(head)) == ([(1, 3000)], [(1, 2000)])
    pay(deal, SUM, accountant)
    assert [(who, sum_) for who, _role, sum_ in lines()] == [("Иван", 3000), ("Ольга", 2000)]


def test_its_own_registration_goes_before_that_of_the_client(
    seller: User, head: User, colleague: User, make_deal: MakeDeal, admin: User
) -> None:
    rule(admin, closer_percent=Decimal(0))
    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=NOW)
    deal = make_deal(head, organization=firm.pk, amount=SUM)
    other = {"registrar": colleague, "at": NOW, "state": "upheld", "stands": True}
    Registration.objects.create(deal=deal, since=TODAY, until=TODAY + timedelta(days=10), **other)
    assert (told(seller), told(colleague)) == ([], [(1, 3000)])
    later = {"on": TODAY + timedelta(days=11)}
    assert (told(seller, **later), told(colleague, **later)) == ([(1, 3000)], [])


def test_what_an_accrual_would_not_give_is_not_promised(
    seller: User, colleague: User, make_deal: MakeDeal, admin: User
) -> None:
    rule(admin)
    deal = make_deal(seller, amount=SUM)
    Deal.objects.filter(pk=deal.pk).update(owner=colleague)
    assert told(seller, on=TODAY + timedelta(days=90)) == []  # protection has passed
    registrations.expire(at=NOW + timedelta(days=90))
    assert told(seller) == [(1, 3000)]  # it had not on that day
    User.objects.filter(pk=seller.pk).update(is_active=False)
    assert told(seller) == []
    rule(admin, base=Base.MARGIN, valid_from=TODAY)
    assert told(colleague) == []
    deals.win(deal=Deal.objects.get(), by=colleague, at=NOW)
    assert told(colleague) == []


def test_rules_are_those_of_pipeline_and_unit(
    seller: User, make_deal: MakeDeal, admin: User, django_assert_num_queries: Any
) -> None:
    rule(admin)
    unit = BusinessUnit.objects.create(name="Склады")
    rule(admin, unit=unit, closer_percent=Decimal(0), registrar_percent=Decimal(1))
    for place in (unit, None):
        made = make_deal(seller, amount=SUM)
        Deal.objects.filter(pk=made.pk).update(unit=place)
    with django_assert_num_queries(3):
        found = told(seller)
    assert found == [(2, 6000)]
