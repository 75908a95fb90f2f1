"""Settings of the common funnel: drawn, moved by a dialog, told to programs; for the administrator only."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.actions import tokens
from voronka.accounts.models import BusinessUnit, User
from voronka.sales.actions import pipelines
from voronka.sales.models import MacroStage, Pipeline, Stage
from voronka.sales.tests.conftest import NOW, MakeDeal

HTMX = {"HX-Request": "true"}


def macro(name: str) -> MacroStage:
    return MacroStage.objects.get(name=name)


def token(user: User) -> dict[str, str]:
    _kept, plain = tokens.issue(user=user, name="test", at=NOW)
    return {"Authorization": f"Bearer {plain}"}


@pytest.mark.req("H7")
def test_all_units_are_drawn_in_one_map(client: Client, admin: User, stages: Any) -> None:
    pipelines.create(name="Обслуживание", unit=BusinessUnit.objects.create(name="Сервис"), by=admin)
    client.force_login(admin)
    text = client.get(reverse("sales:common-funnel")).content.decode()
    assert all(name in text for name in ("Обслуживание", "Сервис", "Переговоры", "Отложены"))


@pytest.mark.req("H7")
def test_a_stage_is_moved_from_a_day_on_and_its_history_is_told(client: Client, admin: User, stages: Any) -> None:
    client.force_login(admin)
    address, today = reverse("sales:stage-place", args=[stages["Договор"].pk]), timezone.localdate()
    form = client.get(address, {"to": macro("Отложены").pk}, headers=HTMX).content.decode()
    assert f'<option value="{macro("Отложены").pk}" selected>' in form
    assert today.isoformat() in form
    assert "Выиграны" not in form
    sent = {"macro_stage": macro("Отложены").pk, "valid_from": (today + timedelta(days=3)).isoformat()}
    assert client.post(address, sent, headers=HTMX).status_code == 204
    said = stages["Договор"].mappings.first()
    assert (said.macro_stage.name, timezone.localdate(said.valid_from), said.by) == (
        "Отложены", date.fromisoformat(sent["valid_from"]), admin,
    )  # fmt: skip
    assert "Отложены" in client.get(address, headers=HTMX).content.decode()
    assert "map__next" in client.get(reverse("sales:common-funnel")).content.decode()


@pytest.mark.req("H7")
@pytest.mark.parametrize(
    "sent", [{}, {"macro_stage": "x"}, {"valid_from": "скоро"}, {"valid_from": "0001-01-01"}, {"macro_stage": "won"}]
)
def test_senseless_places_are_refused_beside_the_field(
    client: Client, admin: User, stages: Any, sent: dict[str, str]
) -> None:
    client.force_login(admin)
    words = {"macro_stage": str(macro("Договор").pk), "valid_from": "2026-03-04", **sent} if sent else {}
    if words.get("macro_stage") == "won":
        words["macro_stage"] = str(macro("Выиграны").pk)
    answer = client.post(reverse("sales:stage-place", args=[stages["Новая"].pk]), words, headers=HTMX)
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert stages["Новая"].mappings.count() == 1


@pytest.mark.req("H7")
def test_the_list_is_kept_by_dialogs(client: Client, admin: User, stages: Any) -> None:
    client.force_login(admin)
    new = reverse("sales:macro-stage-new")
    assert client.get(new, headers=HTMX).status_code == 200
    words = {"name": "Пробная поставка", "kind": "open", "probability": 70}
    assert client.post(new, {**words, "kind": "odd"}, headers=HTMX).status_code == 422
    assert client.post(new, words, headers=HTMX).status_code == 204
    assert client.post(new, words, headers=HTMX).status_code == 422
    made = macro("Пробная поставка")
    edit = reverse("sales:macro-stage-edit", args=[made.pk])
    assert client.get(edit, headers=HTMX).status_code == 200
    assert client.post(edit, {"name": "Опытная", "probability": 65}, headers=HTMX).status_code == 204
    assert client.post(reverse("sales:macro-stage-off", args=[made.pk]), headers=HTMX).status_code == 204
    assert client.post(reverse("sales:macro-stage-on", args=[made.pk]), headers=HTMX).status_code == 204
    assert client.post(reverse("sales:macro-stage-off", args=[macro("Новые").pk]), headers=HTMX).status_code == 422
    order = client.post(reverse("sales:macro-stage-order"), {"macro_stage": ["x", made.pk]}, headers=HTMX)
    assert (order.status_code, MacroStage.objects.all()[0]) == (204, made)


@pytest.mark.req("H7", "E1")
def test_nobody_but_the_administrator(client: Client, head: User, colleague: User, outsider: User, stages: Any) -> None:
    for user in (head, colleague, outsider):
        client.force_login(user)
        assert client.get(reverse("sales:common-funnel")).status_code == 403
        assert client.post(reverse("sales:stage-place", args=[stages["Новая"].pk]), {}).status_code == 403


@pytest.mark.req("H7", "B2")
def test_programs_read_the_list_and_count_stages_anew(  # noqa: PLR0917  # the cast of the story
    client: Client, admin: User, seller: User, outsider: User, make_deal: MakeDeal, stages: Any
) -> None:
    make_deal(seller)
    address = reverse("api:common_list")
    lists = {user: client.get(address, headers=token(user)).json() for user in (admin, seller, outsider)}
    assert [one["name"] for one in lists[seller]] == [one["name"] for one in lists[outsider]]
    assert [one["stages"] for one in lists[seller]] == [one["stages"] for one in lists[admin]]
    assert not any(one["stages"] for one in lists[outsider])
    count = reverse("api:count_stage", args=[macro("Отложены").pk])
    body = {"stage": stages["Новая"].pk, "valid_from": "2026-03-04T00:00:00+03:00"}
    for user, status in ((seller, 403), (admin, 204)):
        answer = client.post(count, body, content_type="application/json", headers=token(user))
        assert answer.status_code == status
    odd = client.post(count, {"stage": 99_999}, content_type="application/json", headers=token(admin))
    assert odd.status_code == 404


@pytest.mark.req("H7")
def test_the_map_asks_as_often_with_ten_pipelines(
    client: Client, admin: User, stages: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        Stage.objects.create(pipeline=Pipeline.objects.create(name=f"Воронка {number}"), name="Начало", probability=10)
    client.force_login(admin)
    with django_assert_max_num_queries(12):
        client.get(reverse("sales:common-funnel"))
