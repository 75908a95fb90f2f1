"""Leads and deals through the API: convert, disqualify, take, move, win, lose, reopen."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.people.models import Organization, Person
from voronka.sales.models import Deal, Lead, Method, RoutingRule, Stage
from voronka.sales.tests.conftest import MakeDeal, MakeLead


def call(user: User, path: str, body: Any = None, *, method: str = "POST") -> tuple[int, Any]:
    plain = tokens.issue(user=user, name="test", at=timezone.now())[1]
    headers = {"Authorization": f"Bearer {plain}"}
    data = json.dumps({} if body is None else body)
    response = Client().generic(method, f"/api/v1{path}", data, "application/json", headers=headers)
    return response.status_code, json.loads(response.content or "null")


@pytest.mark.req("B2", "B10")
def test_convert_makes_and_a_repeated_request_does_not(seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, company="Вега")
    body = {
        "organization": {"name": "Вега"},
        "person": {"last_name": "Белов", "phones": ["8 903 123-45-67"]},
        "deal": {"name": "Насосы", "amount": "150000"},
    }
    code, first = call(seller, f"/leads/{lead.pk}/convert", body)
    assert (code, first["repeated"]) == (200, False)
    code, second = call(seller, f"/leads/{lead.pk}/convert", body)
    assert (code, second) == (200, {**first, "repeated": True})
    assert Deal.objects.get().pk == first["deal"]
    assert Person.objects.get().phones == ["+79031234567"]


def test_convert_attaches_and_refuses(seller: User, outsider: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    now = timezone.now()
    foreign = Organization.objects.create(name="Чужая", owner=outsider, created_at=now, updated_at=now)
    assert call(seller, f"/leads/{lead.pk}/convert", {"organization": foreign.pk})[0] == 404
    assert call(seller, f"/leads/{lead.pk}/convert", {})[0] == 422
    assert call(seller, f"/leads/{lead.pk}/convert", {"person": {"nonsense": 1}})[0] == 422
    assert call(outsider, f"/leads/{lead.pk}/convert", {"person": {"last_name": "Б"}})[0] == 404


def test_take_and_disqualify(seller: User, outsider: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, owner=None)
    assert call(outsider, f"/leads/{lead.pk}/take")[0] == 404
    code, taken = call(seller, f"/leads/{lead.pk}/take")
    assert (code, taken["owner"]) == (200, seller.pk)
    assert call(seller, f"/leads/{lead.pk}/disqualify", {"reason": "нет такой"})[0] == 422
    code, closed = call(seller, f"/leads/{lead.pk}/disqualify", {"reason": "Спам"})
    assert (code, closed["state"]) == (200, "disqualified")


@pytest.mark.req("G3")
def test_move_win_lose_reopen(seller: User, make_deal: MakeDeal, stages: dict[str, Stage]) -> None:
    deal = make_deal(seller)
    code, moved = call(seller, f"/deals/{deal.pk}/move", {"stage": stages["Договор"].pk, "version": 1})
    assert (code, moved["stage"], moved["version"]) == (200, stages["Договор"].pk, 2)
    code, stale = call(seller, f"/deals/{deal.pk}/move", {"stage": stages["Новая"].pk, "version": 1})
    assert (code, stale["version"]) == (409, 2)
    assert [(one["field"], one["theirs"], one["yours"]) for one in stale["clashes"]] == [("stage", "Договор", "Новая")]
    assert call(seller, f"/deals/{deal.pk}/move", {"stage": stages["Проиграна"].pk})[0] == 422
    assert call(seller, f"/deals/{deal.pk}/move", {"stage": 10**6})[0] == 404
    assert call(seller, f"/deals/{deal.pk}/win")[1]["outcome"] == "won"
    assert call(seller, f"/deals/{deal.pk}/lose", {"reason": "Дорого"})[1]["outcome"] == "lost"
    assert call(seller, f"/deals/{deal.pk}/reopen")[1]["stage"] == stages["Договор"].pk


def test_foreign_deals_are_absent(seller: User, outsider: User, make_deal: MakeDeal) -> None:
    deal = make_deal(seller)
    for verb in ("win", "reopen"):
        assert call(outsider, f"/deals/{deal.pk}/{verb}")[0] == 404


def test_pipelines(seller: User, stages: dict[str, Stage]) -> None:
    code, found = call(seller, "/pipelines", method="GET")
    assert code == 200
    assert [stage["name"] for stage in found[0]["stages"]] == list(stages)


@pytest.mark.req("E7", "K1")
def test_a_lead_of_another_program_meets_the_rules(admin: User, seller: User, colleague: User) -> None:
    code, queued = call(seller, "/leads", {"last_name": "Белов", "phones": ["8 903 123-45-67"]})
    assert (code, queued["owner"]) == (201, None)
    rule = RoutingRule.objects.create(name="Все", method=Method.TURNS, made_by=admin, answer_within=60)
    rule.people.set([colleague])
    made = call(seller, "/leads", {"last_name": "Серов"})[1]["id"]
    own = call(seller, "/leads", {"last_name": "Чернов", "owner": seller.pk})[1]["id"]
    assert dict(Lead.objects.filter(pk__in=[made, own]).values_list("pk", "owner")) == {
        made: colleague.pk,
        own: seller.pk,
    }
