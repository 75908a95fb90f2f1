"""The command line and quick create."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import Organization
from voronka.records import actions

LINE = {"HX-Request": "true", "HX-Target": "command-results"}


@pytest.fixture
def client_of(seller: User) -> Organization:
    values = {"name": "ООО «Ромашка»", "phones": ["+79031234567"]}
    made: Organization = actions.create(kind=ORGANIZATION, values=values, by=seller, at=timezone.now())
    return made


def ask(client: Client, user: User, text: str, **headers: str) -> str:
    client.force_login(user)
    found = client.get(reverse("home:search"), {"q": text}, headers=headers).content.decode()
    return found.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.req("X6")
def test_the_command_line_finds_and_offers_to_make(client: Client, seller: User, client_of: Organization) -> None:
    found = ask(client, seller, "ромаш", **LINE)
    assert "<html" not in found
    assert reverse("organization:card", args=[client_of.pk]) in found
    assert f"{reverse('deal:new')}?name=" in found
    assert "ООО «Ромашка»" in ask(client, seller, "hjvfi", **LINE)
    assert "+7 903 123-45-67" in ask(client, seller, "903 123", **LINE).replace("\u00a0", " ")


def test_the_page_says_what_was_found(client: Client, seller: User, client_of: Organization) -> None:
    assert "ООО «Ромашка»" in ask(client, seller, "ромаш")
    assert 'class="empty' in ask(client, seller, "дирижабль")
    assert 'class="empty' in ask(client, seller, "")


def test_a_foreign_record_is_not_found(client: Client, outsider: User, client_of: Organization) -> None:
    assert "«Ромашка»" not in ask(client, outsider, "ромаш", **LINE)


def test_odd_questions_do_no_harm(client: Client, seller: User) -> None:
    for text in ("\x00", "%", "'", "a" * 5000, "🙂", "((((", "\\"):
        assert ask(client, seller, text, **LINE) is not None


def test_quick_create_knows_the_open_record(
    client: Client, seller: User, outsider: User, client_of: Organization
) -> None:
    client.force_login(seller)
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{client_of.get_absolute_url()}?tab=changes"}
    menu = client.get(reverse("home:quick"), headers=here).content.decode()
    assert f"{reverse('deal:new')}?organization={client_of.pk}" in menu
    assert f"{reverse('person:new')}?organization={client_of.pk}" in menu
    assert f"{reverse('task:new')}?subject=organization%3A{client_of.pk}" in menu
    client.force_login(outsider)
    menu = client.get(reverse("home:quick"), headers=here).content.decode()
    assert "«Ромашка»" not in menu
    assert f"organization={client_of.pk}" not in menu
    for address in ("", "http://testserver/nothing/", "http://["):
        assert client.get(reverse("home:quick"), headers=here | {"HX-Current-URL": address}).status_code == 200
