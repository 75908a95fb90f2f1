"""Approvals are asked for, granted, refused, withdrawn."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.accounts.models import Action, User
from voronka.activities import history
from voronka.core import live
from voronka.core.errors import ActionError, Conflict, Forbidden, NotFound, Refused
from voronka.records import access, actions
from voronka.records.obligations import unfilled
from voronka.sales.actions import deals, errands, participants, way
from voronka.sales.actions.way import NOTHING, Done
from voronka.sales.events import DealGivenBack, DealMoved, DealMoveUndone
from voronka.sales.gate.approvers import approves, whom_to_ask
from voronka.sales.kinds import DEAL
from voronka.sales.models import Approval, Deal, Part, Stage
from voronka.sales.queries.demands import gate_lacks, lacking_at

LONGEST = 2_000


@transaction.atomic
def ask(
    *,
    deal: Deal,
    stage: Stage,
    note: str = "",
    done: Done = NOTHING,
    version: int | None = None,
    by: User,
    at: datetime,
) -> Approval:
    """Ask whoever agrees for the stage; the deal waits where it stands, the one who is asked gets a task.

    `done` is filled, ticked and logged meanwhile; an owner among its values has the deal from now on. Raises Refused
    where anything but the approval is lacking, where none is needed, where one is waiting already, and where the deal
    would go to somebody whose deals this person may not move; Conflict for a stale `version`.
    """
    current: Deal = access.load(DEAL, by, deal.pk, action=Action.EDIT, lock=True)
    if version is not None and version != current.version:
        raise Conflict(_("Somebody else changed this meanwhile."), version=current.version)
    if current.approvals.filter(decided_at=None).exists():
        raise Refused(_("This deal waits for an approval already."), field="approval")
    way.carry_out(current, done, by=by, at=at)
    if done.values:
        current = actions.update(record=current, changes=done.values, by=by, at=at)
        if not access.may_do(by, Action.EDIT, current):
            raise Refused(_("Somebody must agree to this stage first: give the deal away after that."), field="owner")
    if missing := lacking_at(current, stage, by):
        raise unfilled(missing)
    lacks = gate_lacks(current, stage, by, at=at)
    if not lacks.only_approval:
        raise Refused(_("No approval is needed here."), field="approval") if lacks.is_open else lacks.refusal
    judge = whom_to_ask(current, stage)
    if judge is None:
        raise Refused(_("There is nobody who could agree. Tell the administrator."), field="approval")
    made = Approval(
        deal=current, from_stage_id=current.stage_id, to_stage=stage, asked_by=by, asked_at=at, asked_of=judge,
        note=note.replace("\x00", "").strip()[:LONGEST],
    )  # fmt: skip
    title = _("Agree: “%(deal)s” to the stage “%(stage)s”") % {"deal": current.name[:150], "stage": stage.name}
    made.task = errands.give(about=current, to=judge, title=title, note=made.note, by=by, at=at)
    made.save()
    participants.begin(deal=current, user=judge, stage=stage, part=Part.APPROVER, by=by, at=at)
    _tell(made, "approval_asked", by, at, {"to": stage.name, "who": judge.full_name, "note": made.note})
    return made


@transaction.atomic
def grant(*, approval: Approval, by: User, at: datetime) -> tuple[Approval, str]:
    """Agree: the deal moves in the name of the one who asked, once the gate has looked again.

    Gives the approval and, where the gate found something lacking by now, what it says: the deal then waits for its
    salesperson, who needs not ask again.
    """
    current = _decided(approval, by, at, is_granted=True)
    _tell(current, "approval_granted", by, at, {"to": current.to_stage.name})
    try:
        with transaction.atomic():
            deals.move(deal=current.deal, stage=current.to_stage, by=current.asked_by, at=at)
    except ActionError as error:
        said = error.message
        title = _("Agreed, but something is lacking for “%(stage)s”") % {"stage": current.to_stage.name}
        errands.give(about=current.deal, to=current.asked_by, title=title, note=said, by=by, at=at)
        return current, said
    return current, ""


@transaction.atomic
def refuse(*, approval: Approval, reason: str, by: User, at: datetime) -> Approval:
    """Say no, with a reason; the one who asked gets a task. Raises Refused without a reason."""
    reason = reason.replace("\x00", "").strip()[:LONGEST]
    if not reason:
        raise Refused(_("Say why, so that it can be put right."), field="reason")
    current = _decided(approval, by, at, is_granted=False, reason=reason)
    _tell(current, "approval_refused", by, at, {"to": current.to_stage.name, "why": reason})
    title = _("Not agreed: “%(stage)s”") % {"stage": current.to_stage.name}
    errands.give(about=current.deal, to=current.asked_by, title=title, note=reason, by=by, at=at)
    return current


@transaction.atomic
def withdraw(*, approval: Approval, by: User, at: datetime) -> Approval:
    """Take the question back: whoever asked it, or may change the deal."""
    current = _locked(approval)
    if by.pk != current.asked_by_id and not access.may_do(by, Action.EDIT, current.deal):
        raise NotFound
    return _withdrawn(current, by, at)


def on_moved(event: DealMoved | DealMoveUndone) -> None:
    """A deal that went elsewhere, or back to where it had been, waits no longer."""
    waiting = Approval.objects.filter(deal=event.deal, decided_at=None).first()
    if waiting:
        _withdrawn(waiting, event.by, event.at)


def on_given_back(event: DealGivenBack) -> None:
    """What was asked in the same deed as the deal was handed over is taken back with it."""
    asked = Approval.objects.filter(deal=event.deal, decided_at=None, asked_by=event.by, asked_at=event.given_at)
    if waiting := asked.first():
        _withdrawn(waiting, event.by, event.at)


def _withdrawn(current: Approval, by: User, at: datetime) -> Approval:
    current.decided_by, current.decided_at = by, at
    current.save(update_fields=["decided_by", "decided_at"])
    errands.settle(current.task, result=_("Withdrawn"), by=by, at=at)
    participants.end_of(current.deal, Part.APPROVER, by=by, at=at)
    _tell(current, "approval_withdrawn", by, at, {"to": current.to_stage.name})
    return current


def _decided(approval: Approval, by: User, at: datetime, *, is_granted: bool, reason: str = "") -> Approval:
    current = _locked(approval)
    if not approves(current.to_stage, by):
        raise Forbidden(_("Somebody else decides about this."))
    current.decided_by, current.decided_at = by, at
    current.is_granted, current.reason = is_granted, reason
    current.save(update_fields=["decided_by", "decided_at", "is_granted", "reason"])
    errands.settle(current.task, result=reason or pgettext("approval", "Agreed"), by=by, at=at)
    participants.end_of(current.deal, Part.APPROVER, by=by, at=at)
    return current


def _locked(approval: Approval) -> Approval:
    """The approval with its deal for us alone, the deal first, as whoever asks; Conflict when it is decided."""
    Deal.objects.select_for_update().filter(pk=approval.deal_id).first()
    rows = Approval.objects.select_for_update(of=("self",)).select_related("deal", "to_stage__pipeline", "asked_by")
    current = rows.filter(pk=approval.pk).first()
    if current is None:
        raise NotFound
    if not current.is_pending:
        raise Conflict(_("This has been decided already."), version=current.deal.version)
    return current


def _tell(approval: Approval, said: str, by: User, at: datetime, data: dict[str, str]) -> None:
    history.add(subject=approval.deal, type=said, by=by, at=at, data=data)
    live.publish(kind=DEAL.name, id=approval.deal_id, verb="approval")
