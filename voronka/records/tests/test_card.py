"""The card: a page, a side panel, its panels, its changes; four cases each and a fixed number of queries."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import actions

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
PANEL = {"HX-Request": "true", "HX-Target": "panel"}


def firm(by: User, **values: Any) -> Any:
    return actions.create(kind=ORGANIZATION, values={"name": "Ромашка", **values}, by=by, at=NOW)


def person(by: User, **values: Any) -> Any:
    return actions.create(kind=PERSON, values={"last_name": "Иванов", **values}, by=by, at=NOW)


def seen(client: Client, user: User, path: str, **headers: str) -> str:
    client.force_login(user)
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.req("G1")
def test_the_card_shows_fields_and_who_answers(client: Client, seller: User) -> None:
    html = seen(client, seller, firm(seller, phones=["+79031234567"]).get_absolute_url())
    for text in ("Ромашка", "+7 903 123-45-67", 'href="tel:+79031234567"', "Иван Громов", "<html"):
        assert text in html


def test_the_side_panel_is_a_fragment_of_the_same_address(client: Client, seller: User) -> None:
    html = seen(client, seller, firm(seller).get_absolute_url(), **PANEL)
    assert "Ромашка" in html
    assert "card-inside" in html
    assert "<html" not in html


@pytest.mark.req("E1")
def test_a_teammate_sees_an_outsider_does_not(client: Client, seller: User, colleague: User, outsider: User) -> None:
    made = firm(seller)
    path = made.get_absolute_url()
    assert "Ромашка" in seen(client, colleague, path)
    client.force_login(outsider)
    for address in (path, f"{path}fields/name/", f"{path}panels/persons/", f"{path}changes/", f"{path}delete/"):
        assert client.get(address).status_code == client.get(address.replace(str(made.pk), "999999")).status_code == 404


def test_without_the_right_to_edit_nothing_invites_to(client: Client, seller: User, own_role: Any) -> None:
    path = firm(seller).get_absolute_url()
    assert "data-edit" in seen(client, seller, path)
    own_role.grants.exclude(action="view").delete()
    html = seen(client, seller, path)
    assert "data-edit" not in html
    assert "/delete/" not in html
    assert client.get(f"{path}fields/name/").status_code == 403


def test_names_are_only_text(client: Client, seller: User) -> None:
    evil = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    made = firm(seller, name=evil, note=evil, address=evil)
    person(seller, last_name=evil[:120], organization=made.pk, position=evil)
    for headers in ({}, PANEL):
        html = seen(client, seller, made.get_absolute_url(), **headers)
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_absent_panels_and_fields_are_not_found(client: Client, seller: User) -> None:
    path = firm(seller).get_absolute_url()
    client.force_login(seller)
    for address in ("panels/none/", "fields/none/", "fields/created_at/"):
        assert client.get(path + address).status_code == 404


@pytest.mark.parametrize("count", [1, 50])
def test_the_card_asks_few_queries_however_much_hangs_on_it(
    client: Client, seller: User, django_assert_max_num_queries: Any, count: int
) -> None:
    made = firm(seller)
    for number in range(count):
        person(seller, last_name=f"Ф{number}", organization=made.pk)
    client.force_login(seller)
    client.get(made.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(made.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(made.get_absolute_url(), headers=PANEL)


def test_changes_tell_who_changed_what(client: Client, seller: User, colleague: User) -> None:
    made = firm(seller)
    for number in range(35):
        made = actions.update(record=made, changes={"address": f"Улица {number}"}, by=colleague, at=NOW)
    html = seen(client, seller, f"{made.get_absolute_url()}?tab=changes")
    assert "Мария Соколова" in html
    assert "Улица 34" in html
    assert "Улица 1<" not in html
    mark = html.partition("changes/?before=")[2].partition('"')[0]
    older = seen(client, seller, f"{made.get_absolute_url()}changes/?before={mark}", **{"HX-Request": "true"})
    assert "Улица 1<" in older
    assert client.get(f"{made.get_absolute_url()}changes/?before=x").status_code == 302
