"""The common funnel: each stage has its place in it, and what was counted once stays counted so."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voronka.accounts.models import BusinessUnit, User
from voronka.core.errors import Forbidden, Refused
from voronka.sales.actions import deals, macro_stages, pipelines
from voronka.sales.actions.imported import begin_stage_history
from voronka.sales.models import Deal, MacroKind, MacroStage, Outcome, Pipeline, Stage, StageChange, StageMapping
from voronka.sales.queries.macro_stages import as_mapped, drawn, places_at
from voronka.sales.tests.conftest import NOW, MakeDeal

DAY = timedelta(days=1)
STAGE = {"days_norm": 5, "outcome": "open"}


def macro(name: str) -> MacroStage:
    return MacroStage.objects.get(name=name)


def place_of(stage: Stage, at: datetime = NOW) -> str:
    return MacroStage.objects.get(pk=places_at(at)[stage.pk]).name


@pytest.mark.req("H7")
def test_each_stage_has_its_place_by_outcome_and_probability(admin: User, stages: dict[str, Stage]) -> None:
    assert [place_of(stage) for stage in stages.values()] == [
        "Новые", "Квалификация", "Предложение", "Переговоры", "Договор", "Выиграны", "Проиграны",
    ]  # fmt: skip
    made = pipelines.create(name="Сервис", by=admin)
    added = pipelines.add_stage(pipeline=made, name="Смета", probability=44, by=admin, **STAGE)
    assert place_of(added) == "Предложение"
    mapping = added.mappings.get()
    assert (mapping.valid_from, mapping.by) == (None, None)


@pytest.mark.req("H7")
def test_a_stage_with_another_outcome_goes_to_its_own_kind(admin: User, stages: dict[str, Stage]) -> None:
    pipelines.change_stage(
        stage=stages["Договор"], name="Договор", probability=100, days_norm=None, outcome="won", by=admin
    )
    assert place_of(stages["Договор"]) == "Выиграны"


@pytest.mark.req("H7")
def test_a_list_without_a_kind_gets_one_that_is_called_like_the_stage(db: None) -> None:
    StageMapping.objects.all().delete()
    MacroStage.objects.all().delete()
    pipeline = Pipeline.objects.create(name="Первая")
    first = Stage.objects.create(pipeline=pipeline, name="Начало", probability=10)
    won = Stage.objects.create(pipeline=pipeline, name="Победа", outcome="won", probability=100)
    assert [(place_of(stage), macro(stage.name).kind) for stage in (first, won)] == [
        ("Начало", "open"),
        ("Победа", "won"),
    ]


@pytest.mark.req("H7")
def test_history_keeps_the_macro_stage_and_the_unit_as_they_were(
    admin: User, seller: User, make_deal: MakeDeal, stages: dict[str, Stage], pipeline: Pipeline
) -> None:
    old, new = (BusinessUnit.objects.create(name=name) for name in ("Оборудование", "Сервис"))
    pipelines.change(pipeline=pipeline, name=pipeline.name, unit=old, by=admin)
    deal = deals.move(deal=make_deal(seller), stage=stages["Предложение"], by=seller, at=NOW + DAY)
    before = list(StageChange.objects.order_by("pk").values_list("macro_stage__name", "unit__name"))
    assert before == [("Новые", "Оборудование"), ("Предложение", "Оборудование")]

    macro_stages.remap(stage=stages["Предложение"], macro_stage=macro("Квалификация"), valid_from=NOW - DAY, by=admin)
    pipelines.change(pipeline=pipeline, name=pipeline.name, unit=new, by=admin)
    assert list(StageChange.objects.order_by("pk").values_list("macro_stage__name", "unit__name")) == before
    deal.refresh_from_db()
    assert (deal.macro_stage.name, deal.unit) == ("Предложение", old)

    other = deals.move(deal=make_deal(seller), stage=stages["Предложение"], by=seller, at=NOW + DAY)
    other.refresh_from_db()
    assert (other.macro_stage.name, other.unit) == ("Квалификация", new)


@pytest.mark.req("H7")
@pytest.mark.parametrize("column", ["macro_stage_id", "unit_id"])
def test_not_even_sql_rewrites_what_was_counted(
    seller: User, make_deal: MakeDeal, stages: dict[str, Stage], column: str
) -> None:
    make_deal(seller)
    BusinessUnit.objects.create(name="Сервис")
    other = {"macro_stage_id": macro("Договор").pk, "unit_id": BusinessUnit.objects.get().pk}[column]
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE sales_stagechange SET {column} = %s", [other])
    for statement in (
        "UPDATE sales_stagemapping SET valid_from = now()",
        "UPDATE sales_macrostage SET kind = 'lost' WHERE kind = 'open'",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        StageMapping.objects.create(stage=stages["Новая"], macro_stage=macro("Выиграны"))


@pytest.mark.req("H7", "B8")
def test_older_history_that_comes_later_finds_the_mapping_of_its_day(
    admin: User, seller: User, stages: dict[str, Stage], pipeline: Pipeline
) -> None:
    for name, day in (("Квалификация", NOW), ("Договор", NOW + 10 * DAY)):
        macro_stages.remap(stage=stages["Новая"], macro_stage=macro(name), valid_from=day, by=admin)
    made = Deal.objects.bulk_create(
        Deal(
            name="Из файла", pipeline=pipeline, stage=stages["Новая"], stage_since=at, owner=seller,
            department=seller.department, created_by=seller, created_at=at, updated_at=at,
        )
        for at in (NOW - DAY, NOW + DAY, NOW + 20 * DAY)
    )  # fmt: skip
    begin_stage_history(deal.pk for deal in made)
    found = StageChange.objects.order_by("deal").values_list("macro_stage__name", "deal__macro_stage__name")
    assert list(found) == [(name, name) for name in ("Новые", "Квалификация", "Договор")]


@pytest.mark.req("H7")
def test_the_last_word_counts_whatever_was_planned(admin: User, stages: dict[str, Stage]) -> None:
    stage = stages["Новая"]
    for name, day in (("Договор", NOW + 10 * DAY), ("Квалификация", NOW + DAY)):
        macro_stages.remap(stage=stage, macro_stage=macro(name), valid_from=day, by=admin)
    assert [place_of(stage, NOW + days * DAY) for days in (0, 1, 20)] == ["Новые", "Квалификация", "Квалификация"]
    cell = next(place for row in drawn(NOW).rows for cell in row.cells for place in cell if place.stage == stage)
    assert cell.next_macro is not None
    assert (cell.next_macro.name, cell.next_from, cell.said) == ("Квалификация", NOW + DAY, 3)
    assert as_mapped(NOW).is_as_it_was
    assert not as_mapped(NOW + DAY).is_as_it_was


@pytest.mark.req("H7")
def test_what_is_refused(admin: User, head: User, stages: dict[str, Stage]) -> None:
    new, won, paused = stages["Новая"], macro("Выиграны"), macro("Отложены")
    with pytest.raises(Forbidden):
        macro_stages.remap(stage=new, macro_stage=paused, valid_from=None, by=head)
    with pytest.raises(Refused) as caught:
        macro_stages.remap(stage=new, macro_stage=won, valid_from=None, by=admin)
    assert caught.value.field == "macro_stage"
    with pytest.raises(Refused) as caught:
        macro_stages.remap(stage=new, macro_stage=paused, valid_from=NOW.replace(year=1066), by=admin)
    assert caught.value.field == "valid_from"
    macro_stages.switch(macro_stage=paused, on=False, by=admin, at=NOW)
    for refused in (
        lambda: macro_stages.remap(stage=new, macro_stage=paused, valid_from=None, by=admin),
        lambda: macro_stages.switch(macro_stage=won, on=False, by=admin, at=NOW),
        lambda: macro_stages.switch(macro_stage=macro("Новые"), on=False, by=admin, at=NOW),
        lambda: macro_stages.add(name="новые", kind=MacroKind.OPEN, probability=5, by=admin),
        lambda: macro_stages.add(name=" ", kind=MacroKind.OPEN, probability=5, by=admin),
    ):
        with pytest.raises(Refused):
            refused()


@pytest.mark.req("H7")
def test_the_list_is_added_to_changed_and_put_in_order(admin: User, stages: dict[str, Stage]) -> None:
    made = macro_stages.add(name=" Пробная поставка ", kind=MacroKind.OPEN, probability=70, by=admin)
    names = list(MacroStage.objects.values_list("name", flat=True))
    assert names.index("Пробная поставка") == names.index("Договор") + 1
    macro_stages.order(ids=[made.pk, 999_999], by=admin)
    changed = macro_stages.change(macro_stage=made, name="Опытная", probability=65, by=admin)
    assert (MacroStage.objects.all()[0], changed.probability) == (changed, 65)
    won = macro_stages.change(macro_stage=macro("Выиграны"), name="Победы", probability=3, by=admin)
    assert won.probability == 100


WAYS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5), st.booleans()), max_size=8)


@pytest.mark.req("H7")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ways=WAYS)
def test_what_a_deal_remembers_is_what_its_history_says(
    admin: User, seller: User, make_deal: MakeDeal, stages: dict[str, Stage], ways: list[tuple[int, int, bool]]
) -> None:
    deal, at, everything = make_deal(seller, amount="100"), NOW, list(stages.values())
    opened = list(MacroStage.objects.filter(kind__in=["open", "paused"]))
    for number, other, is_remapping in ways:
        at += timedelta(hours=7)
        stage = everything[number]
        if is_remapping and stage.outcome == Outcome.OPEN:
            macro_stages.remap(stage=stage, macro_stage=opened[other], valid_from=at, by=admin)
        else:
            deal = deals.move(deal=deal, stage=stage, by=seller, at=at, reason="Дорого")
    deal.refresh_from_db()
    assert remembered(deal) == told(deal)
    if (deal.stage_changes.count()) > 1:
        deal.stage_changes.latest("at", "pk").delete()
        deal.refresh_from_db()
        assert deal.macro_minutes == told(deal)[1]
    assert deal.amount == Decimal(100)


def remembered(deal: Deal) -> tuple[Any, ...]:
    return deal.passed_macros, deal.macro_minutes, deal.macro_stage_id, deal.left_stages, deal.left_minutes


def told(deal: Deal) -> tuple[Any, ...]:
    """The same out of the rows of the history, one by one."""
    rows = list(StageChange.objects.filter(deal=deal).order_by("at", "pk"))
    minutes: dict[int, int | None] = {}
    for before, row in zip([None, *rows], rows, strict=False):
        if before is not None:
            was = before.macro_stage_id
            minutes[was] = (minutes[was] or 0) + row.seconds_in_previous // 60
        minutes.setdefault(row.macro_stage_id, None)
    left = [(row.from_stage_id, row.seconds_in_previous // 60) for row in rows if row.from_stage_id]
    return (
        list(minutes), list(minutes.values()), rows[-1].macro_stage_id,
        [stage for stage, _minutes in left], [spent for _stage, spent in left],
    )  # fmt: skip
