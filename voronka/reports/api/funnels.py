"""Funnels through the API."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema

from voronka.accounts.models import Action
from voronka.core.problems import REFUSALS
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.reports.api.asked import NarrowedIn, PeriodIn
from voronka.reports.api.figures import CountedOut, TimeOut, counted, timed
from voronka.reports.asking import read_common, read_funnel
from voronka.reports.queries.common_funnel import ALL, MacroStep, Standing, common_funnel
from voronka.reports.queries.funnel import funnel as answer
from voronka.sales.kinds import DEAL

router = Router(tags=["reports"])


class StepOut(Schema):
    """A stage of the funnel; shares are per cent."""

    stage_id: int
    stage: str
    reached: CountedOut
    of_all: Decimal | None
    to_next: Decimal | None
    median_days: Decimal | None


class LossOut(Schema):
    """A reason of losses."""

    reason_id: int
    reason: str
    deals: CountedOut


class FunnelOut(Schema):
    """The funnel of the deals made in a period."""

    pipeline_id: int
    steps: list[StepOut]
    total: CountedOut
    won: CountedOut
    lost: CountedOut
    open: CountedOut
    losses: list[LossOut]


class FunnelIn(PeriodIn):
    """The words of the page's address."""

    pipeline: str = ""
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
                "reached": counted(step.reached),
                "of_all": step.of_all,
                "to_next": step.to_next,
                "median_days": step.median_days,
            }
            for step in found.steps
        ],
        **{name: counted(getattr(found, name)) for name in ("total", "won", "lost", "open")},
        "losses": [
            {"reason_id": loss.reason_id, "reason": loss.name, "deals": counted(loss.part)} for loss in found.losses
        ],
    }


class StandingOut(CountedOut):
    """Open deals that stand somewhere now; `weighted` is their worth by their probability, learned or of the stage."""

    weighted: dict[str, Decimal]


class NativeOut(Schema):
    """A stage of a pipeline under its macro-stage."""

    stage_id: int
    stage: str
    pipeline_id: int
    pipeline: str
    been: CountedOut
    standing: StandingOut
    time: TimeOut


class MacroStepOut(Schema):
    """A macro-stage; shares are per cent."""

    macro_stage_id: int
    macro_stage: str
    kind: str
    reached: CountedOut
    of_all: Decimal | None
    to_next: Decimal | None
    standing: StandingOut
    time: TimeOut
    stages: list[NativeOut]


class CommonOut(Schema):
    """The common funnel of the deals made in a period."""

    steps: list[MacroStepOut]
    paused: list[MacroStepOut]
    total: CountedOut
    won: CountedOut
    lost: CountedOut
    standing: StandingOut
    losses: list[LossOut]


class CommonIn(NarrowedIn):
    """The words of the page's address; `count` is `then` (as it was) or `now` (as mapped today)."""

    count: str = ""


@router.get(
    "/common-funnel",
    response={200: CommonOut, **REFUSALS},
    operation_id="common_funnel",
    summary=gettext_noop("The common funnel of all units by macro-stage"),
)
def common(request: HttpRequest, asked: Query[CommonIn]) -> dict[str, Any]:
    """Counts, sums, conversion, times and forecast of the deals that the owner of the token may see."""
    context = filter_context(request)
    access.require(context.by, Action.VIEW, DEAL)
    found = common_funnel(read_common(asked.dict(by_alias=True), context).chosen, context, opened=ALL)
    return {
        "steps": [_macro_step(step) for step in found.steps],
        "paused": [_macro_step(step) for step in found.paused],
        **{name: counted(getattr(found, name)) for name in ("total", "won", "lost")},
        "standing": _standing(found.standing),
        "losses": [
            {"reason_id": loss.reason_id, "reason": loss.name, "deals": counted(loss.part)} for loss in found.losses
        ],
    }


def _macro_step(step: MacroStep) -> dict[str, Any]:
    return {
        "macro_stage_id": step.macro.pk,
        "macro_stage": step.macro.name,
        "kind": step.macro.kind,
        "reached": counted(step.reached),
        "of_all": step.of_all,
        "to_next": step.to_next,
        "standing": _standing(step.standing),
        "time": timed(step.time),
        "stages": [
            {
                "stage_id": one.stage.pk,
                "stage": one.stage.name,
                "pipeline_id": one.stage.pipeline_id,
                "pipeline": one.stage.pipeline.name,
                "been": counted(one.been),
                "standing": _standing(one.standing),
                "time": timed(one.time),
            }
            for one in step.natives
        ],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {**counted(standing.part), "weighted": dict(standing.weighted)}
