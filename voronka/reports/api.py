"""Reports through the API."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from voronka.accounts.models import Action
from voronka.core.problems import REFUSALS
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.reports.asking import read_funnel
from voronka.reports.queries.funnel import Part
from voronka.reports.queries.funnel import funnel as answer
from voronka.sales.kinds import DEAL

router = Router(tags=["reports"])


class PartOut(Schema):
    """A number of deals and their worth by currency."""

    count: int
    sums: dict[str, Decimal]


class StepOut(Schema):
    """A stage of the funnel; shares are per cent."""

    stage_id: int
    stage: str
    reached: PartOut
    of_all: Decimal | None
    to_next: Decimal | None
    median_days: Decimal | None


class LossOut(Schema):
    """A reason of losses."""

    reason_id: int
    reason: str
    deals: PartOut


class FunnelOut(Schema):
    """The funnel of the deals made in a period."""

    pipeline_id: int
    steps: list[StepOut]
    total: PartOut
    won: PartOut
    lost: PartOut
    open: PartOut
    losses: list[LossOut]


class FunnelIn(Schema):
    """The words of the page's address."""

    pipeline: str = ""
    period: str = ""
    first_day: str = Field("", alias="from")
    last_day: str = Field("", alias="to")
    owner: str = ""
    source: str = ""


@router.get(
    "/funnel",
    response={200: FunnelOut, **REFUSALS},
    operation_id="funnel",
    summary=gettext_noop("The funnel of the deals made in a period"),
)
def funnel(request: HttpRequest, asked: Query[FunnelIn]) -> dict[str, Any]:
    """Counts, sums, conversion, median days and losses; `from` and `to` are days and go before `period`."""
    context = filter_context(request)
    access.require(context.by, Action.VIEW, DEAL)
    question = read_funnel(asked.dict(by_alias=True), context)
    found = answer(question, context)
    return {
        "pipeline_id": question.pipeline.pk,
        "steps": [
            {
                "stage_id": step.stage.pk,
                "stage": step.stage.name,
                "reached": _part(step.reached),
                "of_all": step.of_all,
                "to_next": step.to_next,
                "median_days": step.median_days,
            }
            for step in found.steps
        ],
        **{name: _part(getattr(found, name)) for name in ("total", "won", "lost", "open")},
        "losses": [
            {"reason_id": loss.reason_id, "reason": loss.name, "deals": _part(loss.part)} for loss in found.losses
        ],
    }


def _part(part: Part) -> dict[str, Any]:
    return {"count": part.count, "sums": dict(part.sums)}
