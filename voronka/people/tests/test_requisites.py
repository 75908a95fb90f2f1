"""The form of requisites: made with accounts at once, edited at once, copied."""

from typing import Any

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.people.models import LegalEntity
from voronka.people.tests.accounts import BIC, CORRESPONDENT, account
from voronka.people.tests.test_legal_entities import INN, INN_OF_A_PERSON, OGRN, entity
from voronka.people.tests.test_panels import shown
from voronka.records.tests.test_card import firm

HTMX = {"HX-Request": "true", "HX-Target": "dialog"}
NEW = "/legal-entities/new/"


def filled(home: Any, **values: Any) -> dict[str, Any]:
    return {
        "organization": home.pk,
        "name": "ООО «Ромашка»",
        "legal_form": "llc",
        "inn": INN,
        "kpp": "773601001",
        "ogrn": OGRN,
        "address": "Москва, ул. Лесная, 5",
        "account_number": [account(1), "", account(2)],
        "account_bic": [BIC, "", BIC],
        "account_correspondent": [CORRESPONDENT, "", ""],
        "account_bank": ["ПАО Сбербанк", "", ""],
        "account_swift": ["", "", ""],
        "idempotency_key": "one",
        **values,
    }


@pytest.mark.req("B12")
def test_made_with_its_accounts_once(client: Client, seller: User) -> None:
    home = firm(seller)
    client.force_login(seller)
    assert f'value="{home.pk}"' in client.get(f"{NEW}?organization={home.pk}&stay=1", headers=HTMX).content.decode()
    for _time in range(2):
        assert client.post(NEW, filled(home, stay="1"), headers=HTMX).status_code == 204
    made = LegalEntity.objects.get()
    assert made.is_default
    assert [one.number for one in made.bank_accounts.all()] == [account(1), account(2)]
    assert client.post(NEW, filled(home, idempotency_key="two")).status_code == 303


@pytest.mark.req("B12")
def test_every_mistake_is_told_and_nothing_is_lost_or_half_made(client: Client, seller: User) -> None:
    client.force_login(seller)
    sent = filled(firm(seller), inn="7707083894", account_number=["123", "", account(2)], address="Лесная\x00")
    answer = client.post(NEW, sent, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 422
    for text in ("7707083894", "здесь 3", "Лесная", 'id="id_inn-error"', account(2)):
        assert text in html
    answer = client.post(NEW, filled(firm(seller), legal_form="sole"), headers=HTMX)
    assert answer.status_code == 422
    assert "12 цифр" in answer.content.decode()
    assert not LegalEntity.objects.exists()


def test_an_account_twice_in_the_form_makes_nothing(client: Client, seller: User) -> None:
    client.force_login(seller)
    sent = filled(firm(seller), account_number=[account(1), "", account(1)])
    answer = client.post(NEW, sent, headers=HTMX)
    assert answer.status_code == 422
    assert "Этот счёт здесь уже есть" in answer.content.decode()
    assert not LegalEntity.objects.exists()


@pytest.mark.req("B12")
def test_all_requisites_are_edited_at_once(client: Client, seller: User) -> None:
    made = entity(seller, firm(seller), inn=INN, kpp="773601001")
    client.force_login(seller)
    address = f"{made.get_absolute_url()}requisites/"
    assert INN in client.get(address, headers=HTMX).content.decode()
    sent = {"organization": made.organization_id, "name": "ИП Петров", "legal_form": "sole", "inn": INN_OF_A_PERSON}
    assert client.post(address, {**sent, "kpp": "", "version": 1}, headers=HTMX).status_code == 204
    made.refresh_from_db()
    assert (made.legal_form, made.inn, made.kpp) == ("sole", INN_OF_A_PERSON, "")
    stale = client.post(address, {**sent, "name": "ИП Петров И. С.", "inn": "", "version": 1}, headers=HTMX)
    assert stale.status_code == 409
    assert INN_OF_A_PERSON in stale.content.decode()


def test_foreign_requisites_are_as_absent(client: Client, seller: User, outsider: User) -> None:
    made = entity(seller, firm(seller))
    client.force_login(outsider)
    for path in ("requisites/", "default/"):
        assert client.post(f"{made.get_absolute_url()}{path}", {"name": "Чужая"}).status_code == 404
    answer = client.post(NEW, filled(made.organization), headers=HTMX)
    assert answer.status_code == 422
    assert "Ромашка</option>" not in answer.content.decode()


@pytest.mark.req("B12")
def test_the_card_of_a_sole_proprietor_has_no_kpp(client: Client, seller: User) -> None:
    made = entity(seller, firm(seller), legal_form="sole", name="ИП Петров")
    client.force_login(seller)
    html = client.get(made.get_absolute_url()).content.decode()
    assert "КПП" not in html
    assert "ОГРН" in html


@pytest.mark.req("B12")
def test_requisites_are_copied_and_the_default_is_chosen_on_the_card_of_the_client(
    client: Client, seller: User
) -> None:
    home = firm(seller)
    client.force_login(seller)
    client.post(NEW, filled(home), headers=HTMX)
    second = entity(seller, home, name="ИП Петров")
    html = shown(client, seller, home, "legal-entities")
    for text in (f"ИНН {INN}, КПП 773601001, ОГРН {OGRN}", f"Р/с {account(1)}, ПАО Сбербанк", "основной"):
        assert text in html
    assert client.post(f"{second.get_absolute_url()}default/", headers=HTMX).status_code == 204
    second.refresh_from_db()
    assert second.is_default


PASTED = "ООО «Ромашка»\nИНН/КПП 7707083893/770701001\nр/с 40702810800000005555 в ПАО Сбербанк БИК 044525225\nПривет!"


@pytest.mark.req("B12")
def test_a_pasted_block_fills_the_form_and_loses_nothing(client: Client, seller: User) -> None:
    home = firm(seller)
    client.force_login(seller)
    assert "paste=1" in shown(client, seller, home, "legal-entities")
    sent = {"organization": home.pk, "pasted": PASTED, "address": "Лесная, 5", "idempotency_key": "one"}
    answer = client.post("/legal-entities/read/", sent, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    for text in (INN, "770701001", "40702810800000005555", "Лесная, 5", "Привет!", "не сходится контрольная цифра"):
        assert text in html
    assert '<option value="llc" selected>' in html
    assert not LegalEntity.objects.exists()


def test_pasting_needs_the_right_to_create(client: Client, seller: User, own_role: Any) -> None:
    own_role.grants.filter(kind="legal_entity", action="create").delete()
    client.force_login(seller)
    assert client.post("/legal-entities/read/", {"pasted": PASTED}).status_code == 403


def test_hostile_text_is_read_calmly(client: Client, seller: User) -> None:
    client.force_login(seller)
    for text in ("", "\x00" * 10, "9" * 30_000, "ИНН " * 4_000, "<script>«"):
        assert client.post("/legal-entities/read/", {"pasted": text}, headers=HTMX).status_code == 200
