"""Programs say the method of a stage anew: only what they name, by the rights of the screen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.activities.models import InteractionType
from voronka.sales.actions import checks
from voronka.sales.models import Advice, CheckItem, Stage
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.method import contact, item, ruled

pytestmark = [pytest.mark.django_db, pytest.mark.req("H4"), pytest.mark.req("B2")]

type Stages = dict[str, Stage]


@pytest.fixture
def stage(stages: Stages, seller: User) -> Stage:
    """The first stage, with a method of its own."""
    new = ruled(
        stages["Новая"], days_norm=2, minutes_norm=30, guide="Узнать", performer=seller, performer_task="Расчёт"
    )
    item(new, "Бюджет")
    contact(new, "call", 2)
    Advice.objects.create(stage=new, sort="phrase", text="Добрый день")
    return new


def ask(client: Client, user: User, stage_id: int, body: dict[str, Any] | None = None) -> Any:
    """The answer to a program of somebody: PATCH with a body, GET without."""
    key = {"Authorization": f"Bearer {tokens.issue(user=user, name='test', at=NOW)[1]}"}
    address = reverse("api:stage_method_shown", args=[stage_id])
    if body is None:
        return client.get(address, headers=key)
    return client.patch(address, body, content_type="application/json", headers=key)


def test_the_method_is_told(client: Client, admin: User, seller: User, stage: Stage) -> None:
    told = ask(client, admin, stage.pk).json()
    assert (told["stage"], told["days_norm"], told["minutes_norm"], told["wip_limit"]) == ("Новая", 2, 30, None)
    assert (told["performer"], told["performer_task"], told["approver"]) == (f"user-{seller.pk}", "Расчёт", "")
    assert [(one["text"], one["is_required"]) for one in told["items"]] == [("Бюджет", True)]
    assert [one["count"] for one in told["contacts"]] == [2]
    assert [(one["sort"], one["text"]) for one in told["advice"]] == [("phrase", "Добрый день")]


def test_what_is_not_named_stays(client: Client, admin: User, stage: Stage) -> None:
    before = ask(client, admin, stage.pk).json()
    answer = ask(client, admin, stage.pk, {"wip_limit": 5, "minutes_norm": None})
    assert (answer.status_code, answer.json()) == (200, before | {"wip_limit": 5, "minutes_norm": None})
    assert ask(client, admin, stage.pk, {}).json() == answer.json()


def test_all_of_it_anew(client: Client, admin: User, head: User, outsider: User, stage: Stage) -> None:
    known, meeting = stage.check_items.get(), InteractionType.objects.get(code="meeting")
    body = {
        "days_norm": 7, "minutes_norm": 90, "wip_limit": 3, "guide": "Спросить", "performer": f"user-{outsider.pk}",
        "performer_task": "Смета", "approver": f"role-{head.roles.get().pk}",
        "items": [{"text": "Новая строка"}, {"id": known.pk, "text": "Бюджет и сроки", "is_required": True}],
        "contacts": [{"type": meeting.pk, "count": 1}],
        "advice": [{"sort": "objection", "title": "Дорого", "text": "Считаем вместе"}],
    }  # fmt: skip
    told = ask(client, admin, stage.pk, body).json()
    assert {name: told[name] for name in body if name not in {"items", "advice"}} == {
        name: body[name] for name in body if name not in {"items", "advice"}
    }
    assert [(one["text"], one["is_required"]) for one in told["items"]] == [
        ("Новая строка", False), ("Бюджет и сроки", True),
    ]  # fmt: skip
    assert told["items"][1]["id"] == known.pk
    stage.refresh_from_db()
    assert (stage.name, stage.probability, stage.days_norm, stage.approver_role) == (
        "Новая", 10, 7, head.roles.get(),
    )  # fmt: skip
    assert [(one.title, one.text) for one in stage.advice.all()] == [("Дорого", "Считаем вместе")]


def test_a_line_with_ticks_is_switched_off(
    client: Client, admin: User, seller: User, make_deal: MakeDeal, stage: Stage
) -> None:
    used = stage.check_items.get()
    checks.tick(deal=make_deal(seller), items=[used.pk], by=seller, at=NOW)
    assert ask(client, admin, stage.pk, {"items": []}).json()["items"] == []
    assert not CheckItem.objects.get(pk=used.pk).is_active


@pytest.mark.req("E1")
def test_only_administrators_may(client: Client, head: User, seller: User, stage: Stage) -> None:
    for user in (head, seller):
        assert ask(client, user, stage.pk).status_code == 403
        assert ask(client, user, stage.pk, {"guide": "Мимо"}).status_code == 403
    stage.refresh_from_db()
    assert stage.guide == "Узнать"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"days_norm": 0}, 422),
        ({"minutes_norm": "много"}, 422),
        ({"performer": "user-999999"}, 422),
        ({"approver": "department-1"}, 422),
        ({"approver": "планета"}, 422),
        ({"items": [{"text": "  "}]}, 422),
        ({"items": [{"text": "\x00"}]}, 422),
        ({"items": [{"id": 987654, "text": "Чужая"}]}, 404),
        ({"advice": [{"sort": "template", "text": "Без темы"}]}, 422),
        ({"advice": [{"sort": "poem", "text": "Стихи"}]}, 422),
        ({"contacts": [{"type": 987654, "count": 1}]}, 404),
        ({"contacts": [{"type": 1, "count": 10}]}, 422),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    client: Client, admin: User, stage: Stage, body: dict[str, Any], status: int
) -> None:
    before = ask(client, admin, stage.pk).json()
    answer = ask(client, admin, stage.pk, {"guide": "Мимо"} | body)
    assert answer.status_code == status, answer.content
    assert answer.json()["message"]
    assert ask(client, admin, stage.pk).json() == before


def test_an_absent_stage_is_told(client: Client, admin: User, stages: Stages) -> None:
    assert ask(client, admin, 987654, {"guide": "Мимо"}).status_code == 404


def test_an_end_has_no_work(client: Client, admin: User, seller: User, stages: Stages) -> None:
    lost = next(one for one in stages.values() if one.outcome == "lost")
    told = ask(client, admin, lost.pk, {"performer": f"user-{seller.pk}", "wip_limit": 3, "guide": "Вернуться"}).json()
    assert (told["performer"], told["wip_limit"], told["guide"]) == ("", None, "Вернуться")
