"""The common funnel, as programs are shown it and change it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import AwareDatetime

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.accounts.policies import require_administrator
from voronka.core.problems import REFUSALS
from voronka.records import access
from voronka.sales.actions import macro_stages as macro_actions
from voronka.sales.kinds import DEAL
from voronka.sales.queries import macro_stages as common
from voronka.sales.queries import pipelines as pipeline_queries

macro_stages = Router(tags=["pipelines"])


class MacroStageOut(Schema):
    """A macro-stage of the company, with the ids of the stages that are counted under it now."""

    id: int
    name: str
    kind: str
    probability: int
    stages: list[int]


class PlaceIn(Schema):
    """The stage, and the moment from which it is counted here; none: from ever."""

    stage: int
    valid_from: AwareDatetime | None = None


@macro_stages.get("", response={200: list[MacroStageOut], **REFUSALS},
                  operation_id="macro_stages",
                  summary=gettext_noop("Macro-stages with what is counted there"))  # fmt: skip
def common_list(request: HttpRequest) -> Any:
    """The common funnel; only stages of pipelines that the reader's deals stand in are named."""
    by = asker(request)
    access.require(by, Action.VIEW, DEAL)
    return common.counted(by, at=timezone.now())


@macro_stages.post("/{int:pk}/stages", response={204: None, **REFUSALS}, operation_id="macro_stage_count",
                   summary=gettext_noop("Count a stage under a macro-stage from a moment on"))  # fmt: skip
def count_stage(request: HttpRequest, pk: int, body: PlaceIn) -> tuple[int, None]:
    """Add a mapping; what was counted before stays as it was."""
    by = asker(request)
    require_administrator(by)
    target, stage = common.macro_stage(pk), pipeline_queries.stage(body.stage)
    macro_actions.remap(stage=stage, macro_stage=target, valid_from=body.valid_from, by=by)
    return 204, None
