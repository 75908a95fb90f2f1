"""The gate through the API: what a deal lacks, ticks of its check-lists, approvals."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Schema, Status
from pydantic import Field

from voronka.accounts.asking import asker
from voronka.core.errors import NotFound
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.records import access
from voronka.sales.actions import approvals, checks
from voronka.sales.api.deeds import DoneIn, deals, done_of
from voronka.sales.asking import the_deal
from voronka.sales.kinds import DEAL
from voronka.sales.models import Approval, Deal
from voronka.sales.queries import pipelines
from voronka.sales.queries.approvals import waiting_of
from voronka.sales.queries.demands import gate_lacks, lacking_at
from voronka.sales.queries.method import work_at


class LackingField(Schema):
    """A field that must be filled."""

    name: str
    label: str


class LackingItem(Schema):
    """A line of a check-list that must be ticked."""

    id: int
    text: str


class LackingContact(Schema):
    """Contacts that must be logged: how many of which type."""

    type: int
    name: str
    count: int


class GateOut(Schema):
    """What stands between a deal and a stage; empty sentences are no obstacle."""

    is_open: bool
    fields: list[LackingField]
    check_items: list[LackingItem]
    contacts: list[LackingContact]
    order: str
    full: str
    may_exceed: bool
    approver: str


class ApprovalOut(Schema):
    """An approval that was asked for; without `decided_at` it waits, decided without `is_granted` it was withdrawn."""

    id: int
    deal: int = Field(alias="deal_id")
    from_stage: int = Field(alias="from_stage_id")
    to_stage: int = Field(alias="to_stage_id")
    asked_by: int = Field(alias="asked_by_id")
    asked_of: int = Field(alias="asked_of_id")
    asked_at: datetime
    note: str
    decided_by: int | None = Field(alias="decided_by_id")
    decided_at: datetime | None
    is_granted: bool | None
    reason: str


class CheckOut(Schema):
    """A line of the check-list of the stage where a deal stands, and who ticked it when."""

    id: int
    text: str
    is_required: bool
    ticked_by: int | None
    ticked_at: datetime | None


class ContactDueOut(Schema):
    """How many contacts of a type there have been at the stage, of how many."""

    type: int
    name: str
    had: int
    wanted: int


class ParticipantOut(Schema):
    """Somebody who takes part in a deal now: as `performer` or as `approver`."""

    user: int
    part: str
    stage: int
    since: datetime


class WorkOut(Schema):
    """What is to be done at the stage of a deal and what has been; minutes and days were spent there."""

    stage: int
    guide: str
    minutes: int
    minutes_norm: int | None
    days: int
    days_norm: int | None
    check_items: list[CheckOut]
    contacts: list[ContactDueOut]
    participants: list[ParticipantOut]


class AskIn(DoneIn):
    """For which stage, and what should be known for the decision."""

    stage: int
    version: int | None = None
    note: str = ""


class RefuseIn(Schema):
    """Why not."""

    reason: str


@deals.get("/{int:pk}/gate", response={200: GateOut, **REFUSALS}, operation_id="deal_gate",
           summary=gettext_noop("What a deal lacks for a stage"))  # fmt: skip
def gate(request: HttpRequest, pk: int, stage: int = 0) -> Any:
    """What must be filled, ticked, logged and agreed to before the move."""
    by, deal, wanted = asker(request), the_deal(request, pk), pipelines.stage(stage)
    fields, lacks = lacking_at(deal, wanted, by), gate_lacks(deal, wanted, by, at=timezone.now())
    return {
        "is_open": lacks.is_open and not fields,
        "fields": [{"name": one.name, "label": str(one.label)} for one in fields],
        "check_items": [{"id": one.pk, "text": one.text} for one in lacks.items],
        "contacts": [{"type": one.type.pk, "name": one.type.name, "count": one.count} for one in lacks.contacts],
        **{name: getattr(lacks, name) for name in ("order", "full", "may_exceed", "approver")},
    }


@deals.get("/{int:pk}/work", response={200: WorkOut, **REFUSALS}, operation_id="deal_work",
           summary=gettext_noop("What to do at the stage of a deal"))  # fmt: skip
def work(request: HttpRequest, pk: int) -> Any:
    """Norms, check-list, contacts and participants of the stage where the deal stands."""
    found = work_at(_seen(request, pk), at=timezone.now())
    stage = found.stage
    lines = [(line.item, line.mark) for line in found.lines]
    return {
        "stage": stage.pk,
        **{name: getattr(stage, name) for name in ("guide", "minutes_norm", "days_norm")},
        "minutes": found.minutes,
        "days": found.days,
        "check_items": [
            {
                "id": item.pk,
                "text": item.text,
                "is_required": item.is_required,
                "ticked_by": mark and mark.by_id,
                "ticked_at": mark and mark.at,
            }
            for item, mark in lines
        ],
        "contacts": [
            {"type": one.type.pk, "name": one.type.name, "had": one.had, "wanted": one.wanted} for one in found.contacts
        ],
        "participants": [
            {"user": one.user_id, "part": one.part, "stage": one.stage_id, "since": one.since}
            for one in found.participants
        ],
    }


@deals.post("/{int:pk}/checks/{int:item}", response={204: None, **REFUSALS}, operation_id="deal_tick",
            summary=gettext_noop("Tick a line of a check-list"))  # fmt: skip
def tick(request: HttpRequest, pk: int, item: int) -> Any:
    """The line is done for this deal; ticked twice it keeps the first one."""
    checks.tick(deal=the_deal(request, pk), items=[item], by=asker(request), at=timezone.now())
    return Status(204, None)


@deals.delete("/{int:pk}/checks/{int:item}", response={204: None, **REFUSALS}, operation_id="deal_untick",
              summary=gettext_noop("Take a tick back"))  # fmt: skip
def untick(request: HttpRequest, pk: int, item: int) -> Any:
    """The line is not done after all."""
    checks.untick(deal=the_deal(request, pk), item=item, by=asker(request))
    return Status(204, None)


@deals.get("/{int:pk}/approvals", response={200: list[ApprovalOut], **REFUSALS}, operation_id="deal_approvals",
           summary=gettext_noop("Approvals of a deal"))  # fmt: skip
def listed(request: HttpRequest, pk: int) -> Any:
    """All that were asked for, the latest first."""
    return _seen(request, pk).approvals.order_by("-asked_at", "-pk")


@deals.post("/{int:pk}/approval", response={200: ApprovalOut, **CONFLICTS}, operation_id="deal_ask_approval",
            summary=gettext_noop("Ask for an approval"))  # fmt: skip
def ask(request: HttpRequest, pk: int, body: AskIn) -> Any:
    """The deal waits until somebody has decided."""
    by = asker(request)
    return approvals.ask(
        deal=the_deal(request, pk),
        stage=pipelines.stage(body.stage),
        note=body.note,
        done=done_of(body, by),
        version=body.version,
        by=by,
        at=timezone.now(),
    )


@deals.post("/{int:pk}/approval/grant", response={200: ApprovalOut, **CONFLICTS}, operation_id="deal_grant_approval",
            summary=gettext_noop("Agree, and let the deal move"))  # fmt: skip
def grant(request: HttpRequest, pk: int) -> Any:
    """Agree: the deal moves, if nothing else is lacking by now."""
    return approvals.grant(approval=_waiting(request, pk), by=asker(request), at=timezone.now())[0]


@deals.post("/{int:pk}/approval/refuse", response={200: ApprovalOut, **CONFLICTS}, operation_id="deal_refuse_approval",
            summary=gettext_noop("Do not agree, with a reason"))  # fmt: skip
def refuse(request: HttpRequest, pk: int, body: RefuseIn) -> Any:
    """Do not agree: the deal stays, the one who asked is told why."""
    return approvals.refuse(approval=_waiting(request, pk), reason=body.reason, by=asker(request), at=timezone.now())


@deals.post("/{int:pk}/approval/withdraw", response={200: ApprovalOut, **CONFLICTS},
            operation_id="deal_withdraw_approval", summary=gettext_noop("Withdraw an approval asked for"))  # fmt: skip
def withdraw(request: HttpRequest, pk: int) -> Any:
    """Ask no longer."""
    return approvals.withdraw(approval=_waiting(request, pk), by=asker(request), at=timezone.now())


def _seen(request: HttpRequest, pk: int) -> Deal:
    deal: Deal = access.load(DEAL, asker(request), pk)
    return deal


def _waiting(request: HttpRequest, pk: int) -> Approval:
    found = waiting_of(_seen(request, pk))
    if found is None:
        raise NotFound
    return found
