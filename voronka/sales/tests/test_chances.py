"""What is learned of open deals: told at a change and by night, taken back, never of the future or of people."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from voronka.accounts.models import User
from voronka.activities import subjects
from voronka.activities.actions import interactions, tasks
from voronka.activities.models import InteractionType
from voronka.core.errors import Forbidden
from voronka.records import actions
from voronka.sales.actions import chances, deals
from voronka.sales.economy.facts import economy_of
from voronka.sales.models import ChanceTerms, Deal, DealChance, Finding, Learning, Pipeline, Stage
from voronka.sales.probability import learning, moments
from voronka.sales.probability.amount import amount_now
from voronka.sales.probability.moments import Moment
from voronka.sales.queries import board as boards
from voronka.sales.queries import chances as read
from voronka.sales.tests.closed_deals import history, source_named
from voronka.sales.tests.conftest import NOW, MakeDeal

pytestmark = [pytest.mark.django_db, pytest.mark.req("X3", "H3")]
type Past = Callable[..., list[Deal]]


def by_source(good: bool) -> float:
    """The chance of the good source and of the other."""
    return 0.85 if good else 0.2


@pytest.fixture
def past(seller: User, stages: dict[str, Stage]) -> Past:
    """Call it to have 400 deals closed before NOW, whose ends hang on their source."""
    return lambda chance=by_source, **more: history(seller, stages, until=NOW, chance=chance, **more)


@pytest.fixture
def learned(past: Past) -> Learning:
    """The company has learned."""
    past()
    made = chances.learn(at=NOW)
    assert made
    assert made.is_in_force
    return made


def chance_of(deal: Deal) -> int:
    """Per cent, as everything reads it."""
    return Deal.objects.annotate(found=read.chance()).values_list("found", flat=True).get(pk=deal.pk)


def ended(found: Sequence[Moment], ends: dict[int, bool]) -> list[Moment]:
    """The same lives with other ends."""
    return [replace(one, won=ends[one.deal]) for one in found]


def good(make_deal: MakeDeal, by: User, **more: Any) -> Deal:
    """An open deal of the good source."""
    return make_deal(by, source=source_named("Рекомендация").pk, **more)


def test_until_there_is_enough_the_stage_speaks(
    past: Past, seller: User, make_deal: MakeDeal, stages: dict[str, Stage]
) -> None:
    past(deals=150)
    made = chances.learn(at=NOW)
    assert made
    assert (made.finding, made.is_in_force, made.figures["deals"]) == (Finding.TOO_FEW, False, 150)
    assert amount_now(at=NOW).deals == 150
    deal = good(make_deal, seller)
    assert chance_of(deal) == stages["Новая"].probability
    assert not DealChance.objects.exists()


def test_of_mere_chance_nothing_is_taken(past: Past, seller: User, make_deal: MakeDeal) -> None:
    past(chance=lambda _good: 0.5)
    made = chances.learn(at=NOW)
    assert made
    assert (made.finding, made.is_in_force) == (Finding.NO_BETTER, False)
    assert chance_of(good(make_deal, seller)) == 10


def test_what_was_learned_is_told_of_new_and_changed_deals(
    learned: Learning, seller: User, make_deal: MakeDeal, stages: dict[str, Stage]
) -> None:
    deal = good(make_deal, seller)
    first = chance_of(deal)
    assert first > 60
    assert economy_of(deal, at=NOW).facts.probability == first
    kept = DealChance.objects.get(deal=deal)
    assert (kept.learning, kept.stage, kept.at) == (learned, stages["Новая"], NOW)
    assert {"why": "source", "value": deal.source_id} == {
        name: one[name] for one in kept.reasons if one["why"] == "source" for name in ("why", "value")
    }
    changes = {"source": source_named("Холодный обзвон").pk}
    actions.update(record=deal, changes=changes, by=seller, at=NOW)
    assert chance_of(deal) < 40


def test_a_closed_deal_loses_its_row_and_a_moved_one_is_told_anew(
    learned: Learning, seller: User, make_deal: MakeDeal, stages: dict[str, Stage]
) -> None:
    deal = deals.move(deal=good(make_deal, seller), stage=stages["Переговоры"], by=seller, at=NOW)
    assert DealChance.objects.get(deal=deal).stage == stages["Переговоры"]
    deal = deals.win(deal=deal, by=seller, at=NOW + timedelta(days=1))
    assert not DealChance.objects.filter(deal=deal).exists()
    assert chance_of(deal) == 100
    deals.reopen(deal=deal, by=seller, at=NOW + timedelta(days=2))
    assert DealChance.objects.filter(deal=deal).exists()


def test_what_was_said_at_another_stage_no_longer_counts(
    learned: Learning, seller: User, make_deal: MakeDeal, stages: dict[str, Stage]
) -> None:
    """Whatever moves a deal behind our back: a row of another stage is not read."""
    deal = good(make_deal, seller)
    DealChance.objects.filter(deal=deal).update(stage=stages["Переговоры"])
    assert chance_of(deal) == stages["Новая"].probability == economy_of(deal, at=NOW).facts.probability


def test_at_a_stage_that_few_deals_have_seen_it_is_silent(
    learned: Learning, seller: User, make_deal: MakeDeal, stages: dict[str, Stage]
) -> None:
    deal = deals.move(deal=good(make_deal, seller), stage=stages["Договор"], by=seller, at=NOW)
    assert not DealChance.objects.filter(deal=deal).exists()
    assert chance_of(deal) == stages["Договор"].probability


def test_the_night_judges_all_and_may_run_twice(
    learned: Learning, seller: User, make_deal: MakeDeal, run_jobs: Callable[[], int]
) -> None:
    deal = good(make_deal, seller)
    DealChance.objects.all().delete()
    later = NOW + timedelta(days=30)
    assert chances.judge_all(at=later) == chances.judge_all(at=later) == 1
    kept = DealChance.objects.get(deal=deal)
    assert kept.at == later
    Deal.objects.filter(pk=deal.pk).update(stage=Stage.objects.get(name="Выиграна"), outcome="won", closed_at=later)
    assert chances.judge_all(at=later) == 0
    assert not DealChance.objects.exists()
    assert run_jobs() > 0


def test_a_step_is_seen_when_the_worker_comes_to_it(
    learned: Learning, seller: User, make_deal: MakeDeal, run_jobs: Callable[[], int]
) -> None:
    deal = good(make_deal, seller)
    DealChance.objects.all().delete()
    due = timezone.now() + timedelta(days=1)
    tasks.create(values={"title": "Позвонить", "due_at": due, "subject": subjects.ref(deal)}, by=seller, at=NOW)
    run_jobs()
    assert DealChance.objects.filter(deal=deal).exists()


def test_a_weaker_learning_leaves_the_old_model_and_a_lost_truth_silences_it(
    learned: Learning, past: Past, monkeypatch: pytest.MonkeyPatch, seller: User, make_deal: MakeDeal
) -> None:
    found = moments.lives(at=NOW)
    ends = {deal[0].deal: bool(deal[0].won) for deal in learning.by_closing(found)}
    older, newest = list(ends)[:340], set(list(ends)[340:])
    thrown = dict(zip(older, random.Random(3).sample([ends[pk] for pk in older], len(older)), strict=True))
    monkeypatch.setattr(moments, "lives", lambda *, at: ended(found, ends | thrown))
    made = chances.learn(at=NOW + timedelta(days=7))
    assert made
    assert (made.finding, read.in_force()) == (Finding.OLD_BETTER, learned)
    deal = good(make_deal, seller)
    assert DealChance.objects.filter(deal=deal).exists()
    turned = {pk: not won if pk in newest else won for pk, won in ends.items()}
    monkeypatch.setattr(moments, "lives", lambda *, at: ended(found, turned))
    made = chances.learn(at=NOW + timedelta(days=14))
    assert made
    assert made.finding == Finding.NO_BETTER
    assert read.in_force() is None
    assert not DealChance.objects.exists()


def test_a_killed_learning_leaves_the_model_in_force(learned: Learning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "figures", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        chances.learn(at=NOW)
    assert (read.in_force(), Learning.objects.count()) == (learned, 1)


def test_of_two_at_once_the_later_one_is_dropped(learned: Learning, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one was at work another has put its model in force: what was compared holds no longer."""
    settle, others = chances._settle, []

    def meanwhile(made: Learning, old: Learning | None) -> Learning | None:
        monkeypatch.setattr(chances, "_settle", settle)
        others.append(chances.learn(at=NOW + timedelta(hours=1)))
        return settle(made, old)

    monkeypatch.setattr(chances, "_settle", meanwhile)
    assert chances.learn(at=NOW) == others[0] == read.in_force()
    assert Learning.objects.count() == 2


