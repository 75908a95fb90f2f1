"""What programs may do with deals, and how pipelines are told."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import Field

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.activities.kinds import INTERACTION
from voronka.activities.models import InteractionType
from voronka.core.numbers import LARGEST
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.records import access
from voronka.records.actions.given import read, read_new
from voronka.records.field_rules import veiled
from voronka.sales.actions import deals as deal_actions
from voronka.sales.actions.way import Contact, Done
from voronka.sales.asking import the_deal
from voronka.sales.kinds import DEAL
from voronka.sales.queries import pipelines as pipeline_queries

deals = Router(tags=["deals"])
pipelines = Router(tags=["pipelines"])

type Given = dict[str, Any]


class DealMoved(Schema):
    """A deal after the deed."""

    id: int
    name: str
    pipeline: int = Field(alias="pipeline_id")
    stage: int = Field(alias="stage_id")
    outcome: str
    stage_since: datetime
    amount: Decimal | None
    currency: str
    expected_close_on: date | None
    closed_at: datetime | None
    version: int


class ContactIn(Schema):
    """A contact that is logged on the way: id of its type, result, minutes (else the usual ones of the type)."""

    type: int
    text: str = ""
    minutes: int | None = Field(default=None, ge=0, le=24 * 60)


class DoneIn(Schema):
    """What is done on the way: `values` are fields of the deal by name (`c_key` for own ones), `ticks` check items."""

    values: Given | None = None
    ticks: list[Annotated[int, Field(ge=1, le=LARGEST)]] = Field(default=[], max_length=200)
    contacts: list[ContactIn] = Field(default=[], max_length=20)


class MoveIn(DoneIn):
    """Where the deal goes; a stage of loss needs the reason. `version` guards against a stale move.

    `over_limit` lets a head bring the deal where no more should stand.
    """

    stage: int
    version: int | None = None
    reason: int | str | None = None
    comment: str = ""
    over_limit: bool = False


class LoseIn(Schema):
    """Why the deal is lost: the id or the name of a reason."""

    reason: int | str
    comment: str = ""
    version: int | None = None


class VersionIn(Schema):
    """The version that the program saw, when it wants to be told of a stale one."""

    version: int | None = None


class StageOut(Schema):
    """A stage of a pipeline."""

    id: int
    name: str
    probability: int
    days_norm: int | None
    minutes_norm: int | None
    wip_limit: int | None
    guide: str
    needs_approval: bool
    outcome: str


class PipelineOut(Schema):
    """A pipeline with its stages in order, and whether the order binds."""

    id: int
    name: str
    may_skip: bool
    may_go_back: bool
    stages: list[StageOut]


@deals.post("/{int:pk}/move", response={200: DealMoved, **CONFLICTS}, operation_id="deal_move",
            summary=gettext_noop("Move to a stage"))  # fmt: skip
def move(request: HttpRequest, pk: int, body: MoveIn) -> Any:
    """Bring a deal to a stage."""
    deal, by = the_deal(request, pk), asker(request)
    moved = deal_actions.move(
        deal=deal,
        stage=pipeline_queries.stage(body.stage),
        by=by,
        at=timezone.now(),
        version=body.version,
        reason=body.reason,
        comment=body.comment,
        done=done_of(body, by),
        over_limit=body.over_limit,
    )
    return veiled(moved, by)


@deals.post("/{int:pk}/win", response={200: DealMoved, **CONFLICTS}, operation_id="deal_win",
            summary=gettext_noop("Win"))  # fmt: skip
def win(request: HttpRequest, pk: int, body: VersionIn) -> Any:
    """The client has bought."""
    deal, by = the_deal(request, pk), asker(request)
    return veiled(deal_actions.win(deal=deal, by=by, at=timezone.now(), version=body.version), by)


@deals.post("/{int:pk}/lose", response={200: DealMoved, **CONFLICTS}, operation_id="deal_lose",
            summary=gettext_noop("Lose with a reason"))  # fmt: skip
def lose(request: HttpRequest, pk: int, body: LoseIn) -> Any:
    """The client has not bought."""
    deal, by = the_deal(request, pk), asker(request)
    lost = deal_actions.lose(
        deal=deal, reason=body.reason, comment=body.comment, by=by, at=timezone.now(), version=body.version
    )
    return veiled(lost, by)


@deals.post("/{int:pk}/reopen", response={200: DealMoved, **CONFLICTS}, operation_id="deal_reopen",
            summary=gettext_noop("Open a closed deal again"))  # fmt: skip
def reopen(request: HttpRequest, pk: int) -> Any:
    """Work on a closed deal again."""
    by = asker(request)
    return veiled(deal_actions.reopen(deal=the_deal(request, pk), by=by, at=timezone.now()), by)


@pipelines.get("", response={200: list[PipelineOut], **REFUSALS},
               operation_id="pipelines", summary=gettext_noop("Pipelines with their stages"))  # fmt: skip
def listed(request: HttpRequest) -> Any:
    """Pipelines in use."""
    access.require(asker(request), Action.VIEW, DEAL)
    return pipeline_queries.with_stages()


def done_of(body: DoneIn, by: User) -> Done:
    """What a program says is done on the way, ready to store; raises Refused for what cannot be."""
    return Done(
        values=read(DEAL, body.values, by=by) if body.values else {},
        ticks=tuple(dict.fromkeys(body.ticks)),
        contacts=tuple(_contact(one, by) for one in body.contacts),
    )


def _contact(given: ContactIn, by: User) -> Contact:
    values = {"type": given.type, "text": given.text, "minutes": given.minutes}
    read_new(INTERACTION, {name: value for name, value in values.items() if value is not None}, by=by,
             settled=("subject", "happened_at", "direction", "minutes"))  # fmt: skip
    kind = InteractionType.objects.get(pk=INTERACTION.field("type").parse(given.type, by=by))
    return Contact(type=kind, text=given.text, minutes=given.minutes)
