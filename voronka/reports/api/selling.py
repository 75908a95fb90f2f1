"""How fast, out of what and at what cost deals are won, through the API."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema

from voronka.accounts.models import Action
from voronka.core.problems import REFUSALS
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.records.fields import FilterContext
from voronka.reports.api.asked import NarrowedIn
from voronka.reports.api.figures import CountedOut, TimeOut, counted, timed
from voronka.reports.api.funnels import router
from voronka.reports.asking import read_chosen
from voronka.reports.queries import money as money_of
from voronka.reports.queries import selling_cost as cost_of
from voronka.reports.queries import speed as speed_of
from voronka.reports.queries.chosen import Chosen
from voronka.sales.kinds import DEAL


class VelocityOut(Schema):
    """A pipeline in one currency: `per_day` is in work × average × win rate ÷ cycle, null where one is unknown."""

    pipeline_id: int
    pipeline: str
    currency: str
    in_work: int
    closed: int
    won: int
    win_rate: Decimal | None
    average: Decimal | None
    cycle_days: Decimal | None
    per_day: Decimal | None


class PaceOut(Schema):
    """A stage: its norm, and how long the deals that were closed in the period have stood there.

    `deals` have left it; one that left it twice has two stays.
    """

    stage_id: int
    stage: str
    pipeline_id: int
    pipeline: str
    days_norm: int | None
    deals: int
    time: TimeOut


class SpeedOut(Schema):
    """Sales velocity by pipeline, norm and fact by stage."""

    velocities: list[VelocityOut]
    stages: list[PaceOut]


@router.get("/speed", response={200: SpeedOut, **REFUSALS}, operation_id="speed",
            summary=gettext_noop("How fast deals are won: velocity by pipeline, norm and fact by stage"))  # fmt: skip
def speed(request: HttpRequest, asked: Query[NarrowedIn]) -> dict[str, Any]:
    """Of the deals closed in the period, and of those in work now."""
    chosen, context = _chosen(request, asked, "closed_at")
    found = speed_of.speed(chosen, context)
    figures = ("currency", "in_work", "closed", "won", "win_rate", "average", "cycle_days", "per_day")
    return {
        "velocities": [
            {
                "pipeline_id": one.pipeline.pk,
                "pipeline": one.pipeline.name,
                **{name: getattr(one, name) for name in figures},
            }
            for one in found.velocities
        ],
        "stages": [
            {
                "stage_id": one.stage.pk,
                "stage": one.stage.name,
                "pipeline_id": one.stage.pipeline_id,
                "pipeline": one.stage.pipeline.name,
                "days_norm": one.stage.days_norm,
                "deals": one.deals,
                "time": timed(one.time),
            }
            for one in found.paces
        ],
    }


class OriginOut(Schema):
    """A source or a campaign, `id` null for deals without one; `win_rate` is per cent of the closed ones."""

    id: int | None
    name: str
    deals: CountedOut
    won: CountedOut
    lost: CountedOut
    win_rate: Decimal | None


class MoneyOut(Schema):
    """What brings money; a list is empty where the role hides the field."""

    deals: CountedOut
    won: CountedOut
    sources: list[OriginOut]
    campaigns: list[OriginOut]


@router.get("/money", response={200: MoneyOut, **REFUSALS}, operation_id="money",
            summary=gettext_noop("Sources and campaigns down to what was won"))  # fmt: skip
def money(request: HttpRequest, asked: Query[NarrowedIn]) -> dict[str, Any]:
    """Of the deals made in the period; what brought most stands first."""
    found = money_of.money(*_chosen(request, asked, "created_at"))
    return {
        "deals": counted(found.total),
        "won": counted(found.won),
        "sources": [_origin(one) for one in found.sources],
        "campaigns": [_origin(one) for one in found.campaigns],
    }


def _origin(one: money_of.Origin) -> dict[str, Any]:
    parts = {name: counted(getattr(one, name)) for name in ("deals", "won", "lost")}
    return {"id": one.pk, "name": one.name, **parts, "win_rate": one.win_rate}


class SpentOut(Schema):
    """What went into deals: minutes, and in roubles working time, expenses and both; `amount` of rouble deals."""

    deals: int
    minutes: int
    labour: Decimal
    expenses: Decimal
    cost: Decimal
    amount: Decimal


class SpenderOut(Schema):
    """What the deals of a person have cost, by their end; `owner_id` is null for deals of nobody."""

    owner_id: int | None
    owner: str
    won: SpentOut
    lost: SpentOut


class SunkOut(Schema):
    """What the deals lost for a reason have cost."""

    reason_id: int | None
    reason: str
    lost: SpentOut


class CostOut(Schema):
    """What selling costs; `of_one_won` is a victory with the lost deals on the way to it.

    `ignored` and `ignored_now` are what went on after a stop-loss nobody heard, in closed deals and in those in work;
    null where the role hides what it would tell. `reasons` are empty where it hides the reason.
    """

    won: SpentOut
    lost: SpentOut
    of_one_won: Decimal | None
    people: list[SpenderOut]
    reasons: list[SunkOut]
    ignored: SpentOut | None
    ignored_now: SpentOut | None


@router.get("/cost", response={200: CostOut, **REFUSALS}, operation_id="selling_cost",
            summary=gettext_noop("Hours and money in won and lost deals"))  # fmt: skip
def selling_cost(request: HttpRequest, asked: Query[NarrowedIn]) -> dict[str, Any]:
    """Of the deals closed in the period; who spent most stands first."""
    found = cost_of.selling_cost(*_chosen(request, asked, "closed_at"))
    of_one = found.of_one_won
    return {
        "won": _spent(found.won),
        "lost": _spent(found.lost),
        "of_one_won": None if of_one is None else round(of_one, 2),
        "people": [
            {"owner_id": one.pk, "owner": one.name, "won": _spent(one.won), "lost": _spent(one.lost)}
            for one in found.people
        ],
        "reasons": [{"reason_id": one.pk, "reason": one.name, "lost": _spent(one.cost)} for one in found.reasons],
        "ignored": _spent(found.ignored) if found.ignored else None,
        "ignored_now": _spent(found.ignored_now) if found.ignored_now else None,
    }


def _spent(cost: cost_of.Cost) -> dict[str, Any]:
    money = {name: round(getattr(cost, name), 2) for name in ("labour", "expenses", "cost", "amount")}
    return {"deals": cost.deals, "minutes": cost.minutes, **money}


def _chosen(request: HttpRequest, asked: NarrowedIn, moment: str) -> tuple[Chosen, FilterContext]:
    context = filter_context(request)
    access.require(context.by, Action.VIEW, DEAL)
    return read_chosen(asked.dict(by_alias=True), context, moment=moment), context
