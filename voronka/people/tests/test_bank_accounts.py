"""Bank accounts: checked, one of them the default, found by search, seen in the history, changed over the card."""

from typing import Any

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.core.errors import Conflict, NotFound, Refused
from voronka.people.actions import bank_accounts
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.models import BankAccount, LegalEntity
from voronka.people.tests.accounts import BIC, CORRESPONDENT, account
from voronka.people.tests.test_legal_entities import INN, entity
from voronka.people.tests.test_panels import shown
from voronka.records.edits import edits
from voronka.records.search.query import find
from voronka.records.tests.test_card import NOW, firm

SBER = {"bic": BIC, "bank": "ПАО Сбербанк", "correspondent": CORRESPONDENT}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ours(seller: User) -> LegalEntity:
    return entity(seller, firm(seller), inn=INN)


def add(by: User, ours: LegalEntity, last: int = 1) -> BankAccount:
    return bank_accounts.add(entity=ours, values={**SBER, "number": account(last)}, by=by, at=NOW)


@pytest.mark.req("B12")
def test_the_first_account_is_the_default_and_another_can_become_it(seller: User, ours: LegalEntity) -> None:
    first, second = add(seller, ours), add(seller, ours, 2)
    assert (first.is_default, second.is_default) == (True, False)
    bank_accounts.make_default(account=second, by=seller, at=NOW)
    assert defaults(ours) == [second.pk]
    bank_accounts.remove(account=second, by=seller, at=NOW)
    assert defaults(ours) == [first.pk]
    back = bank_accounts.restore(entity=ours, pk=second.pk, by=seller, at=NOW)
    assert (back.number, back.bank, back.is_default) == (second.number, "ПАО Сбербанк", False)


@pytest.mark.req("B12")
def test_wrong_and_repeated_accounts_are_refused(seller: User, ours: LegalEntity) -> None:
    add(seller, ours)
    number = account(1)
    wrong = number[:8] + str((int(number[8]) + 1) % 10) + number[9:]
    for values, field in (({**SBER, "number": wrong}, "number"), ({**SBER, "number": number}, "number")):
        with pytest.raises(Refused) as caught:
            bank_accounts.add(entity=ours, values=values, by=seller, at=NOW)
        assert caught.value.field == field
    assert ours.bank_accounts.count() == 1


def test_a_stale_change_shows_both_values(seller: User, ours: LegalEntity) -> None:
    made = add(seller, ours)
    bank_accounts.change(account=made, values={"bank": "Сбер"}, by=seller, at=NOW, version=1)
    with pytest.raises(Conflict) as caught:
        bank_accounts.change(account=made, values={"bank": "Сбербанк"}, by=seller, at=NOW, version=1)
    (clash,) = caught.value.clashes
    assert (clash.theirs, clash.yours) == ("Сбер", "Сбербанк")


@pytest.mark.req("H10")
def test_found_by_a_piece_of_the_account(seller: User, outsider: User, ours: LegalEntity) -> None:
    add(seller, ours, 1234567)
    for piece in ("1234567", account(1234567), INN[:7]):
        assert [hit.record_id for hit in found(piece, seller)] == [ours.pk]
    assert not found("1234567", outsider)


def found(text: str, by: User) -> list[Any]:
    return [hit for hit in find(text, by) if hit.kind is LEGAL_ENTITY]


def test_the_history_tells_of_accounts(seller: User, ours: LegalEntity) -> None:
    add(seller, ours)
    changes, _more = edits(LEGAL_ENTITY, ours.pk, by=seller)
    told = {change.label: change.after for edit in changes for change in edit.changes}
    assert told["Банковские счета"] == f"{account(1)} · {BIC} · ПАО Сбербанк"


@pytest.mark.req("B12")
def test_accounts_are_added_and_changed_over_the_card(client: Client, seller: User, ours: LegalEntity) -> None:
    client.force_login(seller)
    address = f"{ours.get_absolute_url()}accounts/new/"
    assert 'name="correspondent"' in client.get(address, headers=HTMX).content.decode()
    sent = {**SBER, "number": account(1), "idempotency_key": "one"}
    for _time in range(2):
        assert client.post(address, sent, headers=HTMX).status_code == 204
    (made,) = ours.bank_accounts.all()
    html = shown(client, seller, ours, "bank-accounts")
    assert made.shown_number in html
    here = f"{ours.get_absolute_url()}accounts/{made.pk}/"
    assert account(1) in client.get(here, headers=HTMX).content.decode()
    changed = {**SBER, "number": account(2), "version": 1}
    assert client.post(here, changed, headers=HTMX).status_code == 204
    stale = client.post(here, {**changed, "number": account(3)}, headers=HTMX)
    assert stale.status_code == 409
    assert account(2) in stale.content.decode()
    removed = client.post(f"{here}remove/", headers=HTMX)
    assert "restore" in removed.headers["HX-Trigger"]
    assert client.post(f"{here}restore/", headers=HTMX).status_code == 204
    again = ours.bank_accounts.get()
    assert client.post(f"{ours.get_absolute_url()}accounts/{again.pk}/default/").status_code == 303


def test_bad_input_loses_nothing(client: Client, seller: User, ours: LegalEntity) -> None:
    client.force_login(seller)
    sent = {"number": "4070 2810", "bic": "12\x00", "bank": "Мой банк"}
    answer = client.post(f"{ours.get_absolute_url()}accounts/new/", sent, headers=HTMX)
    assert answer.status_code == 422
    html = answer.content.decode()
    for text in ("4070 2810", "Мой банк", "20 цифр", "9 цифр"):
        assert text in html


def test_a_foreign_card_has_no_accounts(client: Client, seller: User, outsider: User, ours: LegalEntity) -> None:
    made = add(seller, ours)
    client.force_login(outsider)
    card = ours.get_absolute_url()
    for path in ("accounts/new/", f"accounts/{made.pk}/", f"accounts/{made.pk}/remove/"):
        assert client.post(card + path, {"number": account(2)}).status_code == 404
    assert ours.bank_accounts.get().number == account(1)


def test_a_colleague_with_the_right_changes_it(
    client: Client, seller: User, colleague: User, ours: LegalEntity
) -> None:
    made = add(seller, ours)
    client.force_login(colleague)
    here = f"{ours.get_absolute_url()}accounts/{made.pk}/"
    assert client.post(here, {**SBER, "number": account(5), "version": 1}, headers=HTMX).status_code == 204
    another = entity(seller, firm(seller, name="Лютик"), name="Другая")
    assert client.get(f"{another.get_absolute_url()}accounts/{made.pk}/").status_code == 404
    with pytest.raises(NotFound):
        bank_accounts.restore(entity=another, pk=made.pk, by=seller, at=NOW)


def defaults(ours: LegalEntity) -> list[int]:
    return list(ours.bank_accounts.filter(is_default=True).values_list("pk", flat=True))
