"""The common funnel adds up over units, tells nobody of deals they may not see, and opens every figure."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import DecimalField, F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voronka.accounts.models import User
from voronka.records import access
from voronka.records.actions import classifiers
from voronka.records.kinds import get
from voronka.records.listing import Question, matching
from voronka.reports.common_rows import CommonRows
from voronka.reports.period import Period
from voronka.reports.queries.chosen import NO_UNIT, Chosen
from voronka.reports.queries.common_funnel import ALL, CommonAnswer, common_funnel
from voronka.reports.tests.conftest import NOW, Sell, TwoUnits, chosen, context, macro
from voronka.reports.tests.opened import opened_rows
from voronka.sales.actions import macro_stages, pipelines
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, DealChance, Finding, Learning, MacroStage, Outcome, Stage
from voronka.sales.queries import chances

DAY = timedelta(days=1)
LATER = NOW + 30 * DAY


@pytest.fixture
def story(sell: Sell, head: User, seller: User) -> None:
    sell(head, "Новая", "Квалификация", "Предложение", "Выиграна", amount=1000)
    sell(head, "Новая", "Проиграна", amount=200)
    sell(head, "Новая", "Квалификация", amount=300)
    sell(head, "Заявка", "Осмотр", "Смета", "Согласование", amount=400)
    sell(seller, "Заявка", amount=50)


def asked(by: User, *, opened: int | None = None, **more: Any) -> CommonAnswer:
    return common_funnel(chosen(**more), context(by, LATER), opened=opened)


def reached(found: CommonAnswer) -> dict[str, int]:
    return {step.macro.name: step.reached.count for step in found.steps}


@pytest.mark.req("H7", "G4")
@pytest.mark.parametrize("as_it_was", [True, False])
def test_pipelines_of_two_units_add_up(story: None, head: User, as_it_was: bool) -> None:
    found = asked(head, as_it_was=as_it_was)
    assert reached(found) == {
        "Новые": 5, "Квалификация": 3, "Предложение": 2, "Переговоры": 1, "Договор": 1, "Выиграны": 1,
    }  # fmt: skip
    assert [step.to_next for step in found.steps[:3]] == [Decimal("60.0"), Decimal("66.7"), Decimal("50.0")]
    assert (found.total.count, found.won.count, found.lost.count, found.standing.part.count) == (5, 1, 1, 3)
    offers = found.steps[2]
    assert (offers.standing.part.count, offers.standing.weighted) == (1, (("RUB", Decimal("164.00")),))
    assert found.standing.weighted == (("RUB", Decimal("230.00")),)
    assert [loss.name for loss in found.losses] == ["Дорого"]


@pytest.mark.req("H7", "X3")
@pytest.mark.parametrize("as_it_was", [True, False])
def test_the_forecast_weighs_by_what_was_learned(story: None, head: User, as_it_was: bool) -> None:
    told, elsewhere = (Deal.objects.get(amount=amount) for amount in (400, 300))
    learning = Learning.objects.create(at=NOW, finding=Finding.TAKEN, model={"a": 1})
    DealChance.objects.create(deal=told, stage=told.stage, probability=70, learning=learning, at=NOW)
    DealChance.objects.create(deal=elsewhere, stage=told.stage, probability=99, learning=learning, at=NOW)
    found = asked(head, as_it_was=as_it_was, opened=ALL)
    offers = found.steps[2]
    assert offers.standing.weighted == (("RUB", Decimal("280.00")),)
    assert {one.stage.name: one.standing.weighted for one in offers.natives if one.standing.part.count} == {
        "Согласование": (("RUB", Decimal("280.00")),)
    }
    assert found.standing.weighted == (("RUB", Decimal("346.00")),)  # 230 by the stages, 116 more by the model
    assert weighted_of(head) == Decimal("346.00")
    DealChance.objects.all().delete()
    assert asked(head, as_it_was=as_it_was).standing.weighted == (("RUB", Decimal("230.00")),)


def weighted_of(by: User) -> Decimal:
    """Σ amount × probability of open deals, as everything else reads it."""
    rows = access.visible(DEAL, by).filter(outcome="open")
    found: Decimal = rows.aggregate(sum=Sum(F("amount") * chances.fraction(), output_field=DecimalField()))["sum"]
    return round(found, 2)


@pytest.mark.req("H7")
def test_time_in_a_macro_stage_is_that_of_all_its_stages(story: None, head: User, units: TwoUnits) -> None:
    offers = asked(head, unit_id=units.service.pk, opened=macro("Предложение").pk).steps[2]
    assert (offers.time.median, offers.time.count) == (Decimal("1.0"), 1)
    assert {native.stage.name: native.time.median for native in offers.natives} == {
        "Смета": Decimal("1.0"), "Согласование": None,
    }  # fmt: skip


@pytest.mark.req("H7")
def test_as_it_was_stays_and_as_mapped_today_follows(story: None, admin: User, head: User, units: TwoUnits) -> None:
    before = asked(head)
    macro_stages.remap(stage=units.stage("Осмотр"), macro_stage=macro("Новые"), valid_from=NOW, by=admin)
    macro_stages.remap(stage=units.stage("Согласование"), macro_stage=macro("Отложены"), valid_from=NOW, by=admin)
    assert asked(head) == before
    today = asked(head, as_it_was=False)
    assert (reached(today)["Новые"], today.paused[0].standing.part.count) == (5, 1)
    assert today.steps[0].time.count == before.steps[0].time.count
    assert today.steps[0].time.minutes == before.steps[0].time.minutes + 24 * 60
    assert today.total == before.total


@pytest.mark.req("H7")
def test_it_is_narrowed_by_everything(story: None, admin: User, head: User, seller: User, units: TwoUnits) -> None:
    def count(**more: Any) -> int:
        return asked(head, **more).total.count

    for as_it_was in (True, False):
        way = {"as_it_was": as_it_was}
        assert [count(unit_id=one, **way) for one in (units.equipment.pk, units.service.pk, NO_UNIT)] == [3, 2, 0]
    assert [count(pipeline_id=one.pk) for one in (units.goods, units.repairs)] == [3, 2]
    assert (count(owner_id=seller.pk), count(department_id=head.department_id)) == (1, 5)
    assert (count(source_id=1), count(campaign_id=1)) == (0, 0)
    assert count(period=Period(name="own", first=None, last=(NOW - DAY).date())) == 0
    pipelines.change(pipeline=units.repairs, name="Ремонт", unit=units.equipment, by=admin)
    assert [count(unit_id=units.service.pk, as_it_was=was) for was in (True, False)] == [2, 0]


@pytest.mark.req("E1", "H7")
def test_everybody_gets_the_totals_of_their_own_cards(
    story: None, head: User, seller: User, colleague: User, outsider: User
) -> None:
    assert [asked(one).total.count for one in (head, colleague, seller, outsider)] == [5, 5, 1, 0]
    own = asked(seller, opened=macro("Новые").pk)
    assert [(native.stage.name, native.been.count) for native in own.steps[0].natives] == [("Заявка", 1)]


@pytest.mark.req("K6", "H7")
@pytest.mark.parametrize("as_it_was", [True, False])
@pytest.mark.parametrize("remapped", [True, False])
def test_every_figure_opens_exactly_its_rows(  # noqa: PLR0917  # the cast of the story
    story: None, admin: User, head: User, units: TwoUnits, as_it_was: bool, remapped: bool
) -> None:
    if remapped:
        macro_stages.remap(stage=units.stage("Смета"), macro_stage=macro("Отложены"), valid_from=NOW, by=admin)
        macro_stages.remap(stage=units.stage("Новая"), macro_stage=macro("Договор"), valid_from=NOW, by=admin)
    for unit in (None, units.service.pk):
        for place in MacroStage.objects.all():
            question = chosen(as_it_was=as_it_was, unit_id=unit)
            found = common_funnel(question, context(head, LATER), opened=place.pk)
            for count, address in figures(question, found, head):
                assert opened_rows(address, context(head, LATER)) == count, address


def figures(question: Chosen, found: CommonAnswer, by: User) -> Iterator[tuple[int, str]]:
    rows = CommonRows.of(question, found, by)
    yield found.total.count, rows.address()
    yield found.won.count, rows.closed("won")
    yield found.lost.count, rows.closed("lost")
    yield found.standing.part.count, rows.closed("open")
    for loss in found.losses:
        yield loss.part.count, rows.lost_by(loss.reason_id)
    for step in found.steps:
        yield step.reached.count, rows.reached(step.macro)
    for step in (*found.steps, *found.paused):
        yield step.standing.part.count, rows.standing(step.macro)
        for native in step.natives:
            yield native.been.count, rows.been(step.macro, native.stage)
            yield native.standing.part.count, rows.native(step.macro, native.stage)


MAPPINGS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5), st.integers(-5, 25)), max_size=8)


@pytest.mark.req("H7")
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(mappings=MAPPINGS)
def test_macro_stages_add_up_to_native_ones_under_any_mapping(
    story: None, admin: User, head: User, mappings: list[tuple[int, int, int]]
) -> None:
    before = asked(head)
    opened = list(Stage.objects.filter(outcome=Outcome.OPEN).order_by("pk"))
    places = list(MacroStage.objects.filter(kind__in=["open", "paused"]).order_by("pk"))
    for stage, place, day in mappings:
        macro_stages.remap(
            stage=opened[stage % len(opened)], macro_stage=places[place], valid_from=NOW + day * DAY, by=admin
        )
    assert asked(head) == before
    for as_it_was in (True, False):
        found = asked(head, as_it_was=as_it_was)
        standing = [step.standing for step in (*found.steps, *found.paused)]
        assert sum(one.part.count for one in standing) == found.standing.part.count == 3
        for kind in ("sums", "weighted"):
            whole = dict(found.standing.part.sums if kind == "sums" else found.standing.weighted)
            parts = [dict(one.part.sums if kind == "sums" else one.weighted) for one in standing]
            assert sum(part.get("RUB", Decimal(0)) for part in parts) == whole["RUB"]
        spent = sum(step.time.minutes for step in (*found.steps, *found.paused))
        assert spent == native_minutes(head)


def native_minutes(by: User) -> int:
    rows = matching(get("deal"), Question(), context(by, LATER))
    return sum(minutes for deal in rows for minutes in deal.left_minutes)


@pytest.mark.req("H7", "E8")
def test_hidden_money_and_reasons_are_not_counted_out(sell: Sell, admin: User, head: User) -> None:
    web = classifiers.add(classifier="source", name="Интернет", by=admin)
    site = classifiers.add(classifier="source", name="Наш сайт", parent=web, by=admin)
    sell(head, "Новая", source=site.pk)
    assert [asked(head, source_id=one.pk).total.count for one in (web, site)] == [1, 1]