def test_the_company_does_without_it(
    learned: Learning, admin: User, seller: User, make_deal: MakeDeal, run_jobs: Callable[[], int]
) -> None:
    deal = good(make_deal, seller)
    with pytest.raises(Forbidden):
        chances.switch(on=False, by=seller)
    chances.switch(on=False, by=admin)
    assert (chance_of(deal), DealChance.objects.count(), read.in_force()) == (10, 0, None)
    assert chances.learn(at=NOW) is None
    chances.switch(on=True, by=admin)
    assert not chances.learn_later(by=admin)  # one waits already
    run_jobs()
    assert ChanceTerms.objects.get().is_on
    assert read.in_force() is not None
    assert chance_of(deal) > 50


def test_nothing_of_the_future_is_known_at_a_moment(
    past: Past, seller: User, make_deal: MakeDeal, stages: dict[str, Stage]
) -> None:
    """The same moment is told alike before and after whatever came of the deal, and alike for an open deal."""
    past(deals=30)
    deal = good(make_deal, seller, amount="100000", at=timezone.now())
    then = moments.now([deal.pk], at=deal.created_at)
    assert [(one.amount, one.contacts, one.has_step, one.won) for one in then] == [(100_000, 0, False, None)]
    later = deal.created_at + timedelta(days=2)
    call = InteractionType.objects.get(code="call")
    interactions.log(subject=deal, type=call, minutes=5, happened_at=later, by=seller, at=later)
    step = {"title": "Позвонить", "due_at": later, "subject": subjects.ref(deal)}
    tasks.create(values=step, by=seller, at=later)
    actions.update(record=deal, changes={"amount": 900_000}, by=seller, at=later)
    deals.win(deal=deal, by=seller, at=later + timedelta(days=20))
    with connection.cursor() as cursor:  # the history is written by the clock of the base
        cursor.execute("UPDATE sales_dealevent SET pgh_created_at = %s WHERE pgh_obj_id = %s AND amount = 900000",
                       [later, deal.pk])  # fmt: skip
    lived = [one for one in moments.lives(at=later + timedelta(days=30)) if one.deal == deal.pk]
    assert [(round(one.age), one.amount, one.contacts, one.has_step) for one in lived] == [
        (0, 100_000, 0, False), (3, 900_000, 1, True), (7, 900_000, 1, True), (14, 900_000, 1, True)
    ]  # fmt: skip
    assert {one.won for one in lived} == {True}
    came_later = {"won": None, "closed_at": None, "stayed": None, "lasted": None}
    assert [replace(one, **came_later) for one in lived[:1]] == [replace(one, **came_later) for one in then]


