"""A field edited in place: the editor, the saved value, mistakes, two people at once."""

from typing import Any

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records import actions
from voronka.records.models import ClassifierValue
from voronka.records.tests.test_card import NOW, firm, person

HTMX = {"HX-Request": "true"}


def send(client: Client, record: Any, name: str, version: int = 1, query: str = "", **data: Any) -> Any:
    path = f"{record.get_absolute_url()}fields/{name}/{query}"
    return client.post(path, {"version": version, **data}, headers=HTMX)


@pytest.mark.parametrize("field", [one.name for one in PERSON.fields if one.editable])
@pytest.mark.parametrize("query", ["", "?cell=1"])
def test_every_field_has_its_editor(client: Client, seller: User, field: str, query: str) -> None:
    made = person(seller, phones=["+79031234567", "+79031234568"], emails=["a@x.ru"])
    client.force_login(seller)
    answer = client.get(f"{made.get_absolute_url()}fields/{field}/{query}", headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'name="{field}"' in html
    assert 'name="version" value="1"' in html


def test_a_value_is_saved_and_shown(client: Client, seller: User) -> None:
    made = person(seller)
    client.force_login(seller)
    answer = send(client, made, "position", position=" директор ")
    assert answer.status_code == 200
    assert "директор" in answer.content.decode()
    assert '"changed": {"kind": "person"' in answer.headers["HX-Trigger"]
    made.refresh_from_db()
    assert (made.position, made.version) == ("директор", 2)


def test_the_name_in_the_head_follows(client: Client, seller: User) -> None:
    made = person(seller)
    client.force_login(seller)
    html = send(client, made, "last_name", last_name="Петров").content.decode()
    assert f'id="title-person-{made.pk}" hx-swap-oob="innerHTML">Петров' in html


def test_several_phones_are_rows(client: Client, seller: User) -> None:
    made = person(seller)
    client.force_login(seller)
    answer = send(client, made, "phones", phones=["8 903 123-45-67", "", "8 903 123-45-68"])
    assert "+7 903 123-45-68" in answer.content.decode()
    made.refresh_from_db()
    assert made.phones == ["+79031234567", "+79031234568"]
    send(client, made, "phones", version=2)
    made.refresh_from_db()
    assert made.phones == []


def test_a_cell_answers_with_its_inside_only(client: Client, seller: User) -> None:
    made = person(seller)
    client.force_login(seller)
    html = send(client, made, "position", query="?cell=1", position="директор").content.decode()
    assert html.strip() == "директор"


@pytest.mark.parametrize(
    ("name", "value"),
    [("phones", "abc"), ("emails", "not@"), ("organization", "999"), ("owner", "x"), ("position", "x" * 200)],
)
def test_a_mistake_is_told_beside_the_field_and_nothing_typed_is_lost(
    client: Client, seller: User, name: str, value: str
) -> None:
    made = person(seller, position="инженер")
    client.force_login(seller)
    answer = send(client, made, name, **{name: value})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "field__error" in html
    if name in {"phones", "emails", "position"}:
        assert value in html
    made.refresh_from_db()
    assert made.version == 1


@pytest.mark.req("E1")
def test_teammate_may_outsider_and_looker_may_not(
    client: Client, seller: User, colleague: User, outsider: User, own_role: Any
) -> None:
    made = person(seller)
    client.force_login(colleague)
    assert send(client, made, "position", position="а").status_code == 200
    client.force_login(outsider)
    assert send(client, made, "position", position="б").status_code == 404
    own_role.grants.filter(action="edit").delete()
    client.force_login(seller)
    assert send(client, made, "position", position="в").status_code == 403
    made.refresh_from_db()
    assert made.position == "а"


def test_a_foreign_organization_can_be_neither_chosen_nor_read(client: Client, seller: User, outsider: User) -> None:
    theirs = firm(outsider, name="Тайна")
    made = person(seller)
    client.force_login(seller)
    answer = send(client, made, "organization", organization=theirs.pk)
    assert answer.status_code == 422
    assert "Тайна" not in answer.content.decode()


def test_two_people_at_once_see_both_values(client: Client, seller: User, colleague: User) -> None:
    made = person(seller, position="инженер")
    actions.update(record=made, changes={"position": "директор"}, by=colleague, at=NOW, version=1)
    client.force_login(seller)
    answer = send(client, made, "position", version=1, position="бухгалтер")
    html = answer.content.decode()
    assert answer.status_code == 409
    for text in ("директор", "бухгалтер", "Мария Соколова", 'name="version" value="2"'):
        assert text in html
    assert send(client, made, "position", version=2, position="бухгалтер").status_code == 200
    made.refresh_from_db()
    assert made.position == "бухгалтер"


def test_changes_of_different_fields_fit_together(client: Client, seller: User, colleague: User) -> None:
    made = person(seller)
    actions.update(record=made, changes={"note": "звонить утром"}, by=colleague, at=NOW, version=1)
    client.force_login(seller)
    assert send(client, made, "position", version=1, position="директор").status_code == 200
    made.refresh_from_db()
    assert (made.note, made.position) == ("звонить утром", "директор")


def test_a_value_out_of_use_stays_until_another_is_chosen(client: Client, seller: User) -> None:
    old = ClassifierValue.objects.create(classifier="source", name="Выставка", is_active=False)
    made = person(seller)
    Person.objects.filter(pk=made.pk).update(source=old)
    client.force_login(seller)
    editor = client.get(f"{made.get_absolute_url()}fields/source/", headers=HTMX).content.decode()
    assert f'value="{old.pk}" selected' in editor
    assert send(client, made, "source", source=old.pk).status_code == 200
    made.refresh_from_db()
    assert made.source == old


def test_the_value_comes_back_on_escape(client: Client, seller: User) -> None:
    made = person(seller, position="инженер")
    client.force_login(seller)
    html = client.get(f"{made.get_absolute_url()}fields/position/?show=1", headers=HTMX).content.decode()
    assert "инженер" in html
    assert "<form" not in html


def test_the_owner_changes_in_the_head(client: Client, seller: User, colleague: User) -> None:
    made = person(seller)
    client.force_login(seller)
    html = send(client, made, "owner", query="?place=head", owner=colleague.pk).content.decode()
    assert "Мария Соколова" in html
    made.refresh_from_db()
    assert made.owner == colleague
