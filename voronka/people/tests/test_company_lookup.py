"""Look-up by ИНН: against a service of this machine that speaks as the real one does."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.core.errors import Forbidden, Refused
from voronka.people import lookup
from voronka.people.actions import company_lookup
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.models import CompanyLookup, LegalEntity
from voronka.people.tests.register import BROKEN, TOKEN, register
from voronka.people.tests.test_legal_entities import INN, INN_OF_A_PERSON, OGRN, entity
from voronka.records.actions.field_rules import set_right
from voronka.records.tests.test_card import firm

pytestmark = [pytest.mark.django_db, pytest.mark.req("B12")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HTMX = {"HX-Request": "true", "HX-Target": "dialog"}
PLACE, API = "/legal-entities/look-up/", "/api/v1/legal-entities/look-up"
SETTINGS = "/settings/company-lookup/"


@pytest.fixture
def running(settings: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    settings.OUTBOUND_ALLOWED_HOSTS = ["localhost"]
    with register() as found:
        yield found


@pytest.fixture
def asked(running: Any, admin: User) -> list[dict[str, Any]]:
    """The look-up is on; what the service was asked."""
    switch_on(running[0], admin)
    questions: list[dict[str, Any]] = running[1]
    return questions


def switch_on(url: str, admin: User, *, token: str = TOKEN, seconds: str = "5") -> CompanyLookup:
    return company_lookup.settle(is_on=True, url=url, token=token, seconds=seconds, by=admin, at=NOW)


def test_a_company_comes_in_our_fields(asked: list[dict[str, Any]]) -> None:
    found = lookup.find(inn="7707 083-893")
    assert asked == [{"query": INN}]
    assert found.values == {
        "inn": INN,
        "kpp": "770701001",
        "ogrn": OGRN,
        "name": "ООО «РОМАШКА»",
        "full_name": "ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ «РОМАШКА»",
        "address": "127055, г Москва, ул Лесная, д 5",
        "signatory_name": "Петров Иван Сергеевич",
        "signatory_position": "генеральный директор",
        "authority": "charter",
        "legal_form": "llc",
    }
    assert found.warning == ""
    assert lookup.find(inn=INN, kpp="540602001").values["kpp"] == "540602001"


def test_an_entrepreneur_signs_in_person(asked: list[dict[str, Any]]) -> None:
    found = lookup.find(inn=INN_OF_A_PERSON)
    assert found.values["signatory_name"] == "Петрова Анна Ивановна"
    assert (found.values["authority"], found.values["legal_form"]) == ("registration", "sole")
    assert "kpp" not in found.values
    assert found.warning == "ликвидирована"


def test_empty_fields_are_filled_and_the_others_compared(
    client: Client, seller: User, asked: list[dict[str, Any]]
) -> None:
    client.force_login(seller)
    assert "Заполнить по ИНН" in client.get("/legal-entities/new/", headers=HTMX).content.decode()
    sent = {
        "organization": firm(seller).pk, "inn": INN, "name": 'ооо "Ромашка"', "address": "Пермь, Ленина, 1",
        "signatory_name": "Сидоров Пётр", "account_number": "123", "idempotency_key": "one",
    }  # fmt: skip
    answer = client.post(PLACE, sent, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    for text in ("770701001", OGRN, "Пермь, Ленина, 1", "Сидоров Пётр", 'value="123"', "Заполнено из реестра 4 поля"):
        assert text in html
    for text in ("в реестре «127055, г Москва, ул Лесная, д 5»", "в реестре «Петров Иван Сергеевич»"):
        assert text in html
    assert "в реестре «ООО" not in html
    assert "генеральный директор" not in html
    assert not LegalEntity.objects.exists()


@pytest.mark.req("E1")
def test_a_field_that_is_kept_from_a_role_is_not_filled(
    client: Client, seller: User, admin: User, own_role: Any, asked: list[dict[str, Any]]
) -> None:
    made = entity(seller, firm(seller), inn=INN)
    for field in ("address", "inn", "kpp"):
        set_right(role=own_role, kind=LEGAL_ENTITY, field=field, right="hidden", by=admin)
    client.force_login(seller)
    for place in (PLACE, f"/legal-entities/{made.pk}/look-up/"):
        answer = client.post(place, {"name": "Ромашка"}, headers=HTMX)
        assert answer.status_code == 422
        assert INN not in answer.content.decode()
    set_right(role=own_role, kind=LEGAL_ENTITY, field="inn", right="edit", by=admin)
    html = client.post(PLACE, {"inn": INN}, headers=HTMX).content.decode()
    assert OGRN in html
    assert "Лесная" not in html


def test_a_stored_one_is_filled_and_keeps_its_version(
    client: Client, seller: User, outsider: User, asked: list[dict[str, Any]]
) -> None:
    made = entity(seller, firm(seller), inn=INN, kpp="540602001")
    client.force_login(seller)
    again = f"/legal-entities/{made.pk}/look-up/"
    sent = {"organization": made.organization_id, "name": made.name, "inn": INN, "kpp": "", "version": "7"}
    html = client.post(again, sent, headers=HTMX).content.decode()
    assert 'name="version" value="7"' in html
    assert "770701001" in html
    client.force_login(outsider)
    assert client.post(again, sent, headers=HTMX).status_code == 404
    assert client.post("/legal-entities/999999/look-up/", sent, headers=HTMX).status_code == 404


@pytest.mark.parametrize(
    "fault",
    [
        ("/", "", "Сначала укажите ИНН"),
        ("/", "7707083894", "проверьте цифры"),
        ("/", "7736050003", "не знает компании с таким ИНН"),
        ("/odd", "7736050003", "не знает компании с таким ИНН"),
        ("/403", INN, "дневной лимит"),
        ("/429", INN, "слишком часто"),
        ("/500", INN, "с ошибкой 500"),
        ("/302", INN, "с ошибкой 302"),
        ("/slow", INN, "не отвечает"),
        *((path, INN, "не удалось понять") for path in BROKEN if path != "/odd"),
    ],
)
def test_every_fault_is_told_and_nothing_is_lost(
    client: Client, seller: User, admin: User, running: Any, fault: tuple[str, str, str]
) -> None:
    path, inn, words = fault
    switch_on(f"{running[0]}{path}", admin, seconds="1")
    client.force_login(seller)
    answer = client.post(PLACE, {"inn": inn, "name": "ООО «Моя»"}, headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "ООО «Моя»" in answer.content.decode()


def test_odd_answers_fill_what_they_can(admin: User, running: Any) -> None:
    switch_on(f"{running[0]}/odd", admin)
    assert lookup.find(inn=INN).values == {"inn": INN, "legal_form": "other"}


def test_a_wrong_token_a_silent_or_inner_service_and_another_key(admin: User, running: Any, settings: Any) -> None:
    switch_on(running[0], admin, token="wrong")
    with pytest.raises(Refused, match="не принимает токен"):
        lookup.find(inn=INN)
    switch_on("http://localhost:1", admin)
    with pytest.raises(Refused, match="не отвечает"):
        lookup.find(inn=INN)
    settings.OUTBOUND_ALLOWED_HOSTS = []
    with pytest.raises(Refused, match="нельзя обращаться"):
        lookup.find(inn=INN)
    settings.SECRET_KEY = "another"
    with pytest.raises(Refused, match="введёт его заново"):
        lookup.find(inn=INN)


def test_off_by_default(client: Client, seller: User) -> None:
    client.force_login(seller)
    assert "Заполнить по ИНН" not in client.get("/legal-entities/new/", headers=HTMX).content.decode()
    answer = client.post(PLACE, {"inn": INN}, headers=HTMX)
    assert answer.status_code == 422
    assert "Поиск по ИНН выключен" in answer.content.decode()


def test_through_the_api(client: Client, seller: User, own_role: Any, asked: list[dict[str, Any]]) -> None:
    headers = {"Authorization": f"Bearer {tokens.issue(user=seller, name='x', at=NOW)[1]}"}

    def ask(**body: str) -> Any:
        return client.post(API, body, "application/json", headers=headers)

    found = ask(inn=INN).json()
    assert (found["values"]["ogrn"], found["state"]) == (OGRN, "active")
    assert ask(inn="7707083894").status_code == 422
    assert ask(kpp="1").status_code == 422
    own_role.grants.filter(kind="legal_entity", action="create").delete()
    assert ask(inn=INN).status_code == 403


def test_the_settings_are_the_administrators_and_never_show_the_token(
    client: Client, seller: User, admin: User, running: Any
) -> None:
    sent = {"is_on": "on", "url": running[0], "token": TOKEN, "seconds": "3"}
    client.force_login(seller)
    assert client.get(SETTINGS).status_code == 403
    assert client.post(SETTINGS, sent).status_code == 403
    assert client.post(f"{SETTINGS}try/", {"inn": INN}).status_code == 403
    client.force_login(admin)
    assert client.post(SETTINGS, sent).status_code == 303
    html = client.get(SETTINGS).content.decode()
    assert running[0] in html
    assert TOKEN not in html
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_token FROM people_companylookup")
        assert TOKEN not in cursor.fetchone()[0]
    assert "Найдено: ООО «РОМАШКА»" in client.post(f"{SETTINGS}try/", {"inn": INN}).content.decode()
    assert client.post(f"{SETTINGS}try/", {"inn": "1"}).status_code == 422


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": "ftp://example.com"}, "url"),
        ({"url": "http://example.com/"}, "url"),
        ({"url": "https://user:pass@example.com/"}, "url"),
        ({"url": "https://[::1"}, "url"),
        ({"url": "https://example.com:99999/"}, "url"),
        ({"token": "с пробелом"}, "token"),
        ({"token": "a\r\nX-Evil: 1"}, "token"),
        ({"token": ""}, "token"),
        ({"seconds": "0"}, "seconds"),
        ({"seconds": "9" * 30}, "seconds"),
    ],
)
def test_wrong_settings_are_refused(admin: User, values: dict[str, str], field: str) -> None:
    given = {"url": "https://example.com/find", "token": TOKEN, "seconds": "5", **values}
    with pytest.raises(Refused) as refusal:
        company_lookup.settle(is_on=True, by=admin, at=NOW, **given)
    assert refusal.value.field == field
    assert not CompanyLookup.objects.exists()


def test_the_kept_token_goes_to_no_other_host(admin: User, seller: User) -> None:
    switch_on("https://one.example.com/find", admin)
    assert switch_on("https://one.example.com/other", admin, token="").url.endswith("/other")
    for elsewhere in ("https://two.example.com/find", "https://one.example.com:8443/x", "https://one.example.co/"):
        with pytest.raises(Refused) as refusal:
            switch_on(elsewhere, admin, token="")
        assert refusal.value.field == "token"
    with pytest.raises(Forbidden):
        switch_on("https://two.example.com/find", seller)
