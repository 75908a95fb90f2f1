"""Conversion asks for what the company demands: of the lead before, of what it becomes then."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import Role, User
from voronka.core.errors import Refused
from voronka.people.kinds import PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions, kinds
from voronka.records.actions.field_rules import set_right
from voronka.records.actions.obligations import prescribe
from voronka.records.tests.rules import fresh
from voronka.sales.actions import conversion
from voronka.sales.models import Deal, Lead
from voronka.sales.tests.conftest import NOW, MakeLead
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4", "B10")]


def demand(admin: User, kind: str, *fields: str, moment: str = "convert", of: Role | None = None) -> None:
    for field in fields:
        prescribe(kind=kinds.get(kind), field=field, demands={moment: of and [of.pk]}, by=admin)


def sent(**given: str) -> dict[str, str]:
    return {
        "organization": "new",
        "organization-name": "Вега",
        "person": "new",
        "person-last_name": "Белов",
        "deal": "on",
        "deal-name": "Насосы",
    } | {name.replace("__", "-"): text for name, text in given.items()}


def convert(client: Client, lead: Lead, **given: str) -> Any:
    return client.post(reverse("sales:convert", args=[lead.pk]), sent(**given), headers={"HX-Request": "true"})


def test_what_a_lead_becomes_must_have_it(client: Client, seller: User, admin: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, company="Вега")
    demand(admin, "organization", "website", "segments")
    demand(admin, "person", "position", "role")
    demand(admin, "deal", "amount", "expected_close_on")
    client.force_login(seller)
    shown = client.get(reverse("sales:convert", args=[lead.pk])).content.decode()
    for name in ("organization-website", "organization-segments", "person-role"):
        assert f'id="id_{name}"' in shown
    assert "field__error" not in shown
    answer = convert(client, lead, person__first_name="Пётр")
    html = answer.content.decode()
    assert answer.status_code == 422
    for name in ("organization-website", "organization-segments", "person-position", "person-role", "deal-amount"):
        assert f'id="id_{name}-error"' in html
    assert 'value="Пётр"' in html
    assert not Organization.objects.exists()


def test_it_is_filled_and_converted(client: Client, seller: User, admin: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, source="Сайт")
    demand(admin, "organization", "website", "source")
    demand(admin, "person", "organization", "source")
    demand(admin, "deal", "organization", "person", "lead", "source")
    client.force_login(seller)
    shown = client.get(reverse("sales:convert", args=[lead.pk])).content.decode()
    assert f'value="{lead.source_id}" selected' in shown  # what the lead knows is filled in already
    given = {f"{kind}__source": str(lead.source_id) for kind in ("organization", "person", "deal")}
    answer = convert(client, lead, organization__website="vega.ru", **given)
    deal = Deal.objects.get()
    assert answer.headers["HX-Redirect"] == deal.get_absolute_url()
    assert (deal.lead, deal.source, str(deal.organization)) == (lead, lead.source, "Вега")


def test_a_record_made_by_hand_is_not_asked_for_it(seller: User, admin: User) -> None:
    demand(admin, "person", "position")
    person = actions.create(kind=PERSON, values={"last_name": "Белов"}, by=seller, at=NOW)
    assert person.position == ""


def test_what_exists_is_attached_as_it_is(client: Client, seller: User, admin: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    who = actions.create(kind=PERSON, values={"last_name": "Белов"}, by=seller, at=NOW)
    demand(admin, "person", "position")
    client.force_login(seller)
    answer = convert(client, lead, organization="none", person=str(who.pk), deal="")
    assert answer.headers["HX-Redirect"] == who.get_absolute_url()


def test_the_lead_itself_must_be_known_first(client: Client, seller: User, admin: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    demand(admin, "lead", "inn", "source")
    with pytest.raises(Refused) as refusal:
        conversion.convert(lead=lead, organization=None, person={"last_name": "Б"}, deal=None, by=fresh(seller), at=NOW)
    assert set(refusal.value.fields) == {"lead-inn", "lead-source"}
    client.force_login(seller)
    assert 'name="lead-inn"' in client.get(reverse("sales:convert", args=[lead.pk])).content.decode()
    answer = convert(client, lead, lead__inn="7707083893")
    assert (answer.status_code, 'id="id_lead-source-error"' in answer.content.decode()) == (422, True)
    assert not Person.objects.exists()
    source = make_lead(seller, source="Сайт").source_id
    answer = convert(client, lead, lead__inn="7707083893", lead__source=str(source))
    lead.refresh_from_db()
    assert (lead.inn, lead.source_id, lead.converted_by) == ("7707083893", source, seller)


def test_of_whom_it_is_kept_it_is_not_asked(
    client: Client, seller: User, admin: User, own_role: Role, make_lead: MakeLead
) -> None:
    lead = make_lead(seller)
    demand(admin, "lead", "inn")
    demand(admin, "person", "phones")
    set_right(role=own_role, kind=kinds.get("lead"), field="inn", right="read", by=admin)
    set_right(role=own_role, kind=PERSON, field="phones", right="hidden", by=admin)
    client.force_login(seller)
    assert "HX-Redirect" in convert(client, lead, deal="").headers


def test_the_api_names_the_fields_with_their_records(seller: User, admin: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, source="Сайт")
    demand(admin, "deal", "amount", "organization", "source")
    demand(admin, "person", "position")
    body = {
        "organization": {"name": "Вега"},
        "person": {"last_name": "Б", "position": "Директор"},
        "deal": {"name": "Н"},
    }
    code, told = call(seller, f"/leads/{lead.pk}/convert", body)
    assert (code, list(told["fields"])) == (422, ["deal-amount"])
    assert call(seller, f"/leads/{lead.pk}/convert", body | {"deal": {"name": "Н", "amount": 5}})[0] == 200


def test_of_certain_roles_only(client: Client, seller: User, head: User, admin: User, make_lead: MakeLead) -> None:
    demand(admin, "deal", "amount", of=seller.roles.get())
    lead = make_lead(seller)
    client.force_login(seller)
    assert convert(client, lead).status_code == 422
    client.force_login(head)
    assert "HX-Redirect" in convert(client, lead).headers
