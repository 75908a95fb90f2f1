"""Deals: made, moved, won, lost, opened again, moved back; their stage history keeps the time."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once
from voronka.core import events
from voronka.core.errors import Conflict, NotFound, Refused
from voronka.records import actions
from voronka.records.actions.given import read
from voronka.sales.actions import deals
from voronka.sales.actions.imported import begin_stage_history
from voronka.sales.events import DealLost, DealMoved, DealWon
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome, Pipeline, Stage, StageChange
from voronka.sales.tests.conftest import NOW, MakeDeal

HOUR = timedelta(hours=1)
type Stages = dict[str, Stage]


def passed(deal: Deal) -> list[tuple[str, str, int]]:
    rows = StageChange.objects.filter(deal=deal).order_by("at", "pk").select_related("from_stage", "to_stage")
    return [(str(row.from_stage or ""), str(row.to_stage), row.seconds_in_previous) for row in rows]


@pytest.mark.req("G3")
def test_a_new_deal_begins_at_the_first_stage(seller: User, make_deal: MakeDeal, pipeline: Pipeline) -> None:
    deal = make_deal(seller, amount="1 250 000,50 ₽")
    assert (str(deal.stage), deal.pipeline, deal.outcome, deal.stage_since) == ("Новая", pipeline, Outcome.OPEN, NOW)
    assert (deal.amount, deal.currency) == (Decimal("1250000.50"), "RUB")
    assert passed(deal) == [("", "Новая", 0)]


def test_a_deal_may_begin_anywhere(seller: User, make_deal: MakeDeal) -> None:
    won = make_deal(seller, stage="Выиграна")
    assert (won.outcome, won.closed_at) == (Outcome.WON, NOW)
    with pytest.raises(Refused) as caught:
        make_deal(seller, stage="Проиграна")
    assert caught.value.field == "lost_reason"
    lost = make_deal(seller, stage="Проиграна", lost_reason="Дорого")
    assert (lost.outcome, str(lost.lost_reason)) == (Outcome.LOST, "Дорого")


@pytest.mark.req("E5")
def test_moves_keep_the_time_of_each_stage(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(seller)
    deal = deals.move(deal=deal, stage=stages["Предложение"], by=seller, at=NOW + HOUR, version=1)
    assert (deal.stage_since, deal.version, deal.days_in_stage(NOW + 49 * HOUR)) == (NOW + HOUR, 2, 2)
    deal = deals.win(deal=deal, by=seller, at=NOW + 3 * HOUR)
    assert (deal.outcome, deal.closed_at) == (Outcome.WON, NOW + 3 * HOUR)
    assert passed(deal) == [("", "Новая", 0), ("Новая", "Предложение", 3600), ("Предложение", "Выиграна", 7200)]
    same = deals.win(deal=deal, by=seller, at=NOW + 9 * HOUR)
    assert (same.version, len(passed(deal))) == (3, 3)


@pytest.mark.req("H3")
def test_lose_needs_a_reason(seller: User, make_deal: MakeDeal) -> None:
    deal = make_deal(seller)
    for nothing in (None, "", "нет такой", "Спам"):
        with pytest.raises(Refused) as caught:
            deals.lose(deal=deal, reason=nothing, by=seller, at=NOW)
        assert caught.value.field == "lost_reason"
    lost = deals.lose(deal=deal, reason="Дорого", comment="на 10 %", by=seller, at=NOW)
    assert (lost.outcome, str(lost.lost_reason), lost.lost_comment) == (Outcome.LOST, "Дорого", "на 10 %")


def test_reopen_goes_where_it_stood(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(seller)
    deals.move(deal=deal, stage=stages["Договор"], by=seller, at=NOW + HOUR)
    lost = deals.lose(deal=deal, reason="Дорого", comment="жаль", by=seller, at=NOW + 2 * HOUR)
    opened = deals.reopen(deal=lost, by=seller, at=NOW + 3 * HOUR)
    opened.refresh_from_db()
    assert (str(opened.stage), opened.closed_at, opened.lost_reason, opened.lost_comment) == ("Договор", None, None, "")
    assert deals.reopen(deal=opened, by=seller, at=NOW).version == opened.version


def test_the_general_update_cannot_go_round_the_history(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(seller)
    changes = read(DEAL, {"stage": stages["Договор"].pk, "amount": "5"}, by=seller)
    actions.update(record=deal, changes=changes, by=seller, at=NOW + HOUR)
    assert passed(deal)[-1] == ("Новая", "Договор", 3600)
    with pytest.raises(Refused):
        actions.update(record=deal, changes={"stage": stages["Проиграна"].pk}, by=seller, at=NOW)
    with pytest.raises(Refused):
        actions.update(record=deal, changes=read(DEAL, {"lost_reason": "Дорого"}, by=seller), by=seller, at=NOW)
    assert len(passed(deal)) == 2


def test_stale_move_conflicts_and_other_changes_do_not(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(seller)
    actions.update(record=deal, changes={"amount": Decimal(7)}, by=seller, at=NOW, version=1)
    moved = deals.move(deal=deal, stage=stages["Договор"], by=seller, at=NOW, version=1)
    assert moved.version == 3
    with pytest.raises(Conflict) as caught:
        deals.move(deal=deal, stage=stages["Предложение"], by=seller, at=NOW, version=2)
    assert (caught.value.clashes[0].theirs, caught.value.clashes[0].yours) == ("Договор", "Предложение")


def test_undo_leaves_no_trace_in_the_time(seller: User, colleague: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(seller)
    moved = deals.move(deal=deal, stage=stages["Договор"], by=seller, at=NOW + HOUR)
    with pytest.raises(Refused):
        deals.undo_move(deal=moved, version=moved.version, by=colleague, at=NOW + HOUR)
    back = deals.undo_move(deal=moved, version=moved.version, by=seller, at=NOW + HOUR)
    back.refresh_from_db()
    assert (str(back.stage), back.stage_since, back.version) == ("Новая", NOW, 3)
    assert passed(deal) == [("", "Новая", 0)]
    with pytest.raises(Refused):
        deals.undo_move(deal=back, version=back.version, by=seller, at=NOW + HOUR)


def test_undo_of_a_loss_opens_and_of_a_reopening_closes(seller: User, make_deal: MakeDeal) -> None:
    deal = make_deal(seller)
    lost = deals.lose(deal=deal, reason="Дорого", comment="x", by=seller, at=NOW + HOUR)
    opened = deals.reopen(deal=lost, by=seller, at=NOW + 2 * HOUR)
    again = deals.undo_move(deal=opened, version=opened.version, by=seller, at=NOW + 3 * HOUR)
    again.refresh_from_db()
    assert (again.outcome, str(again.lost_reason), again.closed_at) == (Outcome.LOST, "Дорого", NOW + HOUR)
    with pytest.raises(Conflict):
        deals.undo_move(deal=again, version=2, by=seller, at=NOW)


def test_events_are_told(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(seller)
    with events.heard(DealMoved, DealWon, DealLost) as told:
        deals.win(deal=deal, by=seller, at=NOW)
        deals.lose(deal=deal, reason="Дорого", by=seller, at=NOW)
    assert [type(event) for event in told] == [DealMoved, DealWon, DealMoved, DealLost]


def test_a_deal_may_change_its_pipeline(seller: User, make_deal: MakeDeal) -> None:
    other = Pipeline.objects.create(name="Сервис", position=1)
    stage = Stage.objects.create(pipeline=other, name="Заявка")
    moved = deals.move(deal=make_deal(seller), stage=stage, by=seller, at=NOW)
    assert (moved.pipeline, moved.stage) == (other, stage)
    with pytest.raises(Refused):
        deals.win(deal=moved, by=seller, at=NOW)
    Stage.objects.filter(pk=stage.pk).update(is_active=False)
    with pytest.raises(Refused):
        deals.move(deal=make_deal(seller), stage=stage, by=seller, at=NOW)


def test_a_repeated_stage_leaves_the_day_of_the_close(seller: User, make_deal: MakeDeal) -> None:
    won = deals.win(deal=make_deal(seller), by=seller, at=NOW)
    later = NOW + timedelta(days=40)
    same = actions.update(record=won, changes={"stage": won.stage_id, "note": "x"}, by=seller, at=later)
    assert (same.closed_at, same.stage_since, same.note) == (NOW, NOW, "x")


def test_a_move_is_not_taken_back_to_a_stage_out_of_use(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    moved = deals.move(deal=make_deal(seller), stage=stages["Договор"], by=seller, at=NOW)
    Stage.objects.filter(pk=stages["Новая"].pk).update(is_active=False)
    with pytest.raises(Refused):
        deals.undo_move(deal=moved, version=moved.version, by=seller, at=NOW)


@pytest.mark.req("E1")
def test_rights(seller: User, outsider: User, make_deal: MakeDeal, stages: Stages) -> None:
    with pytest.raises(NotFound):
        deals.move(deal=make_deal(seller), stage=stages["Договор"], by=outsider, at=NOW)


def test_the_database_keeps_deal_and_stage_together(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(seller)
    other = Pipeline.objects.create(name="Другая")
    for columns in (
        {"pipeline": other},
        {"outcome": Outcome.WON, "closed_at": NOW},
        {"closed_at": NOW},
        {"stage": stages["Выиграна"], "outcome": Outcome.WON},
        {"stage": stages["Проиграна"], "outcome": Outcome.LOST, "closed_at": NOW},
        {"amount": Decimal(-1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deal.objects.filter(pk=deal.pk).update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(name="Новая").update(outcome=Outcome.WON)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_at_once_one_is_told(
    seller: User, colleague: User, make_deal: MakeDeal, stages: Stages
) -> None:
    deal = make_deal(seller)
    results = at_once(
        lambda: deals.move(deal=deal, stage=stages["Договор"], by=seller, at=NOW, version=1),
        lambda: deals.move(deal=deal, stage=stages["Предложение"], by=colleague, at=NOW, version=1),
    )
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Deal"]
    assert len(passed(deal)) == 2


def _imported(seller: User, stage: Stage, closed: datetime | None) -> Deal:
    return Deal.objects.create(
        name="Ввоз", pipeline_id=stage.pipeline_id, stage=stage, outcome=stage.outcome, stage_since=closed or NOW,
        created_at=NOW, updated_at=NOW, closed_at=closed, owner=seller,
    )  # fmt: skip


def test_imported_deals_get_the_history_that_can_be_known(seller: User, stages: Stages) -> None:
    won = _imported(seller, stages["Выиграна"], NOW + 24 * HOUR)
    going = _imported(seller, stages["Договор"], None)
    ids = [won.pk, going.pk]
    assert begin_stage_history(ids) == 3
    assert passed(won) == [("", "Новая", 0), ("Новая", "Выиграна", 86400)]
    assert passed(going) == [("", "Договор", 0)]
    assert begin_stage_history(ids) == 0
