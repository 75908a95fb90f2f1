"""The gate: no screen, no list and no program brings a deal past what its pipeline asks for."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from voronka.accounts.models import User
from voronka.activities.actions import interactions
from voronka.activities.models import Interaction
from voronka.core.errors import Conflict, NotFound, Refused
from voronka.records import actions
from voronka.records.actions import bulk
from voronka.records.actions.given import read
from voronka.sales.actions import checks, deals, pipelines
from voronka.sales.actions.way import Contact, Done
from voronka.sales.kinds import DEAL
from voronka.sales.models import CheckMark, Deal, Pipeline, Stage
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.method import contact, item, ordered, ruled
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("G4", "E7")]

HTMX = {"HX-Request": "true"}
type Stages = dict[str, Stage]


def go(client: Client, deal: Deal, stage: Stage, **given: Any) -> Any:
    url = reverse("sales:stage", args=[deal.pk])
    return client.post(url, {"stage": stage.pk, "version": deal.version, **given}, headers=HTMX)


def refused(deal: Deal, stage: Stage, by: User, **given: Any) -> set[str]:
    """The inputs that the gate names."""
    with pytest.raises(Refused) as told:
        deals.move(deal=deal, stage=stage, by=by, at=NOW, **given)
    deal.refresh_from_db()
    return set(told.value.fields)


class TestNoWayRound:
    """Every way by which the stage of a deal can be changed by hand."""

    @pytest.fixture
    def deal(self, seller: User, make_deal: MakeDeal, stages: Stages) -> Deal:
        deal = make_deal(seller)
        item(stages["Новая"])
        return deal

    def test_the_action(self, deal: Deal, seller: User, stages: Stages) -> None:
        assert len(refused(deal, stages["Договор"], seller)) == 1

    def test_an_update_of_the_field(self, deal: Deal, seller: User, stages: Stages) -> None:
        with pytest.raises(Refused):
            actions.update(record=deal, changes={"stage": stages["Договор"].pk}, by=seller, at=NOW)

    def test_the_cell_of_a_list(self, deal: Deal, client: Client, seller: User, stages: Stages) -> None:
        client.force_login(seller)
        answer = client.post(
            f"/deals/{deal.pk}/fields/stage/", {"stage": stages["Договор"].pk, "version": 1}, headers=HTMX
        )
        assert (answer.status_code, "Узнали бюджет" in answer.content.decode()) == (422, True)

    def test_a_bulk_edit(self, deal: Deal, seller: User, make_deal: MakeDeal, stages: Stages) -> None:
        ready = make_deal(seller)
        checks.tick(deal=ready, items=[stages["Новая"].check_items.get().pk], by=seller, at=NOW)
        values = {"stage": stages["Договор"].pk}
        result = bulk.change(kind=DEAL, ids=[deal.pk, ready.pk], values=values, by=seller, at=NOW)
        assert (result.changed, sum(result.refused.values())) == (1, 1)
        assert Deal.objects.get(pk=deal.pk).stage == stages["Новая"]

    def test_the_api(self, deal: Deal, seller: User, stages: Stages) -> None:
        stage = stages["Договор"].pk
        assert call(seller, f"/deals/{deal.pk}", {"stage": stage}, method="PATCH")[0] == 422
        assert call(seller, f"/deals/{deal.pk}/move", {"stage": stage})[0] == 422
        assert call(seller, f"/deals/{deal.pk}/win")[0] == 422

    def test_a_loss_and_back(self, deal: Deal, seller: User, stages: Stages) -> None:
        lost = deals.lose(deal=deal, reason="Дорого", by=seller, at=NOW)
        assert refused(lost, stages["Договор"], seller)
        assert deals.reopen(deal=lost, by=seller, at=NOW).stage == stages["Новая"]

    def test_another_pipeline_and_back(self, deal: Deal, admin: User, seller: User, stages: Stages) -> None:
        other = pipelines.create(name="Сервис", by=admin)
        there = other.stages.select_related("pipeline").order_by("position")[0]
        gone = deals.move(deal=deal, stage=there, by=seller, at=NOW)
        assert refused(gone, stages["Договор"], seller)

    def test_a_new_deal(self, deal: Deal, seller: User, stages: Stages) -> None:
        values = read(DEAL, {"name": "Сразу", "stage": stages["Договор"].pk}, by=seller)
        with pytest.raises(Refused):
            deals.create(values=values, by=seller, at=NOW)

    def test_what_the_program_moves_along_is_not_asked(
        self, deal: Deal, admin: User, seller: User, stages: Stages
    ) -> None:
        pipelines.switch_stage(stage=stages["Новая"], on=False, move_to=stages["Договор"], by=admin, at=NOW)
        assert Deal.objects.get(pk=deal.pk).stage == stages["Договор"]


def test_a_drop_asks_everything_in_one_form_and_moves(
    client: Client, seller: User, make_deal: MakeDeal, stages: Stages
) -> None:
    deal, line, kind = make_deal(seller), item(stages["Новая"]), contact(stages["Новая"], "call", 2)
    client.force_login(seller)
    html = go(client, deal, stages["Квалификация"]).content.decode()
    names = [f"activity-{kind.pk}-{number}" for number in (0, 1)]
    assert all(f'name="{name}-text"' in html for name in names)
    assert "Узнали бюджет" in html
    first = {f"{names[0]}-text": "Обсудили сроки", f"{names[0]}-minutes": "7"}
    wrong = go(client, deal, stages["Квалификация"], asked="1", **first, **{f"{names[1]}-minutes": "много"})
    html = wrong.content.decode()
    assert (wrong.status_code, "Обсудили сроки" in html, "Отметьте, когда" in html) == (422, True, True)
    assert f'id="id_{names[1]}-minutes-error"' in html
    assert not Interaction.objects.exists()
    second = {f"{names[1]}-text": "Выслали прайс", f"{names[1]}-minutes": "3"}
    done = go(client, deal, stages["Квалификация"], asked="1", tick=line.pk, **first, **second)
    assert done.status_code == 204
    deal.refresh_from_db()
    assert deal.stage == stages["Квалификация"]
    assert CheckMark.objects.get().by == seller
    assert sorted(Interaction.objects.values_list("minutes", "subject_id")) == [(3, deal.pk), (7, deal.pk)]
    again = go(client, deal, stages["Квалификация"], asked="1", tick=line.pk, **first, **second)
    assert (again.status_code, Interaction.objects.count()) == (204, 2)


def test_all_or_nothing(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal, line, kind = make_deal(seller), item(stages["Новая"]), contact(stages["Новая"])
    item(stages["Новая"], "Назвали цену")
    done = Done(ticks=(line.pk,), contacts=(Contact(type=kind, text="Был звонок", minutes=5),))
    assert len(refused(deal, stages["Договор"], seller, done=done)) == 1
    assert (CheckMark.objects.count(), Interaction.objects.count()) == (0, 0)


def test_contacts_count_since_the_deal_came(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal, kind = make_deal(seller), contact(stages["Квалификация"])
    interactions.log(subject=deal, type=kind, text="Рано", by=seller, at=NOW)
    later = NOW.replace(day=5)
    deal = deals.move(deal=deal, stage=stages["Квалификация"], by=seller, at=later)
    assert refused(deal, stages["Договор"], seller) == {f"activity-{kind.pk}"}
    interactions.log(subject=deal, type=kind, text="Вовремя", by=seller, at=later)
    assert deals.move(deal=deal, stage=stages["Договор"], by=seller, at=later).stage == stages["Договор"]


def test_a_new_rule_is_for_moves_from_now_on(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(seller, stage="Договор")
    item(stages["Новая"])
    assert deals.win(deal=deal, by=seller, at=NOW).outcome == "won"


def test_the_order_binds(client: Client, seller: User, make_deal: MakeDeal, stages: Stages, pipeline: Pipeline) -> None:
    ordered(pipeline, may_skip=False, may_go_back=False)
    deal = make_deal(seller)
    client.force_login(seller)
    answer = go(client, deal, stages["Предложение"])
    assert (answer.status_code, "Квалификация" in str(json.loads(answer.headers["HX-Trigger"]))) == (422, True)
    deal = deals.move(deal=deal, stage=stages["Квалификация"], by=seller, at=NOW)
    assert refused(deal, stages["Новая"], seller) == {"stage"}
    assert deals.undo_move(deal=deal, version=deal.version, by=seller, at=NOW).stage == stages["Новая"]


class TestLimit:
    @pytest.fixture
    def full(self, seller: User, make_deal: MakeDeal, stages: Stages) -> Stage:
        """A stage with as many deals as may stand there."""
        make_deal(seller, name="Вентили", stage="Переговоры")
        return ruled(stages["Переговоры"], wip_limit=1)

    def test_it_names_what_stands_there(self, client: Client, seller: User, make_deal: MakeDeal, full: Stage) -> None:
        client.force_login(seller)
        answer = go(client, make_deal(seller), full)
        assert (answer.status_code, "«Вентили»" in str(json.loads(answer.headers["HX-Trigger"]))) == (422, True)

    def test_every_salesperson_has_his_own(self, head: User, make_deal: MakeDeal, full: Stage) -> None:
        assert deals.move(deal=make_deal(head), stage=full, by=head, at=NOW).stage == full

    def test_a_head_may_go_over_it_by_saying_so(
        self, client: Client, seller: User, head: User, make_deal: MakeDeal, full: Stage
    ) -> None:
        deal = make_deal(seller)
        assert refused(deal, full, seller, over_limit=True) == {"over_limit"}
        client.force_login(head)
        html = go(client, deal, full).content.decode()
        assert 'name="over_limit"' in html
        assert go(client, deal, full, asked="1").status_code == 422
        assert go(client, deal, full, asked="1", over_limit="on").status_code == 204

    def test_names_of_others_are_not_told(
        self, seller: User, colleague: User, make_deal: MakeDeal, full: Stage
    ) -> None:
        deal = make_deal(seller)
        Deal.objects.filter(name="Вентили").update(department=None)
        with pytest.raises(Refused) as told:
            deals.move(deal=deal, stage=full, by=colleague, at=NOW)
        assert "Вентили" not in told.value.message

    def test_in_bulk_only_as_many_as_there_is_room_for(self, seller: User, make_deal: MakeDeal, stages: Stages) -> None:
        stage = ruled(stages["Договор"], wip_limit=2)
        ids = [make_deal(seller).pk for _ in range(4)]
        result = bulk.change(kind=DEAL, ids=ids, values={"stage": stage.pk}, by=seller, at=NOW)
        assert (result.changed, sum(result.refused.values())) == (2, 2)


def test_a_stale_version_moves_and_logs_nothing(
    seller: User, colleague: User, make_deal: MakeDeal, stages: Stages
) -> None:
    deal, kind = make_deal(seller), contact(stages["Новая"])
    interactions.log(subject=deal, type=kind, text="Звонок", by=seller, at=NOW)
    deals.move(deal=deal, stage=stages["Договор"], by=colleague, at=NOW)
    done = Done(contacts=(Contact(type=kind, text="Ещё звонок"),))
    with pytest.raises(Conflict):
        deals.move(deal=deal, stage=stages["Предложение"], by=seller, at=NOW, version=1, done=done)
    assert Interaction.objects.count() == 1


def test_ticks_follow_access_and_can_be_taken_back(
    seller: User, outsider: User, make_deal: MakeDeal, stages: Stages
) -> None:
    deal, line = make_deal(seller), item(stages["Новая"])
    with pytest.raises(NotFound):
        checks.tick(deal=deal, items=[line.pk], by=outsider, at=NOW)
    for _ in range(2):
        checks.tick(deal=deal, items=[line.pk], by=seller, at=NOW)
    assert CheckMark.objects.count() == 1
    checks.untick(deal=deal, item=line.pk, by=seller)
    assert not CheckMark.objects.exists()
    with pytest.raises(NotFound):
        checks.tick(deal=deal, items=[line.pk, 999_999], by=seller, at=NOW)


def test_the_api_tells_and_takes(seller: User, outsider: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal, line, kind = make_deal(seller), item(stages["Новая"]), contact(stages["Новая"])
    stage = stages["Договор"].pk
    code, told = call(seller, f"/deals/{deal.pk}/gate?stage={stage}", method="GET")
    assert (code, told["is_open"], told["check_items"]) == (200, False, [{"id": line.pk, "text": line.text}])
    assert told["contacts"] == [{"type": kind.pk, "name": kind.name, "count": 1}]
    assert call(outsider, f"/deals/{deal.pk}/gate?stage={stage}", method="GET")[0] == 404
    body = {"stage": stage, "ticks": [line.pk], "contacts": [{"type": kind.pk, "text": "Да"}]}
    assert call(seller, f"/deals/{deal.pk}/move", body)[0] == 200
    assert call(seller, f"/deals/{deal.pk}/move", {"stage": stage, "ticks": [2**70]})[0] == 422


def test_refusing_fifty_asks_no_more_than_refusing_one(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    item(stages["Новая"])
    contact(stages["Новая"])
    values = {"stage": ruled(stages["Договор"], wip_limit=1).pk}

    def asked(count: int) -> int:
        ids = [make_deal(seller).pk for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            assert bulk.change(kind=DEAL, ids=ids, values=values, by=seller, at=NOW).changed == 0
        return len(captured)

    asked(1)
    assert asked(1) == asked(50)
