"""The probability of a win through the API: of a deal with its reasons, and what is learned."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import Field

from voronka.accounts.asking import asker
from voronka.accounts.policies import require_administrator
from voronka.core.problems import REFUSALS
from voronka.records import access
from voronka.sales.api.deeds import deals
from voronka.sales.kinds import DEAL
from voronka.sales.probability.telling import chance_of, state

probability = Router(tags=["deals"])


class ReasonOut(Schema):
    """What speaks for a win (`weight` above 0, in logits) or against it."""

    why: str
    text: str
    weight: float


class ChanceOut(Schema):
    """Per cent; by the stage where the model is silent, and then `silence` says why."""

    probability: int
    by_stage: int
    is_learned: bool
    reasons: list[ReasonOut]
    at: datetime | None
    silence: str


class LearningOut(Schema):
    """One learning: how it ended, on how many deals, how good the model is. A Brier score is the less the better."""

    id: int
    at: datetime
    by: int | None = Field(alias="by_id")
    finding: str
    is_in_force: bool
    figures: dict[str, Any]


class StateOut(Schema):
    """Whether anything is learned, from how much; `deals`, `won` and `lost` are those that there are now."""

    is_on: bool
    in_force: LearningOut | None
    deals: int
    won: int
    lost: int
    needed: int
    needed_of_each: int
    learnings: list[LearningOut]


@deals.get("/{int:pk}/chance", response={200: ChanceOut, **REFUSALS}, operation_id="deal_chance",
           summary=gettext_noop("How probable a win is"))  # fmt: skip
def chance(request: HttpRequest, pk: int) -> Any:
    """What was learned of the deal, else what its stage says."""
    by = asker(request)
    return chance_of(access.load(DEAL, by, pk), to=by)


@probability.get("", response={200: StateOut, **REFUSALS}, operation_id="probability",
                 summary=gettext_noop("What is learned of deals"))  # fmt: skip
def learned(request: HttpRequest) -> Any:
    """The model in force and the latest learnings; for administrators."""
    require_administrator(asker(request))
    found = state(at=timezone.now())
    counted = {name: getattr(found.amount, name) for name in ("deals", "won", "lost")}
    told = {name: getattr(found, name) for name in ("is_on", "needed", "needed_of_each", "learnings")}
    return {**told, **counted, "in_force": found.force}
