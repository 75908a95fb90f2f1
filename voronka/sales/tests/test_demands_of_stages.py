"""From a stage on the company demands fields of a deal: asked wherever deals come to stages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import Role, User
from voronka.core.errors import Refused
from voronka.records import actions, kinds
from voronka.records.actions import bulk, custom_fields
from voronka.records.actions.field_rules import set_right
from voronka.records.actions.obligations import prescribe
from voronka.records.tests.rules import fresh
from voronka.sales.actions import deals, pipelines
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Pipeline, Stage
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4", "H3")]

HTMX = {"HX-Request": "true"}
type Stages = dict[str, Stage]
type Ask = Callable[..., Stage]


@pytest.fixture
def stage(stages: Stages) -> Stage:
    """The stage from which on things are demanded: the third of the open ones."""
    return stages["Предложение"]


@pytest.fixture
def ask(admin: User, stage: Stage) -> Ask:
    """Demand fields from the stage on, and give the stage."""

    def say(*fields: str, of: Role | None = None) -> Stage:
        for field in fields:
            prescribe(kind=DEAL, field=field, demands={f"stage:{stage.pk}": of and [of.pk]}, by=admin)
        return stage

    return say


def go(client: Client, deal: Deal, stage: Stage, **given: Any) -> Any:
    url = reverse("sales:stage", args=[deal.pk])
    return client.post(url, {"stage": stage.pk, "version": deal.version, **given}, headers=HTMX)


def test_a_drop_asks_for_what_is_missing_and_moves(
    client: Client, seller: User, admin: User, make_deal: MakeDeal, ask: Ask
) -> None:
    own = custom_fields.add(kind="deal", label="Договор №", holds="text", given={}, by=admin)
    stage = ask("amount", f"c_{own.key}", "expected_close_on")
    deal = make_deal(seller, expected_close_on="2026-04-01")
    client.force_login(seller)
    asked = go(client, deal, stage)
    html = asked.content.decode()
    assert (asked.status_code, 'name="amount"' in html, f'name="c_{own.key}"' in html) == (200, True, True)
    assert 'name="expected_close_on"' not in html  # it is known
    assert "field__error" not in html
    wrong = go(client, deal, stage, asked="1", amount="150 000")
    html = wrong.content.decode()
    assert (wrong.status_code, f'id="id_c_{own.key}-error"' in html, "150 000" in html) == (422, True, True)
    deal.refresh_from_db()
    assert str(deal.stage) == "Новая"
    done = go(client, deal, stage, asked="1", amount="150 000", **{f"c_{own.key}": "17"})
    assert (done.status_code, "undo" in done.headers["HX-Trigger"]) == (204, True)
    deal.refresh_from_db()
    assert (deal.stage, int(deal.amount or 0), deal.custom) == (stage, 150_000, {own.key: "17"})


def test_it_is_not_asked_before_nor_twice(
    client: Client, seller: User, make_deal: MakeDeal, stages: Stages, ask: Ask
) -> None:
    stage = ask("amount")
    deal = make_deal(seller)
    client.force_login(seller)
    assert go(client, deal, stages["Квалификация"]).status_code == 204
    late = make_deal(seller, amount=5, stage=stage.name)
    assert go(client, late, stages["Договор"]).status_code == 204


def test_a_rule_that_is_made_later_asks_at_the_next_move(
    client: Client, seller: User, make_deal: MakeDeal, stage: Stage, ask: Ask
) -> None:
    late = make_deal(seller, stage=stage.name)
    ask("amount")
    client.force_login(seller)
    assert go(client, late, stage).status_code == 204  # it stands there already
    won = stage.pipeline.stages.get(name="Выиграна")
    assert go(client, late, won).status_code == 200
    assert go(client, late, won, asked="1", amount="5").status_code == 204


def test_every_later_stage_and_the_victory_ask_but_never_a_loss(
    seller: User, make_deal: MakeDeal, stages: Stages, ask: Ask
) -> None:
    ask("amount")
    for name in ("Договор", "Выиграна"):
        with pytest.raises(Refused) as refusal:
            deals.move(deal=make_deal(seller), stage=stages[name], by=fresh(seller), at=NOW)
        assert list(refusal.value.fields) == ["amount"]
    with pytest.raises(Refused):
        deals.win(deal=make_deal(seller), by=fresh(seller), at=NOW)
    lost = deals.lose(deal=make_deal(seller), reason="Дорого", by=fresh(seller), at=NOW)
    assert lost.lost_reason


def test_what_has_come_there_is_not_emptied(client: Client, seller: User, make_deal: MakeDeal, ask: Ask) -> None:
    there, before = make_deal(seller, amount=5, stage="Предложение"), make_deal(seller, amount=5)
    ask("amount")
    by = fresh(seller)
    with pytest.raises(Refused):
        actions.update(record=there, changes={"amount": None}, by=by, at=NOW)
    assert actions.update(record=before, changes={"amount": None}, by=by, at=NOW).amount is None
    result = bulk.change(kind=DEAL, ids=[there.pk, before.pk], values={"amount": None}, by=by, at=NOW)
    assert (result.changed, sum(result.refused.values())) == (0, 1)
    client.force_login(seller)
    answer = client.post(f"/deals/{there.pk}/fields/amount/", {"amount": "", "version": 1}, headers=HTMX)
    assert (answer.status_code, "Заполните" in answer.content.decode()) == (422, True)


def test_a_new_deal_at_a_late_stage(client: Client, seller: User, ask: Ask) -> None:
    stage = ask("amount", "note")
    client.force_login(seller)
    sent = {"name": "Насосы", "currency": "RUB", "stage": stage.pk, "idempotency_key": "k"}
    answer = client.post("/deals/new/", sent, headers=HTMX)
    html = answer.content.decode()
    assert (answer.status_code, 'id="id_amount-error"' in html, 'id="id_note-error"' in html) == (422, True, True)
    assert not Deal.objects.exists()
    assert client.post("/deals/new/", sent | {"amount": "5", "note": "да"}).status_code == 303


def test_in_bulk_those_that_lack_it_stay(seller: User, make_deal: MakeDeal, ask: Ask) -> None:
    bare, full = make_deal(seller), make_deal(seller, amount=5)
    stage = ask("amount")
    result = bulk.change(kind=DEAL, ids=[bare.pk, full.pk], values={"stage": stage.pk}, by=fresh(seller), at=NOW)
    assert (result.changed, dict(result.refused)) == (1, {"Заполните поле «Сумма».": 1})


def test_in_the_cell_of_a_list_it_is_said(client: Client, seller: User, make_deal: MakeDeal, ask: Ask) -> None:
    deal = make_deal(seller)
    stage = ask("amount")
    client.force_login(seller)
    answer = client.post(f"/deals/{deal.pk}/fields/stage/", {"stage": stage.pk, "version": 1}, headers=HTMX)
    assert (answer.status_code, "«Сумма»" in answer.content.decode()) == (422, True)


def test_whom_it_is_kept_from_and_other_roles_are_not_asked(
    seller: User, head: User, admin: User, make_deal: MakeDeal, ask: Ask
) -> None:
    stage = ask("amount", of=seller.roles.get())
    deals.move(deal=make_deal(head), stage=stage, by=fresh(head), at=NOW)
    set_right(role=seller.roles.get(), kind=kinds.get("deal"), field="amount", right="read", by=admin)
    assert deals.move(deal=make_deal(seller), stage=stage, by=fresh(seller), at=NOW).stage == stage


def test_other_pipelines_have_stages_of_their_own(seller: User, make_deal: MakeDeal, ask: Ask) -> None:
    ask("amount")
    other = Pipeline.objects.create(name="Сервис", position=9)
    late = Stage.objects.create(pipeline=other, name="Выезд", position=99)
    assert deals.move(deal=make_deal(seller), stage=late, by=fresh(seller), at=NOW).stage == late


def test_opened_again_it_asks_too(client: Client, seller: User, make_deal: MakeDeal, stage: Stage, ask: Ask) -> None:
    deal = deals.lose(deal=make_deal(seller, stage=stage.name), reason="Дорого", by=seller, at=timezone.now())
    ask("amount")
    client.force_login(seller)
    answer = client.post(reverse("sales:reopen", args=[deal.pk]), headers=HTMX)
    assert (answer.status_code, 'name="amount"' in answer.content.decode()) == (200, True)
    deal.refresh_from_db()
    assert go(client, deal, stage, asked="1", amount="7").status_code == 204
    deal.refresh_from_db()
    assert (deal.is_open, deal.stage) == (True, stage)


def test_a_colleague_is_asked_alike(
    client: Client, seller: User, colleague: User, make_deal: MakeDeal, ask: Ask
) -> None:
    deal, stage = make_deal(seller), ask("amount")
    client.force_login(colleague)
    assert 'name="amount"' in go(client, deal, stage).content.decode()
    assert go(client, deal, stage, asked="1", amount="7").status_code == 204


def test_the_api_takes_the_values_with_the_move(seller: User, make_deal: MakeDeal, ask: Ask) -> None:
    stage = ask("amount")
    deal = make_deal(seller)
    code, told = call(seller, f"/deals/{deal.pk}/move", {"stage": stage.pk})
    assert (code, list(told["fields"])) == (422, ["amount"])
    code, moved = call(seller, f"/deals/{deal.pk}/move", {"stage": stage.pk, "values": {"amount": "7.50"}})
    assert (code, moved["stage"]) == (200, stage.pk)


@pytest.mark.parametrize("amount", ["", "много", "\x00", "9" * 40])
def test_bad_input_loses_nothing(client: Client, seller: User, make_deal: MakeDeal, ask: Ask, amount: str) -> None:
    stage = ask("amount")
    deal = make_deal(seller)
    client.force_login(seller)
    answer = go(client, deal, stage, asked="1", amount=amount)
    assert (answer.status_code, 'id="id_amount-error"' in answer.content.decode()) == (422, True)


def test_without_javascript_the_form_is_a_page(
    client: Client, seller: User, outsider: User, make_deal: MakeDeal, ask: Ask
) -> None:
    stage = ask("amount")
    deal = make_deal(seller)
    url = reverse("sales:stage", args=[deal.pk])
    client.force_login(seller)
    assert "<html" in client.post(url, {"stage": stage.pk}).content.decode()
    assert "<html" in client.get(f"{url}?stage={stage.pk}").content.decode()
    client.force_login(outsider)
    assert client.get(f"{url}?stage={stage.pk}").status_code == 404


def test_a_stage_that_goes_out_of_use_takes_its_deals_along(
    admin: User, seller: User, make_deal: MakeDeal, stages: Stages, ask: Ask
) -> None:
    deal, stage = make_deal(seller, stage="Квалификация"), ask("amount")
    pipelines.switch_stage(stage=stages["Квалификация"], on=False, move_to=stage, by=admin, at=NOW)
    deal.refresh_from_db()
    assert deal.stage == stage


def test_a_stage_that_has_become_a_loss_demands_nothing(
    seller: User, make_deal: MakeDeal, stages: Stages, ask: Ask
) -> None:
    stage = ask("amount")
    Stage.objects.filter(pk=stage.pk).update(outcome="lost")
    assert deals.move(deal=make_deal(seller), stage=stages["Договор"], by=fresh(seller), at=NOW).amount is None


class TestSettings:
    def test_one_stage_of_each_pipeline_is_chosen(
        self, client: Client, admin: User, stages: Stages, stage: Stage
    ) -> None:
        client.force_login(admin)
        url = "/settings/fields/deal/roles/amount/"
        line = f"stage-{stage.pipeline_id}"
        html = client.get(url).content.decode()
        assert f'value="stage:{stage.pk}"' in html
        assert f'value="stage:{stages["Проиграна"].pk}"' not in html
        given = {f"who-{line}": "all", f"moment-{line}": ""}
        assert client.post(url, given, headers=HTMX).status_code == 422
        assert client.post(url, given | {f"moment-{line}": f"stage:{stage.pk}"}, headers=HTMX).status_code == 204
        assert "С этапа «Предложение»" in client.get("/settings/fields/deal/roles/").content.decode()
        both = {f"stage:{stages[name].pk}": None for name in ("Предложение", "Договор")}
        with pytest.raises(Refused):
            prescribe(kind=DEAL, field="amount", demands=both, by=admin)

    def test_the_reason_of_a_loss_has_its_own_rule(self, admin: User) -> None:
        for field in ("lost_reason", "stage"):
            with pytest.raises(Refused):
                prescribe(kind=DEAL, field=field, demands={"create": None}, by=admin)

    def test_the_pipelines_show_what_their_stages_demand(self, client: Client, admin: User, ask: Ask) -> None:
        ask("amount", "note")
        client.force_login(admin)
        html = client.get(reverse("sales:pipelines")).content.decode()
        assert "Обязательно с этого этапа: Сумма, Примечание" in html
