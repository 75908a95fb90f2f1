"""The forecast through the API."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema

from voronka.accounts.models import Action
from voronka.core.problems import REFUSALS
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.reports.api.funnels import router
from voronka.reports.forecast_asking import read_forecast
from voronka.reports.queries.forecast import Share
from voronka.reports.queries.forecast import forecast as answer
from voronka.sales.kinds import DEAL
from voronka.sales.planning.figures import ALL, Figures


class SliceOut(Schema):
    """Some deals: how many, their worth, that by their chances, and how many say no worth."""

    count: int
    value: Decimal
    weighted: Decimal
    unsaid: int


class FiguresOut(Schema):
    """What the deals of a period add up to; `slices` tell won, commit, best, pipeline, omitted, overdue, undated."""

    fact: Decimal
    commit: Decimal
    best: Decimal
    weighted: Decimal
    slices: dict[str, SliceOut]


class ShareOut(Schema):
    """A department with all below it, or a person: `whom` as in plans; `department-0` and `user-0` are of nobody."""

    whom: str
    name: str
    plan: Decimal | None
    figures: FiguresOut


class CloserOut(Schema):
    """An open deal that would bring something to the gap; `state` is `overdue`, `undated` or empty."""

    deal_id: int
    deal: str
    category: str | None
    state: str
    chance: int
    value: Decimal
    promise: Decimal


class ForecastOut(Schema):
    """Plan, fact and forecast of a period; without `shows_open` only fact and plan are told."""

    period: str
    measure: str
    currency: str
    plan: Decimal | None
    gap: Decimal | None
    shows_open: bool
    figures: FiguresOut
    departments: list[ShareOut]
    people: list[ShareOut]
    closers: list[CloserOut]


class ForecastIn(Schema):
    """The words of the page's address; `period` is `2026-03`, `2026-q1` or `2026`, empty: this month."""

    period: str = ""
    unit: str = ""
    department: str = ""
    owner: str = ""
    product: str = ""
    measure: str = ""
    currency: str = ""


@router.get("/forecast", response={200: ForecastOut, **REFUSALS}, operation_id="forecast",
            summary=gettext_noop("Plan, fact and forecast of a period"))  # fmt: skip
def forecast(request: HttpRequest, asked: Query[ForecastIn]) -> dict[str, Any]:
    """Of the deals that the owner of the token may see."""
    context = filter_context(request)
    access.require(context.by, Action.VIEW, DEAL)
    question = read_forecast(asked.dict(), context)
    found = answer(question, context)
    return {
        "period": question.window.period.key,
        "measure": question.measure,
        "currency": question.currency,
        "plan": found.plan,
        "gap": found.gap,
        "shows_open": found.shows_open,
        "figures": _figures(found.figures),
        "departments": [_share(one) for one in found.departments],
        "people": [_share(one) for one in found.people],
        "closers": [
            {
                "deal_id": one.deal.pk,
                "deal": one.deal.name,
                "category": one.category.value if one.category else None,
                "state": one.state,
                "chance": one.chance,
                "value": one.value,
                "promise": one.promise,
            }
            for one in found.closers
        ],
    }


def _share(one: Share) -> dict[str, Any]:
    whom = one.whom.key if one.whom.pk else f"{one.whom.sort}-0"
    return {"whom": whom, "name": one.name, "plan": one.plan, "figures": _figures(one.figures)}


def _figures(found: Figures) -> dict[str, Any]:
    sums = {name: getattr(found, name) for name in ("fact", "commit", "best", "weighted")}
    return {**sums, "slices": {name: vars(found[name]) for name in ALL if found[name].count}}
