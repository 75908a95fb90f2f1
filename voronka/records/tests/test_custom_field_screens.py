"""Own fields on the screens: their settings, and the forms, cards, lists, exports and API that they join."""

from typing import Any

import pytest
from django.test import Client

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.people.models import Organization
from voronka.records.actions import custom_fields
from voronka.records.models import ClassifierValue, CustomField
from voronka.records.tests.lists import HTMX, NOW, seen, text

pytestmark = [pytest.mark.django_db, pytest.mark.req("B13")]

PAGE = "/settings/fields/"
CHOICE = {"label": "Класс клиента", "type": "choice", "values": "A\nB", "is_in_form": "on"}


@pytest.fixture
def region(admin: User) -> CustomField:
    return custom_fields.add(kind="organization", label="Округ", holds="text", given={}, by=admin)


@pytest.fixture
def interests(admin: User) -> CustomField:
    given = {"values": ["Насосы", "Трубы"], "is_in_form": True}
    return custom_fields.add(kind="organization", label="Интересы", holds="choices", given=given, by=admin)


def test_a_field_is_made_changed_ordered_switched(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert client.post(f"{PAGE}organization/new/", CHOICE, headers=HTMX).status_code == 204
    client.post(f"{PAGE}organization/new/", {"label": "Оборот", "type": "money"})
    grade, turnover = CustomField.objects.filter(kind="organization")
    client.post(f"{PAGE}{grade.pk}/", {"label": "Класс", "hint": "По обороту"})
    client.post(f"{PAGE}{turnover.pk}/place/", {"to": "0"})
    client.post(f"{PAGE}{turnover.pk}/off/")
    grade.refresh_from_db()
    assert (grade.label, grade.hint, grade.key) == ("Класс", "По обороту", "klass_klienta")
    html = text(seen(client, admin, f"{PAGE}organization/"))
    assert html.index("Оборот") < html.index("Класс")
    assert "не используется" in html
    client.post(f"{PAGE}{turnover.pk}/on/")
    turnover.refresh_from_db()
    assert turnover.is_active


def test_the_form_asks_what_the_type_needs(client: Client, admin: User) -> None:
    client.force_login(admin)
    asked = {
        kind: text(client.get(f"{PAGE}person/new/", {"type": kind}, headers=HTMX)) for kind in ("choice", "number")
    }
    assert 'name="values"' in asked["choice"]
    assert 'name="places"' in asked["number"]
    assert 'name="values"' not in asked["number"]
    chosen = text(
        client.get(f"{PAGE}person/new/", {"type": "choice", "classifier": "source", "label": "Откуда"}, headers=HTMX)
    )
    assert 'name="values"' not in chosen
    assert 'value="Откуда"' in chosen


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"label": "", "type": "text"}, "label"),
        ({"label": "Название", "type": "text"}, "label"),
        ({"label": "Мысли", "type": "telepathy"}, "type"),
        ({"label": "Класс", "type": "choice", "values": " \n"}, "values"),
    ],
)
def test_bad_input_is_told_beside_the_field(client: Client, admin: User, sent: dict[str, str], wrong: str) -> None:
    client.force_login(admin)
    response = client.post(f"{PAGE}organization/new/", sent, headers=HTMX)
    assert response.status_code == 422
    assert f"id_{wrong}-error" in text(response)
    assert not CustomField.objects.exists()


@pytest.mark.parametrize("path", ["nonsense/", "nonsense/new/", "999999/"])
def test_absent_ones_are_not_found(client: Client, admin: User, path: str) -> None:
    assert seen(client, admin, PAGE + path).status_code == 404


def test_only_administrators_come_in(client: Client, head: User, region: CustomField) -> None:
    client.force_login(head)
    for path in ("", "organization/", "organization/new/", f"{region.pk}/"):
        assert client.get(PAGE + path).status_code == 403, path
    for path in ("organization/new/", f"{region.pk}/", f"{region.pk}/off/", f"{region.pk}/on/", f"{region.pk}/place/"):
        assert client.post(PAGE + path, {"label": "Чужое", "to": "1"}).status_code == 403, path


def test_a_new_record_is_made_with_own_fields(client: Client, head: User, interests: CustomField) -> None:
    client.force_login(head)
    form = text(client.get("/organizations/new/", headers=HTMX))
    assert "Интересы" in form
    value = ClassifierValue.objects.get(name="Трубы")
    client.post("/organizations/new/", {"name": "Ромашка", "c_interesy": ["", str(value.pk)]})
    assert Organization.objects.get().custom == {"interesy": [value.pk]}


