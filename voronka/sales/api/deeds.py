"""What can be done with leads and deals through the API, beyond what every kind of record has."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.accounts.policies import require_administrator
from voronka.activities.kinds import INTERACTION
from voronka.activities.models import InteractionType
from voronka.core.errors import Refused
from voronka.core.numbers import LARGEST
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import access
from voronka.records.actions.given import read, read_new
from voronka.records.field_rules import veiled
from voronka.records.kinds import Kind
from voronka.sales.actions import conversion, qualification, unconversion
from voronka.sales.actions import deals as deal_actions
from voronka.sales.actions import leads as lead_actions
from voronka.sales.actions import macro_stages as macro_actions
from voronka.sales.actions.way import Contact, Done
from voronka.sales.asking import the_deal, the_lead
from voronka.sales.kinds import DEAL
from voronka.sales.models import Lead
from voronka.sales.moments import MADE
from voronka.sales.queries import macro_stages as common
from voronka.sales.queries import pipelines as pipeline_queries
from voronka.sales.queries import qualification as worth

leads = Router(tags=["leads"])
deals = Router(tags=["deals"])
pipelines = Router(tags=["pipelines"])
macro_stages = Router(tags=["pipelines"])

type Given = dict[str, Any]


class LeadMoved(Schema):
    """A lead after the deed."""

    id: int
    name: str
    state: str
    owner: int | None = Field(alias="owner_id")
    organization: int | None = Field(alias="organization_id")
    person: int | None = Field(alias="person_id")
    version: int


class ConvertIn(Schema):
    """What the lead becomes: the id of an existing record, the fields of a new one, or nothing."""

    organization: int | Given | None = None
    person: int | Given | None = None
    deal: Given | None = None


class ConvertOut(Schema):
    """What the lead became; `repeated` when it had become that before."""

    lead: int
    organization: int | None
    person: int | None
    deal: int | None
    repeated: bool


class DisqualifyIn(Schema):
    """Why the lead is of no use: the id or the name of a reason."""

    reason: int | str
    comment: str = ""


class VerdictIn(Schema):
    """A fact of a lead and what the seller found of it; an empty verdict takes it back."""

    fact: Literal["need", "budget", "contact", "timing"]
    verdict: Literal["right", "wrong", "missing", ""]


class VerdictOut(Schema):
    """What sellers found of the facts of a lead, "" where nobody has said."""

    lead: int
    need: str
    budget: str
    contact: str
    timing: str


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


@leads.post("/{int:pk}/convert", response={200: ConvertOut, **CONFLICTS}, operation_id="lead_convert",
            summary=gettext_noop("Convert into a client, a person and a deal"))  # fmt: skip
def convert(request: HttpRequest, pk: int, body: ConvertIn) -> Any:
    """One request converts a lead; a repeated one gives what it became."""
    by, lead = asker(request), the_lead(request, pk)
    made = conversion.convert(
        lead=lead,
        organization=_target(ORGANIZATION, body.organization, by, lead),
        person=_target(PERSON, body.person, by, lead, *(["organization"] if body.organization else [])),
        deal=None if body.deal is None else _new(DEAL, body.deal, by, lead, *_linked(body)),
        by=by,
        at=timezone.now(),
    )
    found = {name: getattr(made, name) for name in ("lead", "organization", "person", "deal")}
    return {name: record and record.pk for name, record in found.items()} | {"repeated": made.is_repeat}


@leads.post("/{int:pk}/disqualify", response={200: LeadMoved, **CONFLICTS}, operation_id="lead_disqualify",
            summary=gettext_noop("Disqualify with a reason"))  # fmt: skip
def disqualify(request: HttpRequest, pk: int, body: DisqualifyIn) -> Any:
    """Close a lead as useless."""
    lead, by = the_lead(request, pk), asker(request)
    return lead_actions.disqualify(lead=lead, reason=body.reason, comment=body.comment, by=by, at=timezone.now())


@leads.post("/{int:pk}/take", response={200: LeadMoved, **CONFLICTS}, operation_id="lead_take",
            summary=gettext_noop("Take from the queue"))  # fmt: skip
def take(request: HttpRequest, pk: int) -> Any:
    """The lead becomes the caller's."""
    return lead_actions.take(lead_id=pk, by=asker(request), at=timezone.now())


@leads.post("/{int:pk}/unconvert", response={200: LeadMoved, **CONFLICTS}, operation_id="lead_unconvert",
            summary=gettext_noop("Take a conversion back"))  # fmt: skip
def unconvert(request: HttpRequest, pk: int) -> Any:
    """The lead is open again; what its conversion made is gone."""
    return unconversion.undo(lead=the_lead(request, pk), by=asker(request), at=timezone.now())


@leads.post("/{int:pk}/verdicts", response={200: VerdictOut, **CONFLICTS}, operation_id="lead_judge",
            summary=gettext_noop("Say of what came with the lead whether it was right"))  # fmt: skip
def judge(request: HttpRequest, pk: int, body: VerdictIn) -> Any:
    """The verdicts that stand after this one."""
    lead, by = the_lead(request, pk), asker(request)
    qualification.judge(lead=lead, fact=body.fact, verdict=body.verdict, by=by, at=timezone.now())
    return {"lead": lead.pk, **{one.fact.value: one.verdict for one in worth.verdicts(lead)}}


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


def _target(kind: Kind, given: int | Given | None, by: User, lead: Lead, *settled: str) -> int | Given | None:
    return _new(kind, given, by, lead, *settled) if isinstance(given, dict) else given


def _new(kind: Kind, given: Given, by: User, lead: Lead, *settled: str) -> Given:
    """Values of a new record; what the lead knows and the other records settle is not asked again."""
    known = tuple(name for name in ("source", "campaign") if getattr(lead, f"{name}_id"))
    try:
        return read_new(kind, given, by=by, moments=MADE, settled=(*known, *settled))
    except Refused as refusal:
        raise refusal.under(kind.name) from refusal


def _linked(body: ConvertIn) -> list[str]:
    """The links of the deal that the conversion sets."""
    has_client = body.organization is not None or isinstance(body.person, int)
    return ["lead", *(["organization"] if has_client else []), *(["person"] if body.person is not None else [])]
