"""Two units with pipelines of their own, whose deals add up in the common funnel."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from voronka.accounts.models import BusinessUnit, User
from voronka.records.fields import FilterContext
from voronka.records.models import ClassifierValue
from voronka.reports.period import ALWAYS, Period
from voronka.reports.queries.chosen import Chosen
from voronka.sales import defaults
from voronka.sales.actions import deals, pipelines
from voronka.sales.models import Deal, MacroStage, Pipeline, Stage

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
ALL_TIME = Period(name=ALWAYS, first=None, last=None)


def context(by: User, at: datetime = NOW) -> FilterContext:
    return FilterContext(by=by, at=at, zone=ZoneInfo("Europe/Moscow"))


def chosen(**more: Any) -> Chosen:
    return Chosen(**({"period": ALL_TIME} | more))


def macro(name: str) -> MacroStage:
    return MacroStage.objects.get(name=name)


@dataclass(frozen=True)
class TwoUnits:
    """Equipment sells by the usual pipeline, service by three steps of its own."""

    equipment: BusinessUnit
    service: BusinessUnit
    goods: Pipeline
    repairs: Pipeline

    def stage(self, name: str) -> Stage:
        return Stage.objects.filter(name=name, pipeline__in=[self.goods, self.repairs]).order_by("pk")[0]


@pytest.fixture
def units(admin: User) -> TwoUnits:
    goods = defaults.ensure()
    equipment, service = (BusinessUnit.objects.create(name=name) for name in ("Оборудование", "Сервис"))
    pipelines.change(pipeline=goods, name=goods.name, unit=equipment, by=admin)
    repairs = pipelines.create(name="Ремонт", unit=service, by=admin)
    for name, chance in (("Заявка", 12), ("Осмотр", 21), ("Смета", 38), ("Согласование", 41)):
        pipelines.add_stage(pipeline=repairs, name=name, probability=chance, days_norm=3, outcome="open", by=admin)
    return TwoUnits(equipment, service, goods, repairs)


type Sell = Callable[..., Deal]


@pytest.fixture
def sell(units: TwoUnits) -> Sell:
    """A deal that goes a way of stages, a day in each."""

    def sold(by: User, *way: str, amount: int = 100, at: datetime = NOW, reason: str = "Дорого", **values: Any) -> Deal:
        first, *others = (units.stage(name) for name in way)
        deal = deals.create(
            values={"name": "Сделка", "amount": Decimal(amount), "stage": first.pk, **values}, by=by, at=at
        )
        for day, target in enumerate(others, start=1):
            why = ClassifierValue.objects.get(classifier="lost_reason", name=reason).pk
            given = {"reason": why} if target.outcome == "lost" else {}
            deal = deals.move(deal=deal, stage=target, by=by, at=at + timedelta(days=day), **given)
        return deal

    return sold
