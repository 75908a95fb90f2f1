"""Legal entities and their bank accounts through the API."""

from typing import Any

import pytest
from django.test import Client

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.people.models import LegalEntity
from voronka.people.tests.accounts import BIC, account
from voronka.people.tests.test_legal_entities import INN, entity
from voronka.records.tests.test_card import NOW, firm


class Program:
    """Speaks with the rights of a person."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {tokens.issue(user=user, name='test', at=NOW)[1]}"}

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        send = getattr(self.client, method)
        given = {"data": body, "content_type": "application/json"} if body is not None else {}
        return send(f"/api/v1/legal-entities{path}", headers={**self.headers, **headers}, **given)


@pytest.mark.req("B12")
def test_accounts_are_nested_resources(seller: User) -> None:
    ours, call = entity(seller, firm(seller), inn=INN), Program(seller)
    here = f"/{ours.pk}/bank-accounts"
    key = {"Idempotency-Key": "one"}
    made = [call("post", here, {"number": account(1), "bic": BIC}, **key).json() for _time in range(2)]
    assert made[0] == made[1]
    assert (made[0]["is_default"], made[0]["currency"]) == (True, "RUB")
    other = call("post", here, {"number": account(2), "bic": BIC}).json()
    assert call("post", f"{here}/{other['id']}/default").json()["is_default"]
    assert [one["id"] for one in call("get", here).json()["items"]] == [other["id"], made[0]["id"]]
    changed = call("patch", f"{here}/{other['id']}", {"bank": "Сбер", "version": other["version"] + 1})
    assert (changed.status_code, changed.json()["bank"]) == (200, "Сбер")
    stale = call("patch", f"{here}/{other['id']}", {"bank": "Сбербанк", "version": 1})
    assert (stale.status_code, stale.json()["clashes"][0]["theirs"]) == (409, "Сбер")
    assert call("delete", f"{here}/{other['id']}").status_code == 204
    assert call("get", f"{here}/{other['id']}").status_code == 404
    assert call("get", f"{here}/{made[0]['id']}").json()["is_default"]


def test_a_wrong_account_is_told_by_field(seller: User) -> None:
    ours, call = entity(seller, firm(seller)), Program(seller)
    answer = call("post", f"/{ours.pk}/bank-accounts", {"number": "1", "bic": "2"})
    assert (answer.status_code, answer.json()["error"]) == (422, "refused")
    assert "bic" in answer.json()["fields"]


@pytest.mark.req("B12")
def test_the_default_is_switched_and_shown(seller: User) -> None:
    home = firm(seller)
    first, second = entity(seller, home), entity(seller, home, name="Вторая")
    call = Program(seller)
    assert call("post", f"/{second.pk}/default").json()["is_default"] is True
    assert call("get", f"/{first.pk}").json()["is_default"] is False
    refused = call("patch", f"/{first.pk}", {"is_default": True})
    assert refused.status_code == 422


def test_the_form_of_law_is_checked(seller: User) -> None:
    home, call = firm(seller), Program(seller)
    values = {"name": "ИП Петров", "organization": home.pk, "legal_form": "sole", "kpp": "773601001"}
    assert call("post", "", values).json()["fields"].keys() == {"kpp"}
    made = call("post", "", {"name": "ООО «Ромашка»", "organization": home.pk}).json()
    assert made["legal_form"] == "llc"
    assert LegalEntity.objects.get().is_default


def test_foreign_accounts_are_as_absent(seller: User, outsider: User) -> None:
    ours, call = entity(seller, firm(seller)), Program(outsider)
    for method, path, body in (
        ("get", "/bank-accounts", None),
        ("post", "/bank-accounts", {"number": account(1), "bic": BIC}),
        ("post", "/default", {}),
    ):
        assert call(method, f"/{ours.pk}{path}", body).status_code == 404


@pytest.mark.req("B12")
def test_a_block_is_read(seller: User) -> None:
    read = Program(seller)("post", "/read", {"text": f"ИНН {INN} р/с {account(1)} БИК {BIC} Привет"}).json()
    assert read["values"] == {"inn": INN}
    assert read["accounts"] == [{"number": account(1), "bic": BIC}]
