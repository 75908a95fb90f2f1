"""Making a record by a form, once; erasing it, or hearing why not."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION
from voronka.people.models import Organization, Person
from voronka.records import actions, kinds
from voronka.records.tests.test_card import NOW, firm, person

NEW = "/persons/new/"
DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}


@pytest.fixture
def mine(client: Client, seller: User) -> Client:
    client.force_login(seller)
    return client


def test_the_form_is_a_page_and_a_dialog(mine: Client) -> None:
    whole, dialog = mine.get(NEW).content.decode(), mine.get(NEW, headers=DIALOG).content.decode()
    assert "<html" in whole
    assert "<html" not in dialog
    for html in (whole, dialog):
        assert 'name="idempotency_key"' in html
        assert html.index('name="last_name"') < html.index('name="phones"') < html.index('name="external_id"')


def test_a_record_is_made_and_opened(mine: Client, seller: User) -> None:
    answer = mine.post(NEW, {"last_name": "Иванов", "phones": ["8 903 123 45 67"], "idempotency_key": "a"})
    made = Person.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, made.get_absolute_url())
    assert (made.phones, made.owner) == (["+79031234567"], seller)
    answer = mine.post(NEW, {"last_name": "Петров", "idempotency_key": "b"}, headers=DIALOG)
    assert answer.headers["HX-Redirect"] == Person.objects.get(last_name="Петров").get_absolute_url()


def test_a_repeated_request_makes_one_record(mine: Client) -> None:
    for _again in range(3):
        mine.post(NEW, {"last_name": "Иванов", "idempotency_key": "same"})
    assert Person.objects.count() == 1


def test_every_mistake_is_told_at_once_and_nothing_typed_is_lost(mine: Client) -> None:
    sent = {"last_name": "Иванов", "phones": ["abc"], "emails": ["x"], "position": "директор", "idempotency_key": "k1"}
    answer = mine.post(NEW, sent, headers=DIALOG)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count("field__error") == 2
    for text in ("abc", "директор", "Иванов", 'value="k1"'):
        assert text in html
    assert not Person.objects.exists()


def test_a_rule_of_the_record_is_told_beside_its_field(mine: Client) -> None:
    answer = mine.post(NEW, {"position": "директор", "last_name": ""})
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()


def test_the_query_fills_the_form_with_what_one_may_see(mine: Client, seller: User, outsider: User) -> None:
    own, theirs = firm(seller), firm(outsider, name="Тайна")
    html = mine.get(f"{NEW}?organization={own.pk}&last_name=Иванов&stay=1").content.decode()
    assert "Ромашка" in html
    assert 'value="Иванов"' in html
    assert "Тайна" not in mine.get(f"{NEW}?organization={theirs.pk}").content.decode()
    assert mine.get(f"{NEW}?organization=x&owner=y").status_code == 200


def test_made_from_a_panel_one_stays_where_one_is(mine: Client, seller: User) -> None:
    own = firm(seller)
    answer = mine.post(NEW, {"last_name": "Иванов", "organization": own.pk, "stay": "1"}, headers=DIALOG)
    assert answer.status_code == 204
    assert '"changed": {"kind": "person"' in answer.headers["HX-Trigger"]
    assert Person.objects.get().organization == own


def test_unknown_and_closed_fields_change_nothing(mine: Client, outsider: User) -> None:
    mine.post(NEW, {"last_name": "И", "owner_id": outsider.pk, "created_at": "2000-01-01", "version": "9", "id": "77"})
    made = Person.objects.get()
    assert made.version == 1
    assert made.pk != 77
    assert made.created_at.year > 2000


def test_without_the_right_nothing_is_made(mine: Client, own_role: Any) -> None:
    own_role.grants.filter(action="create").delete()
    assert mine.get(NEW).status_code == 403
    assert mine.post(NEW, {"last_name": "Иванов"}).status_code == 403
    assert mine.get(f"{NEW}similar/?last_name=Иванов").status_code == 403
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "query",
    ["last_name=Ёлкин", "phones=8+903+123-45-67", "emails=boss@x.ru", "last_name=елк&first_name=иван"],
)
def test_look_alikes_are_shown_while_typing(mine: Client, seller: User, query: str) -> None:
    person(seller, last_name="Ёлкин", first_name="Иван", phones=["+79031234567"], emails=["boss@x.ru"])
    assert "Ёлкин Иван" in mine.get(f"{NEW}similar/?{query}", headers=DIALOG).content.decode()


def test_look_alikes_by_tax_number_and_company(mine: Client, seller: User) -> None:
    about = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=NOW)
    entity = {"name": "ООО «Ромашка»", "organization": about.pk, "inn": "7707083893"}
    actions.create(kind=LEGAL_ENTITY, values=entity, by=seller, at=NOW)
    actions.create(kind=kinds.get("lead"), values={"company": "Ромашка", "inn": "7707083893"}, by=seller, at=NOW)
    assert "«Ромашка»" in mine.get("/legal-entities/new/similar/?inn=7707083893").content.decode()
    assert "«Ромашка»" not in mine.get("/legal-entities/new/similar/?inn=7707083894").content.decode()
    for query in ("inn=7707083893", "company=ромашка"):
        assert "Ромашка" in mine.get(f"/leads/new/similar/?{query}").content.decode()


def test_look_alikes_tell_nothing_of_foreign_records(mine: Client, outsider: User) -> None:
    person(outsider, last_name="Тайнов", phones=["+79031234567"])
    html = mine.get(f"{NEW}similar/?last_name=Тайнов&phones=89031234567").content.decode()
    assert "Тайнов" not in html
    assert mine.get(f"{NEW}similar/?last_name=и&phones=12").status_code == 200


def test_delete_asks_then_erases(mine: Client, seller: User) -> None:
    made = person(seller)
    path = f"{made.get_absolute_url()}delete/"
    assert "Иванов" in mine.get(path, headers=DIALOG).content.decode()
    assert Person.objects.exists()
    assert mine.post(path).headers["Location"] == reverse("person:list")
    assert not Person.objects.exists()
    assert mine.post(path).status_code == 404


def test_a_refused_delete_says_what_hangs_on_the_record(mine: Client, seller: User) -> None:
    made = firm(seller)
    person(seller, organization=made.pk)
    answer = mine.post(f"{made.get_absolute_url()}delete/", headers=DIALOG)
    assert answer.status_code == 422
    assert ": 1" in answer.content.decode()
    assert Organization.objects.exists()


@pytest.mark.req("E1")
def test_delete_by_a_teammate_an_outsider_and_without_the_right(
    client: Client, seller: User, colleague: User, outsider: User, own_role: Any
) -> None:
    path = f"{person(seller).get_absolute_url()}delete/"
    client.force_login(outsider)
    assert client.post(path).status_code == 404
    own_role.grants.filter(action="delete").delete()
    client.force_login(seller)
    assert client.post(path).status_code == 403
    client.force_login(colleague)
    assert client.post(path).status_code == 303
