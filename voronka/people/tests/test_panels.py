"""What people adds to cards: people of an organization, legal entities, the organization of a person."""

from typing import Any

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.people.kinds import LEGAL_ENTITY
from voronka.records import actions
from voronka.records.models import ClassifierValue
from voronka.records.tests.test_card import NOW, firm, person


def shown(client: Client, user: User, record: Any, panel: str) -> str:
    client.force_login(user)
    return client.get(f"{record.get_absolute_url()}panels/{panel}/", headers={"HX-Request": "true"}).content.decode()


@pytest.mark.req("B11")
def test_people_stand_with_position_role_and_phone(client: Client, seller: User) -> None:
    made = firm(seller)
    role = ClassifierValue.objects.create(classifier="role", name="Решает")
    person(seller, organization=made.pk, position="Директор", role=role.pk, phones=["+79031234567"])
    html = shown(client, seller, made, "persons")
    for text in ("Иванов", "Директор", "Решает", 'href="tel:+79031234567"', f"organization={made.pk}", "stay=1"):
        assert text in html


@pytest.mark.req("E1")
def test_a_foreign_person_is_not_among_them(client: Client, seller: User, outsider: User, head: User) -> None:
    made = firm(seller)
    person(outsider, last_name="Тайнов", organization=made.pk)
    assert "Тайнов" not in shown(client, seller, made, "persons")
    assert "Тайнов" in shown(client, head, made, "persons")


def test_the_rest_of_many_is_counted(client: Client, seller: User) -> None:
    made = firm(seller)
    for number in range(23):
        person(seller, last_name=f"Ф{number:02}", organization=made.pk)
    html = shown(client, seller, made, "persons")
    assert "23</span>" in html
    assert "Ф19" in html
    assert "Ф20" not in html


@pytest.mark.req("B12")
def test_legal_entities_show_their_numbers(client: Client, seller: User) -> None:
    made = firm(seller)
    values = {"name": "ООО «Ромашка»", "inn": "7707083893", "kpp": "773601001", "organization": made.pk}
    actions.create(kind=LEGAL_ENTITY, values=values, by=seller, at=NOW)
    html = shown(client, seller, made, "legal-entities")
    for text in ("ООО «Ромашка»", "7707083893", "773601001"):
        assert text in html


def test_a_person_shows_the_organization_and_colleagues(client: Client, seller: User, outsider: User) -> None:
    made = firm(seller)
    one = person(seller, organization=made.pk)
    person(seller, last_name="Коллегин", organization=made.pk)
    html = shown(client, seller, one, "organization")
    assert "Ромашка" in html
    assert "Коллегин" in html
    theirs = firm(outsider, name="Тайна")
    lost = person(seller, organization=theirs.pk)
    assert "Тайна" not in client.get(lost.get_absolute_url()).content.decode()


def test_a_legal_entity_shows_the_organization_alone(client: Client, seller: User) -> None:
    made = firm(seller)
    person(seller, last_name="Коллегин", organization=made.pk)
    entity = actions.create(kind=LEGAL_ENTITY, values={"name": "ООО", "organization": made.pk}, by=seller, at=NOW)
    client.force_login(seller)
    assert client.get(entity.get_absolute_url()).status_code == 200
    html = shown(client, seller, entity, "organization")
    assert "Ромашка" in html
    assert "Коллегин" not in html


def test_without_the_right_to_create_nothing_is_offered(client: Client, seller: User, own_role: Any) -> None:
    made = firm(seller)
    own_role.grants.filter(action="create").delete()
    assert "/new/" not in shown(client, seller, made, "persons")
