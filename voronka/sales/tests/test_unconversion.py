"""A conversion is taken back whole, or refused with the record that somebody has worked with."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.activities.actions import interactions
from voronka.activities.models import HistoryEntry, HistoryLink, InteractionType, Task
from voronka.core.errors import NotFound, Refused
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import LegalEntity, Organization, Person, Position
from voronka.records import actions
from voronka.records.models import SearchEntry
from voronka.sales.actions import approvals, checks, conversion, payments, registrations, unconversion
from voronka.sales.models import Deal, LeadConversion, LeadState, Stage
from voronka.sales.payments import Received
from voronka.sales.tests.conftest import NOW, MakeLead
from voronka.sales.tests.method import agreed_by, item

pytestmark = [pytest.mark.django_db, pytest.mark.req("B10")]
LATER = NOW + timedelta(days=1)
ALL: dict[str, Any] = {
    "organization": {"name": "Вега"},
    "person": {"last_name": "Белов"},
    "deal": {"name": "Насосы для Веги"},
}


def test_everything_that_was_made_goes(seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, company="Вега", inn="7707083893", owner=None)
    call = InteractionType.objects.get(code="call")
    interactions.log(subject=lead, type=call, by=seller, at=NOW)
    made = conversion.convert(lead=lead, **ALL, by=seller, at=NOW)
    assert made.deal
    lead = unconversion.undo(lead=lead, by=seller, at=LATER)
    for model in (Organization, Person, Deal, LegalEntity):
        assert not model._default_manager.exists()
    assert not SearchEntry.objects.exclude(kind="lead").exists()
    assert not HistoryLink.objects.filter(kind="deal").exists()
    assert (lead.state, lead.owner, lead.organization_id) == (LeadState.OPEN, None, None)
    assert HistoryEntry.objects.filter(subject_kind="lead", type="lead_unconverted").count() == 1
    again = conversion.convert(lead=lead, **ALL, by=seller, at=LATER)
    assert not again.is_repeat
    assert LeadConversion.objects.count() == 2


def test_what_was_attached_stays_and_forgets(seller: User, make_lead: MakeLead) -> None:
    client = actions.create(kind=ORGANIZATION, values={"name": "Вега"}, by=seller, at=NOW)
    person = actions.create(kind=PERSON, values={"last_name": "Белов", "phones": ["+79030000000"]}, by=seller, at=NOW)
    lead = make_lead(seller, phones="8 903 123-45-67")
    conversion.convert(lead=lead, organization=client.pk, person=person.pk, deal=None, by=seller, at=NOW)
    unconversion.undo(lead=lead, by=seller, at=LATER)
    person.refresh_from_db()
    assert (person.phones, person.organization) == (["+79030000000"], None)
    assert Organization.objects.get() == client


def test_a_person_changed_since_keeps_what_it_has(seller: User, make_lead: MakeLead) -> None:
    person = actions.create(kind=PERSON, values={"last_name": "Белов"}, by=seller, at=NOW)
    lead = make_lead(seller, phones="8 903 123-45-67")
    conversion.convert(lead=lead, organization=None, person=person.pk, deal=None, by=seller, at=NOW)
    actions.update(record=person, changes={"position": "директор"}, by=seller, at=NOW)
    unconversion.undo(lead=lead, by=seller, at=LATER)
    person.refresh_from_db()
    assert (person.phones, person.position) == (["+79031234567"], "директор")


@pytest.mark.parametrize("deed", ["changed", "talked"])
def test_what_was_worked_with_holds_the_conversion(deed: str, seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    made = conversion.convert(lead=lead, **ALL, by=seller, at=NOW)
    assert made.deal
    if deed == "changed":
        actions.update(record=made.deal, changes={"name": "Другая"}, by=seller, at=NOW)
    else:
        interactions.log(subject=made.deal, type=InteractionType.objects.get(code="call"), by=seller, at=NOW)
    with pytest.raises(Refused, match="Другая" if deed == "changed" else "Насосы для Веги"):
        unconversion.undo(lead=lead, by=seller, at=LATER)
    lead.refresh_from_db()
    assert lead.converted_at
    assert Deal.objects.count() == Person.objects.count() == 1


@pytest.mark.parametrize("deed", ["entity", "position", "tick", "claim", "payment", "approval"])
def test_what_hangs_on_what_was_made_holds_the_conversion(
    deed: str, seller: User, colleague: User, make_lead: MakeLead, stages: dict[str, Stage]
) -> None:
    lead = make_lead(seller, company="Вега", inn="7707083893")
    made = conversion.convert(lead=lead, **ALL, by=seller, at=NOW)
    assert made.organization
    assert made.person
    assert made.deal
    if deed == "entity":
        values = {"name": "ООО Вега-2", "organization": made.organization.pk}
        actions.create(kind=LEGAL_ENTITY, values=values, by=seller, at=NOW)
    elif deed == "position":
        other = actions.create(kind=ORGANIZATION, values={"name": "Орион"}, by=seller, at=NOW)
        Position.objects.create(person=made.person, organization=other, created_at=NOW, updated_at=NOW)
    elif deed == "tick":
        checks.tick(deal=made.deal, items=[item(stages["Новая"]).pk], by=seller, at=NOW)
    elif deed == "claim":
        registrations.claim(record=made.organization, evidence="Выставка в мае", by=colleague, at=NOW)
        Task.objects.all().delete()
    elif deed == "payment":
        payments.receive(Received(deal=made.deal, amount=Decimal(100), paid_on=NOW.date()), by=seller, at=NOW)
    else:
        stage = agreed_by(stages["Договор"], colleague)
        asked = approvals.ask(deal=made.deal, stage=stage, by=seller, at=NOW)
        approvals.withdraw(approval=asked, by=seller, at=NOW)
        Task.objects.all().delete()
    with pytest.raises(Refused):
        unconversion.undo(lead=lead, by=seller, at=LATER)
    assert Deal.objects.exists()


def test_not_after_a_month_nor_what_was_never_converted(seller: User, outsider: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    with pytest.raises(Refused):
        unconversion.undo(lead=lead, by=seller, at=NOW)
    conversion.convert(lead=lead, **ALL, by=seller, at=NOW)
    with pytest.raises(Refused):
        unconversion.undo(lead=lead, by=seller, at=NOW + timedelta(days=31))
    with pytest.raises(NotFound):
        unconversion.undo(lead=lead, by=outsider, at=LATER)


def test_the_button_on_the_card(client: Client, seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    client.force_login(seller)
    address = reverse("sales:unconvert", args=[lead.pk])
    assert address not in client.get(reverse("lead:card", args=[lead.pk])).content.decode()
    assert client.post(address).status_code == 422
    client.post(reverse("sales:convert", args=[lead.pk]), {"person": "new", "person-last_name": "Белов"})
    lead.refresh_from_db()
    assert lead.converted_at
    assert address in client.get(reverse("lead:card", args=[lead.pk])).content.decode()
    assert client.post(address).status_code == 303
    assert not Person.objects.exists()