def test_reasons_hold_no_words_of_anybody(learned: Learning, seller: User, make_deal: MakeDeal) -> None:
    deal = good(make_deal, seller, name="Секрет Секретович", amount="123456")
    reasons = DealChance.objects.get(deal=deal).reasons
    assert reasons
    assert all(set(one) <= {"why", "weight", "value", "usual"} for one in reasons)
    kept = json.dumps([reasons, learned.model, learned.figures], ensure_ascii=False)
    assert "Секрет" not in kept
    assert all(
        type(value) in {int, float, str} for one in DealChance.objects.get(deal=deal).reasons for value in one.values()
    )
    assert not any(str(name) in kept for name in (seller.full_name, seller.email))


def test_judging_asks_few_questions(
    learned: Learning, seller: User, make_deal: MakeDeal, django_assert_max_num_queries: Any
) -> None:
    made = [good(make_deal, seller).pk for _number in range(8)]
    with django_assert_max_num_queries(6):  # a savepoint counts as two
        chances.judge(made, at=NOW)


def test_the_board_weighs_by_what_was_learned(
    learned: Learning, seller: User, make_deal: MakeDeal, pipeline: Pipeline
) -> None:
    told, silent = good(make_deal, seller, amount="100000"), make_deal(seller, amount="50000")
    DealChance.objects.filter(deal=told).update(probability=40)
    DealChance.objects.filter(deal=silent).delete()
    found = boards.board(boards.Question(pipeline=pipeline), by=seller, at=NOW)
    first = next(one for one in found if one.stage.name == "Новая")
    assert (first.count, first.sums) == (2, {"RUB": 150_000})
    assert first.expected("RUB") == 40_000 + 5_000
