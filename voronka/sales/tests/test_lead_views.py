"""Screens of leads: take, disqualify, reopen, convert; who may, what is asked, what is found."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions
from voronka.records.kinds import Kind
from voronka.sales.models import Deal, Lead, LeadState
from voronka.sales.queries import matches
from voronka.sales.tests.conftest import NOW, MakeLead

HTMX = {"HX-Request": "true"}


def make(kind: Kind, by: User, **values: Any) -> Any:
    return actions.create(kind=kind, values=values, by=by, at=NOW)


def go(client: Client, name: str, lead: Lead, **given: Any) -> Any:
    return client.post(reverse(f"sales:{name}", args=[lead.pk]), given, headers=HTMX)


def test_take(client: Client, seller: User, outsider: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, owner=None)
    client.force_login(outsider)
    assert go(client, "take", lead).status_code == 404
    client.force_login(seller)
    assert go(client, "take", lead).status_code == 204
    lead.refresh_from_db()
    assert lead.owner == seller


def test_a_lead_that_a_colleague_has_taken_is_refused_in_words(
    client: Client, seller: User, colleague: User, make_lead: MakeLead
) -> None:
    lead = make_lead(seller)
    client.force_login(colleague)
    response = go(client, "take", lead)
    assert response.status_code == 422
    assert "HX-Trigger" in response.headers


@pytest.mark.req("B10")
def test_disqualify_asks_and_reopen_takes_back(client: Client, seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    client.force_login(seller)
    asked = client.get(reverse("sales:disqualify", args=[lead.pk]), headers=HTMX)
    assert "disqualify_reason" in asked.content.decode()
    assert go(client, "disqualify", lead, comment="x").status_code == 422
    assert go(client, "disqualify", lead, disqualify_reason="Спам").status_code == 204
    lead.refresh_from_db()
    assert lead.state == LeadState.DISQUALIFIED
    assert go(client, "reopen-lead", lead).status_code == 204
    lead.refresh_from_db()
    assert lead.state == LeadState.OPEN


def test_others_may_not(client: Client, seller: User, outsider: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    client.force_login(outsider)
    for name in ("disqualify", "reopen-lead", "convert"):
        assert go(client, name, lead).status_code == 404, name


@pytest.mark.req("B10", "X4")
def test_matches_say_why(seller: User, make_lead: MakeLead) -> None:
    client = make(ORGANIZATION, seller, name="ООО «Ромашка»")
    make(LEGAL_ENTITY, seller, name="ООО Ромашка", organization=client.pk, inn="7707083893")
    by_phone = make(PERSON, seller, last_name="Иной", phones=["+79031234567"], organization=client.pk)
    by_name = make(PERSON, seller, last_name="Беллов", first_name="Олег")
    make(PERSON, seller, last_name="Совсем", first_name="Другой")
    lead = make_lead(seller, first_name="Олег", company="Ромашка", inn="7707083893", phones="8 903 123-45-67")
    found = matches.of_lead(lead, by=seller)
    assert [(one.record, one.is_exact) for one in found.persons] == [(by_phone, True), (by_name, False)]
    assert [(one.record, one.is_exact, len(one.reasons)) for one in found.organizations] == [(client, True, 3)]


@pytest.mark.req("E1")
def test_a_foreign_match_is_not_revealed(seller: User, outsider: User, make_lead: MakeLead) -> None:
    make(ORGANIZATION, outsider, name="Ромашка")
    make(PERSON, outsider, last_name="Белов", phones=["+79031234567"])
    lead = make_lead(seller, company="Ромашка", phones="8 903 123-45-67")
    found = matches.of_lead(lead, by=seller)
    assert (found.organizations, found.persons) == ([], [])


def test_the_form_proposes_and_attaches(client: Client, seller: User, make_lead: MakeLead) -> None:
    person = make(PERSON, seller, last_name="Белов", phones=["+79031234567"])
    lead = make_lead(seller, company="Вега", phones="8 903 123-45-67", amount="350000")
    client.force_login(seller)
    text = client.get(reverse("sales:convert", args=[lead.pk])).content.decode()
    assert f'name="person" value="{person.pk}" checked' in text
    assert 'name="organization" value="new" checked' in text
    sent = {"organization": "new", "organization-name": "Вега", "person": person.pk, "deal": "on", "deal-name": "Вега"}
    response = client.post(reverse("sales:convert", args=[lead.pk]), {**sent, "deal-amount": "350 000"})
    deal = Deal.objects.get()
    assert (response.status_code, response.headers["Location"]) == (303, deal.get_absolute_url())
    assert (deal.person, deal.organization, Person.objects.count()) == (person, Organization.objects.get(), 1)
    again = client.post(reverse("sales:convert", args=[lead.pk]), sent)
    assert (again.headers["Location"], Deal.objects.count()) == (deal.get_absolute_url(), 1)


@pytest.mark.req("X4")
def test_a_shared_phone_makes_nobody_somebody_else(client: Client, seller: User, make_lead: MakeLead) -> None:
    firm = make(ORGANIZATION, seller, name="Вектор")
    person = make(PERSON, seller, last_name="Зуев", phones=["+79031234567"], organization=firm.pk)
    lead = make_lead(seller, company="Вега", phones="8 903 123-45-67")  # Белов
    client.force_login(seller)
    text = client.get(reverse("sales:convert", args=[lead.pk])).content.decode()
    assert 'name="person" value="new" checked' in text
    assert 'name="organization" value="new" checked' in text
    assert f'name="person" value="{person.pk}"' in text, "offered all the same"
    assert f'name="organization" value="{firm.pk}"' in text


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"organization": "none", "person": "none"}, "must become"),
        ({"organization": "new", "organization-name": ""}, "organization-name"),
        ({"person": "new", "person-last_name": "Б", "person-phones": "abc"}, "person-phones"),
        ({"person": "other", "person-other": ""}, "person-other"),
        ({"person": "999999"}, "person"),
        ({"person": "new", "person-last_name": "Б", "deal": "on", "deal-name": ""}, "deal-name"),
        ({"person": "new", "person-last_name": "Б", "deal": "on", "deal-name": "Д", "deal-amount": "много"}, "amount"),
        ({"person": "new"}, "person-last_name"),
    ],
)
def test_mistakes_are_said_and_nothing_is_made(
    client: Client, seller: User, make_lead: MakeLead, sent: dict[str, str], field: str
) -> None:
    seller.language = "en"
    seller.save()
    lead = make_lead(seller)
    client.force_login(seller)
    response = client.post(reverse("sales:convert", args=[lead.pk]), sent, headers={"Accept-Language": "en"})
    assert response.status_code == 422
    assert field in response.content.decode()
    lead.refresh_from_db()
    assert lead.is_open
    assert Person.objects.count() == Organization.objects.count() == Deal.objects.count() == 0