def test_a_wrong_value_keeps_what_was_typed(client: Client, head: User, admin: User) -> None:
    custom_fields.add(kind="organization", label="Сотрудников", holds="number", given={}, by=admin)
    client.force_login(head)
    sent = {"name": "Ромашка", "c_sotrudnikov": "много"}
    response = client.post("/organizations/new/", sent, headers=HTMX)
    assert response.status_code == 422
    assert 'value="много"' in text(response)


def test_card_list_filter_and_cell_show_it(
    client: Client, head: User, region: CustomField, interests: CustomField
) -> None:
    pipes = ClassifierValue.objects.get(name="Трубы")
    record = Organization.objects.create(
        name="Ромашка", owner=head, created_at=NOW, updated_at=NOW, custom={"okrug": "Север", "interesy": [pipes.pk]}
    )
    client.force_login(head)
    card = text(client.get(f"/organizations/{record.pk}/"))
    assert "Север" in card
    assert "Трубы" in card
    rows = text(client.get("/organizations/", {"cols": "name,c_okrug,c_interesy", "sort": "c_okrug"}))
    assert "Север" in rows
    assert "Округ" in rows
    assert "c_okrug" in text(client.get("/organizations/filter/", headers=HTMX))
    editor = text(client.get(f"/organizations/{record.pk}/fields/c_interesy/", headers=HTMX))
    assert f'value="{pipes.pk}" selected' in editor
    saved = client.post(f"/organizations/{record.pk}/fields/c_okrug/", {"c_okrug": "Юг", "version": "1"}, headers=HTMX)
    assert "Юг" in text(saved)
    record.refresh_from_db()
    assert record.custom == {"okrug": "Юг", "interesy": [pipes.pk]}


def test_export_holds_it(client: Client, head: User, region: CustomField) -> None:
    Organization.objects.create(name="Ромашка", owner=head, created_at=NOW, updated_at=NOW, custom={"okrug": "Север"})
    client.force_login(head)
    response = client.get("/organizations/export/", {"format": "csv", "cols": "name,c_okrug"})
    body = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it streams
    assert "Округ" in body
    assert "Север" in body


def test_programs_read_and_write_it(client: Client, head: User, region: CustomField, interests: CustomField) -> None:
    key = {"Authorization": f"Bearer {tokens.issue(user=head, name='t', at=NOW)[1]}"}
    given = {"name": "Ромашка", "custom": {"okrug": "Север", "interesy": ["Трубы"]}}
    made = client.post("/api/v1/organizations", given, "application/json", headers=key)
    assert made.status_code == 201
    pipes = ClassifierValue.objects.get(name="Трубы")
    assert made.json()["custom"] == {"okrug": "Север", "interesy": [{"id": pipes.pk, "name": "Трубы"}]}
    address = f"/api/v1/organizations/{made.json()['id']}"
    patched = client.patch(address, {"custom": {"interesy": []}}, "application/json", headers=key)
    assert patched.json()["custom"] == {"okrug": "Север", "interesy": []}
    listed = client.get("/api/v1/organizations", {"filter": '{"field": "c_okrug", "value": "Север"}'}, headers=key)
    assert listed.json()["count"] == 1
    fields = {one["name"]: one for one in client.get("/api/v1/organizations/fields", headers=key).json()}
    assert fields["c_okrug"] | {"options": []} == fields["c_okrug"]
    assert (fields["c_okrug"]["key"], fields["c_okrug"]["label"]) == ("okrug", "Округ")
    assert [one["name"] for one in fields["c_interesy"]["options"]] == ["Насосы", "Трубы"]
    assert fields["name"]["key"] is None
    refused = client.patch(address, {"custom": {"nonsense": 1}}, "application/json", headers=key)
    assert refused.status_code == 422
    assert client.patch(address, {"custom": [1]}, "application/json", headers=key).status_code == 422


def test_the_list_says_what_a_link_leads_to_and_a_choice_takes_from(
    client: Client, admin: User, django_assert_max_num_queries: Any
) -> None:
    for label, holds, given in (
        ("Партнёр", "link", {"target": "organization"}),
        ("Класс", "choice", {"values": ["A", "B", "C", "D"]}),
        ("Темы", "choices", {"values": ["Лён"]}),
        ("Откуда", "choice", {"classifier": "source"}),
        ("Пусто", "choice", {"values": ["Нет"]}),
        ("Срок", "date", {}),
    ):
        custom_fields.add(kind="person", label=label, holds=holds, given=given, by=admin)
    ClassifierValue.objects.filter(name="Нет").update(is_active=False)
    client.force_login(admin)
    with django_assert_max_num_queries(12):
        html = text(client.get(f"{PAGE}person/"))
    for told in (
        "Ссылка на запись → Организации",
        "Выбор из списка: A, B, C…",
        "Несколько значений из списка: Лён",
        "Выбор из списка: Источники",
        "Выбор из списка: список пуст",
        ">Дата<",
    ):
        assert told in html
