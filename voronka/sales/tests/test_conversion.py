"""Conversion: new records, attaching, once only."""

from datetime import timedelta
from decimal import Decimal

import pytest

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once
from voronka.core.errors import NotFound, Refused
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import LegalEntity, Organization, Person
from voronka.records import actions
from voronka.sales.actions import conversion, leads
from voronka.sales.actions.conversion import Conversion
from voronka.sales.models import Deal, LeadState
from voronka.sales.tests.conftest import NOW, MakeLead


@pytest.mark.req("B10")
def test_a_lead_becomes_client_person_and_deal(head: User, seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, company="Вега", inn="7707083893", source="Сайт", phones="8 903 123-45-67")
    made = conversion.convert(
        lead=lead,
        organization={"name": "Вега"},
        person={"last_name": "Белов", "phones": ["+79031234567"]},
        deal={"name": "Насосы для Веги", "amount": Decimal(150_000)},
        by=head,
        at=NOW,
    )
    assert made.person
    assert made.deal
    assert (made.person.organization, made.deal.organization, made.deal.person) == (
        made.organization, made.organization, made.person,
    )  # fmt: skip
    assert {one.owner for one in (made.organization, made.person, made.deal)} == {seller}
    assert {str(one.source) for one in (made.organization, made.person, made.deal)} == {"Сайт"}
    assert LegalEntity.objects.get(inn="7707083893").organization == made.organization
    lead.refresh_from_db()
    assert (lead.state, lead.converted_at, lead.converted_by) == (LeadState.CONVERTED, NOW, head)
    assert (lead.organization, lead.person, made.deal.lead) == (made.organization, made.person, lead)
    assert made.deal.stage_changes.count() == 1


def test_it_attaches_and_completes_what_exists(seller: User, make_lead: MakeLead) -> None:
    client = actions.create(kind=ORGANIZATION, values={"name": "Вега"}, by=seller, at=NOW)
    person = actions.create(kind=PERSON, values={"last_name": "Белов", "phones": ["+79030000000"]}, by=seller, at=NOW)
    lead = make_lead(seller, phones="8 903 123-45-67", emails="b@vega.ru")
    made = conversion.convert(lead=lead, organization=client.pk, person=person.pk, deal=None, by=seller, at=NOW)
    person.refresh_from_db()
    assert (made.organization, made.person, made.deal) == (client, person, None)
    assert (person.phones, person.emails) == (["+79030000000", "+79031234567"], ["b@vega.ru"])
    assert person.organization == client
    assert Organization.objects.count() == Person.objects.count() == 1


def test_a_lead_of_the_queue_becomes_its_converters(seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, owner=None)
    made = conversion.convert(lead=lead, organization=None, person={"last_name": "Белов"}, deal=None, by=seller, at=NOW)
    lead.refresh_from_db()
    assert made.person
    assert made.person.owner == lead.owner == seller
    assert lead.assigned_at == NOW


def test_twice_gives_the_same(seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    for again in (False, True):
        made = conversion.convert(
            lead=lead, organization=None, person={"last_name": "Б"}, deal={"name": "Д"}, by=seller, at=NOW
        )
        assert made.is_repeat is again
    assert Deal.objects.count() == Person.objects.count() == 1
    with pytest.raises(Refused):
        leads.disqualify(lead=lead, reason="Спам", by=seller, at=NOW)
    with pytest.raises(Refused):
        leads.reopen(lead=lead, by=seller, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_client(seller: User, colleague: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)

    def convert(by: User) -> Conversion:
        return conversion.convert(lead=lead, organization=None, person={"last_name": "Б"}, deal=None, by=by, at=NOW)

    results = at_once(lambda: convert(seller), lambda: convert(colleague))
    assert sorted(one.is_repeat for one in results if isinstance(one, Conversion)) == [False, True]
    assert Person.objects.count() == 1


def test_refusals_leave_nothing_behind(seller: User, outsider: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    foreign = actions.create(kind=PERSON, values={"last_name": "Чужой"}, by=outsider, at=NOW)
    with pytest.raises(NotFound):
        conversion.convert(lead=lead, organization={"name": "Вега"}, person=foreign.pk, deal=None, by=seller, at=NOW)
    with pytest.raises(Refused) as caught:
        conversion.convert(lead=lead, organization={"name": "Вега"}, person={}, deal=None, by=seller, at=NOW)
    assert caught.value.field == "person-last_name"
    with pytest.raises(Refused):
        conversion.convert(lead=lead, organization=None, person=None, deal={"name": "Д"}, by=seller, at=NOW)
    with pytest.raises(NotFound):
        conversion.convert(lead=lead, organization=None, person={"last_name": "Б"}, deal=None, by=outsider, at=NOW)
    leads.disqualify(lead=lead, reason="Спам", by=seller, at=NOW)
    with pytest.raises(Refused):
        conversion.convert(
            lead=lead, organization=None, person={"last_name": "Б"}, deal=None, by=seller, at=NOW + timedelta(1)
        )
    assert Organization.objects.count() == 0
    assert Person.objects.count() == 1
