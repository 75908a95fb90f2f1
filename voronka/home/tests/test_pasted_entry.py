"""Anything pasted into quick entry: requisites, signatures and vCards become a filled form, and records."""

from typing import Any

import pytest
from django.test import Client

from voronka.accounts.models import Action, Grant, Role, User
from voronka.activities.models import Task
from voronka.activities.tests.program import Program
from voronka.home.models import QuickEntry
from voronka.home.tests.test_entry import enter, preview
from voronka.home.tests.test_reading_cards import REQUISITES
from voronka.home.tests.test_reading_vcards import ANDROID, APPLE, FOUR
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.models import LegalEntity, Organization, Person
from voronka.people.tests.accounts import account
from voronka.people.tests.test_legal_entities import INN, OGRN, entity
from voronka.records.actions.field_rules import set_right
from voronka.records.tests.test_card import firm
from voronka.sales import defaults
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("X2")]

SIGNATURE = "С уважением,\nАнна Белова\nменеджер\nООО «Ромашка»\n+7 903 123-45-67\nbelova@romashka.ru"


@pytest.fixture
def right() -> str:
    return REQUISITES.replace("40702810900000005555", account(1))


def test_requisites_become_a_client_with_its_legal_entity_and_account(client: Client, seller: User, right: str) -> None:
    shown = preview(client, seller, right)
    for text in (
        "Прочитано как реквизиты",
        'value="770701001"',
        f'value="{OGRN}"',
        'name="legal_entity-account-1-bic"',
    ):
        assert text in shown
    assert enter(client, seller, right).status_code == 204
    made = LegalEntity.objects.get()
    assert (made.inn, made.ogrn, made.authority, made.legal_form) == (INN, OGRN, "charter", "llc")
    assert made.organization == Organization.objects.get()
    assert [one.bic for one in made.bank_accounts.all()] == ["044525225"]
    assert Person.objects.get().position == "Генеральный директор"
    done = QuickEntry.objects.get()
    assert client.post(f"/quick/{done.pk}/undo/").status_code == 204
    assert not LegalEntity.objects.exists()
    assert not Organization.objects.exists()


def test_wrong_digits_are_told_beside_the_field_and_nothing_is_lost(client: Client, seller: User) -> None:
    wrong = REQUISITES.replace(INN, "7707083894")
    shown = preview(client, seller, wrong)
    assert 'id="id_legal_entity-inn-error"' in shown
    answer = enter(client, seller, wrong)
    assert answer.status_code == 422
    assert "7707083894" in answer.content.decode()
    assert not Organization.objects.exists()


def test_a_known_legal_entity_is_found_by_its_inn_and_not_made_again(client: Client, seller: User, right: str) -> None:
    home = firm(seller)
    entity(seller, home, inn=INN)
    shown = preview(client, seller, right)
    assert f'<option value="{home.pk}" selected>' in shown
    assert "тот же ИНН" in shown
    assert enter(client, seller, right).status_code == 204
    assert LegalEntity.objects.count() == 1
    assert Person.objects.get().organization == home


def test_without_the_right_to_legal_entities_they_are_left_out(client: Client, seller: User, right: str) -> None:
    Grant.objects.filter(kind="legal_entity", action=Action.CREATE).delete()
    assert "Контрагент" in preview(client, seller, right)
    assert enter(client, seller, right).status_code == 204
    assert Organization.objects.exists()
    assert not LegalEntity.objects.exists()


def test_a_signature_becomes_a_contact_of_its_company(client: Client, seller: User) -> None:
    assert "Прочитано как визитка или подпись" in preview(client, seller, SIGNATURE)
    assert enter(client, seller, SIGNATURE).status_code == 204
    person = Person.objects.get()
    assert (person.last_name, person.position, person.emails) == ("Белова", "менеджер", ["belova@romashka.ru"])
    assert person.organization == Organization.objects.get(name="ООО «Ромашка»")


def test_vcards_are_made_one_after_another(client: Client, seller: User) -> None:
    text = f"{APPLE}\n{FOUR}\n{ANDROID}"
    shown = preview(client, seller, text)
    assert "Карточек: 3" in shown
    answer = enter(client, seller, text)
    assert answer.status_code == 200
    assert (answer.headers["HX-Retarget"], Person.objects.count()) == ("#dialog", 1)
    html = answer.content.decode()
    assert "Lopez" in html
    assert "Белова" not in html
    assert enter(client, seller, ANDROID).status_code == 204
    assert Person.objects.count() == 2


def test_what_stands_around_a_vcard_is_made_once_too(client: Client, seller: User) -> None:
    defaults.ensure()
    text = f"Сделка 150 000 р стеллажи, позвонить завтра в 15\n{APPLE}\n{FOUR}"
    assert 'value="стеллажи"' in preview(client, seller, text)
    answer = enter(client, seller, text)
    assert (answer.headers["HX-Retarget"], Person.objects.get().last_name) == ("#dialog", "Белова")
    assert (Deal.objects.get().name, Deal.objects.get().person) == ("стеллажи", Person.objects.get())
    assert Task.objects.get().title.casefold() == "позвонить"
    assert "стеллажи" not in answer.content.decode()


def test_a_long_card_is_sent_back_unchanged_and_made(client: Client, seller: User) -> None:
    photo = "PHOTO;ENCODING=b:" + "\n ".join("A" * 70 for _line in range(200))
    text = APPLE.replace("END:VCARD", f"{photo}\nEND:VCARD")
    shown = preview(client, seller, text)
    assert photo not in shown
    read = shown.partition('name="read" value="')[2].partition('"')[0]
    sent = {"read": read, "person": "new", "person-last_name": "Чернова", "person-first_name": "Анна"}
    assert enter(client, seller, text, **sent).status_code == 204
    assert Person.objects.get().last_name == "Чернова"


@pytest.mark.parametrize("text", ["ц" * 2_001, "BEGIN:VCARD\n" + "N" * 500_000, f"{REQUISITES}\n{'ц' * 20_000}"])
def test_too_long_is_told(client: Client, seller: User, text: str) -> None:
    assert "Слишком длинно" in preview(client, seller, text)
    assert enter(client, seller, text).status_code == 422
    assert not Person.objects.exists()


def test_programs_may_paste_too(seller: User, right: str) -> None:
    found: dict[str, Any] = Program(seller).post("/quick", {"text": right}).json()
    assert found["sort"] == "requisites"
    assert found["parts"]["legal_entity"]["inn"] == INN
    made = Program(seller).post("/quick", {"text": f"{APPLE}\n{FOUR}", "commit": True}).json()
    assert (made["sort"], made["count"]) == ("vcard", 2)
    assert Person.objects.count() == 1


@pytest.mark.req("H9")
def test_fields_that_a_role_may_not_fill_are_left_out(
    client: Client, seller: User, own_role: Role, admin: User, right: str
) -> None:
    set_right(role=own_role, kind=LEGAL_ENTITY, field="ogrn", right="hidden", by=admin)
    shown = preview(client, seller, right)
    assert OGRN not in shown.partition("line-entry__cards")[2]
    assert enter(client, seller, right).status_code == 204
    assert LegalEntity.objects.get().ogrn == ""
