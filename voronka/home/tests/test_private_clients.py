"""Private persons only: organizations and all that tells of them are nowhere, and come back unharmed."""

from typing import Any

import pytest
from django.test import Client

from voronka.accounts.actions import roles
from voronka.accounts.models import Action, Arrangement, Scope, User
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import access, actions, aside
from voronka.records.actions import set_aside
from voronka.records.actions.field_rules import set_right
from voronka.records.field_rules import as_seen
from voronka.records.tests.lists import NOW, text
from voronka.sales import defaults
from voronka.sales.kinds import DEAL, LEAD

pytestmark = [pytest.mark.django_db, pytest.mark.req("B12", "G1")]

PAGE = "/settings/clients/"


@pytest.fixture
def vega(seller: User) -> Organization:
    made: Organization = actions.create(kind=ORGANIZATION, values={"name": "Вега"}, by=seller, at=NOW)
    return made


@pytest.fixture
def private(vega: Organization, admin: User) -> None:
    """The company sells to private persons."""
    set_aside.do_without(names=["organization"], by=admin)


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return text(response)


def test_an_administrator_chooses_and_takes_it_back(client: Client, admin: User, vega: Organization) -> None:
    assert "1 организация будет скрыта, но не удалена" in page(client, admin, PAGE)
    assert client.post(PAGE, {"clients": "persons"}).status_code == 303
    assert aside.names() == {"organization", "position", "legal_entity"}
    assert "1 организация сохранена и вернётся" in page(client, admin, PAGE)
    assert client.get(vega.get_absolute_url()).status_code == 404
    client.post(PAGE, {"clients": "all"})
    assert aside.names() == frozenset()
    assert client.get(vega.get_absolute_url()).status_code == 200


def test_others_do_not(client: Client, seller: User, head: User) -> None:
    for user in (seller, head):
        client.force_login(user)
        assert client.get(PAGE).status_code == client.post(PAGE, {"clients": "persons"}).status_code == 403
        with pytest.raises(Forbidden):
            set_aside.do_without(names=["organization"], by=user)
    assert aside.names() == frozenset()


def test_only_what_can_be_missed_is_set_aside(client: Client, admin: User) -> None:
    with pytest.raises(Refused):
        set_aside.do_without(names=["person"], by=admin)
    client.force_login(admin)
    client.post(PAGE, {"clients": "\x00" * 500})
    assert Arrangement.objects.get().without == []


@pytest.mark.usefixtures("private")
def test_nobody_has_a_right_to_them(admin: User, seller: User, vega: Organization) -> None:
    for user in (admin, seller):
        for kind in (ORGANIZATION, LEGAL_ENTITY):
            assert not any(access.may(user, action, kind) for action in Action)
        assert not access.may_do(user, Action.VIEW, vega)
        names = {*as_seen(PERSON, user).by_name, *as_seen(DEAL, user).by_name, *as_seen(LEAD, user).by_name}
        assert not names & {"organization", "position", "works_since_on", "company", "inn"}
    with pytest.raises(Forbidden):
        actions.create(kind=ORGANIZATION, values={"name": "Лира"}, by=admin, at=NOW)


@pytest.mark.usefixtures("private")
def test_screens_do_not_speak_of_them(client: Client, seller: User, admin: User) -> None:
    who = actions.create(kind=PERSON, values={"last_name": "Белов"}, by=seller, at=NOW)
    for address in ("/", "/persons/", "/persons/new/", f"/persons/{who.pk}/", "/deals/", "/deals/new/", "/leads/new/"):
        shown = page(client, seller, address)
        for word in ("рганизаци", "Юридические лица", "Работает в", "Компания", "Должность"):
            assert word not in shown, (address, word)
    assert "Организации" not in page(client, admin, "/settings/fields/")
    role = seller.roles.get()
    assert "Организации" not in page(client, admin, f"/settings/roles/{role.pk}/")
    with pytest.raises(NotFound):
        roles.set_grant(role=role, kind="organization", action=Action.VIEW, scope=Scope.ALL, by=admin)


@pytest.mark.usefixtures("private")
def test_a_lead_becomes_a_person_and_a_deal(client: Client, seller: User) -> None:
    defaults.ensure()
    lead = actions.create(kind=LEAD, values={"last_name": "Белов", "owner": seller.pk}, by=seller, at=NOW)
    shown = page(client, seller, f"/leads/{lead.pk}/convert/")
    assert 'name="organization"' not in shown
    assert 'name="person-position"' not in shown
    given: dict[str, Any] = {"person": "new", "person-last_name": "Белов", "deal": "on", "deal-name": "Кухня"}
    assert client.post(f"/leads/{lead.pk}/convert/", given).status_code == 303
    assert Person.objects.get().name == "Белов"


@pytest.mark.usefixtures("private")
def test_quick_entry_keeps_a_company_as_a_note(client: Client, seller: User) -> None:
    client.force_login(seller)
    shown = text(client.post("/quick/preview/", {"text": "Иван Петров ООО Ромашка +7 903 123-45-67"}))
    assert 'data-part="person"' in shown
    assert 'data-part="organization"' not in shown
    assert "Ромашка" in shown


def test_a_match_with_a_hidden_field_does_not_break_the_conversion(client: Client, seller: User, admin: User) -> None:
    phones = ["+79031234567"]
    actions.create(kind=PERSON, values={"last_name": "Белов", "phones": phones, "note": "тайна"}, by=seller, at=NOW)
    lead = actions.create(kind=LEAD, values={"last_name": "Белов", "phones": phones}, by=seller, at=NOW)
    set_right(role=seller.roles.get(), kind=PERSON, field="note", right="hidden", by=admin)
    shown = page(client, seller, f"/leads/{lead.pk}/convert/")
    assert "Белов" in shown
    assert "тайна" not in shown
