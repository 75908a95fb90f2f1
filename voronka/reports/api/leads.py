"""How soon leads are answered and what they are worth, through the API."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema
from pydantic import Field

from voronka.accounts.models import Action
from voronka.core.problems import REFUSALS
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.records.fields import FilterContext
from voronka.reports.api.asked import PeriodIn
from voronka.reports.api.funnels import router
from voronka.reports.asking import asked_period
from voronka.reports.period import Period
from voronka.reports.queries import lead_answers as answers_of
from voronka.reports.queries import lead_worth as worth_of
from voronka.sales.kinds import LEAD


class AnsweredOut(Schema):
    """Leads with a norm: how many were answered in time, late, not yet.

    `share` is per cent of the answered ones, the median is in working minutes; null where nothing was answered.
    """

    leads: int
    in_time: int
    late: int
    waiting: int
    share: Decimal | None
    median_minutes: Decimal | None = Field(alias="median")


class AnsweredByOut(AnsweredOut):
    """The same of a person or a source; `id` is null for leads of nobody, or without a source."""

    id: int | None = Field(alias="pk")
    name: str


class LeadAnswersOut(Schema):
    """How soon leads are answered; `sources` are empty where the role hides them."""

    total: AnsweredOut
    people: list[AnsweredByOut]
    sources: list[AnsweredByOut]


@router.get("/answers", response={200: LeadAnswersOut, **REFUSALS}, operation_id="lead_answers",
            summary=gettext_noop("The first answer to leads against the norm"))  # fmt: skip
def lead_answers(request: HttpRequest, asked: Query[PeriodIn]) -> Any:
    """Of the leads that came in the period and that the owner of the token may see; who has most stands first."""
    return answers_of.lead_answers(*_asked(request, asked))


class JudgedOut(Schema):
    """What sellers said of a fact; `share` is per cent of leads where it was right, null where nobody judged."""

    right: int
    wrong: int
    missing: int
    share: Decimal | None


class WorthOut(Schema):
    """What became of leads; `rate` is per cent of the settled ones that became clients.

    `facts` are `need`, `budget`, `contact` and `timing`.
    """

    leads: int
    converted: int
    disqualified: int
    rate: Decimal | None
    facts: dict[str, JudgedOut]


class WorthOfOut(WorthOut):
    """The same of a source or a campaign; `id` is null for leads without one."""

    id: int | None = Field(alias="pk")
    name: str


class LeadWorthOut(Schema):
    """What leads are worth; a list is empty where the role hides the field."""

    total: WorthOut
    sources: list[WorthOfOut]
    campaigns: list[WorthOfOut]


@router.get("/leads", response={200: LeadWorthOut, **REFUSALS}, operation_id="lead_worth",
            summary=gettext_noop("What became of leads, and what sellers found of them"))  # fmt: skip
def lead_worth(request: HttpRequest, asked: Query[PeriodIn]) -> Any:
    """Of the leads that came in the period and that the owner of the token may see; who brings most stands first."""
    return worth_of.lead_worth(*_asked(request, asked))


def _asked(request: HttpRequest, asked: PeriodIn) -> tuple[Period, FilterContext]:
    context = filter_context(request)
    access.require(context.by, Action.VIEW, LEAD)
    return asked_period(asked.dict(by_alias=True), context), context
