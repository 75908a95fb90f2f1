"""The stage of a deal, and with it its owner: changed by a drop, a click or a form, where the gate asks for more."""

from dataclasses import replace
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.core.errors import Conflict, Refused
from voronka.records import access
from voronka.records.actions.given import read
from voronka.sales.actions import approvals, deals
from voronka.sales.asking import is_gone, the_deal, version_of
from voronka.sales.forms import stages
from voronka.sales.forms.stages import LackForm
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome, Stage
from voronka.sales.queries import pipelines
from voronka.sales.queries.demands import as_given, gate_lacks, lacking_at, moments_at
from voronka.sales.views import loss
from voronka.ui import errors
from voronka.ui.render import done, is_htmx, page, redirect


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks what the stage demands, POST moves the deal there; what it lacks for that is asked about first.

    A POST with an `owner` hands the deal over as well, or does nothing but that where it names no stage.
    """
    deal, by = the_deal(request, pk), asker(request)
    given = read(DEAL, {"owner": request.POST["owner"]}, by=by) if "owner" in request.POST else {}
    if given and "stage" not in request.POST:
        handed = deals.hand_over(deal=deal, owner=given["owner"], by=by, at=timezone.now(), version=version_of(request))
        return _moved(request, deal, handed)
    wanted = pipelines.stage((request.POST or request.GET).get("stage", ""))
    if wanted.outcome == Outcome.LOST and (request.method == "GET" or "lost_reason" not in request.POST):
        return loss.ask(request, deal, wanted)
    form = replace(_asked(request, as_given(deal, given, by), wanted, by), given=given)
    if form.errors or (form.is_needed and not form.is_sent):
        return _lack_form(request, deal, wanted, form)
    if request.method == "GET":
        return redirect(request, deal)
    try:
        return _approval(request, deal, wanted, form) if form.lacks.approver else _move(request, deal, wanted, form)
    except Refused as refusal:
        if wanted.outcome != Outcome.LOST and not form.is_sent:
            raise
        return _refused(request, deal, wanted, form, refusal)


@require_POST
def undo(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Take back one's own last move or handing over; there is no second version to choose when it is too late."""
    stood = the_deal(request, pk)
    try:
        deal = deals.undo_move(deal=stood, version=version, by=asker(request), at=timezone.now())
    except Conflict as conflict:
        return errors.answer(request, HTTPStatus.CONFLICT, conflict.message)
    text = _("The deal is back at the stage “%(stage)s”.") % {"stage": deal.stage}
    if deal.owner_id != stood.owner_id:
        text = _("The deal is back. Owner: %(who)s, stage: “%(stage)s”.") % _whose(deal)
    return done(text, changed=("deal", pk)) if is_htmx(request) else redirect(request, deal, text=text)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Work on a closed deal again; what its stage demands meanwhile is asked about first."""
    deal, by = the_deal(request, pk), asker(request)
    if not deal.is_open:
        wanted = pipelines.left_last(deal)
        form = _asked(request, deal, wanted, by)
        if form.is_needed:
            return _lack_form(request, deal, wanted, form)
    return _moved(request, deal, deals.reopen(deal=deal, by=by, at=timezone.now()))


def _refused(request: HttpRequest, deal: Deal, wanted: Stage, form: LackForm, refusal: Refused) -> HttpResponse:
    """The form on the screen once more, with what was refused."""
    if wanted.outcome == Outcome.LOST:
        return loss.ask(request, deal, wanted, refusal)
    return _lack_form(request, deal, wanted, replace(form, errors=refusal.told))


def _move(request: HttpRequest, deal: Deal, wanted: Stage, form: LackForm) -> HttpResponse:
    deed = partial(deals.hand_over, owner=form.given["owner"]) if form.given else deals.move
    moved = deed(
        deal=deal,
        stage=wanted,
        by=asker(request),
        at=timezone.now(),
        version=version_of(request),
        done=loss.told(request, form.done) if wanted.outcome == Outcome.LOST else form.done,
        over_limit="over_limit" in request.POST,
        reason=request.POST.get("lost_reason"),
        comment=request.POST.get("lost_comment", ""),
    )
    return _moved(request, deal, moved)


def _approval(request: HttpRequest, deal: Deal, wanted: Stage, form: LackForm) -> HttpResponse:
    """All is there but that somebody must agree: the deal waits where it stands, with its new owner if it has one."""
    by, note = asker(request), request.POST.get("note", "")
    made = approvals.ask(
        deal=deal, stage=wanted, note=note, done=form.done, version=version_of(request), by=by, at=timezone.now()
    )
    said = _("%(who)s is asked. The deal waits where it stands.") % {"who": made.asked_of.full_name}
    if not is_htmx(request):
        return redirect(request, deal, text=said)
    is_given = made.deal.owner_id != deal.owner_id
    return done(said, undo=_undo(made.deal) if is_given else None, changed=("deal", deal.pk))


def _moved(request: HttpRequest, before: Deal, deal: Deal) -> HttpResponse:
    by = asker(request)
    if deal.version == before.version:
        return done() if is_htmx(request) else redirect(request, deal)
    said = _said(before, deal)
    if not is_htmx(request):
        return redirect(request, deal if access.may_do(by, Action.VIEW, deal) else "sales:board", text=said)
    if is_gone(request, deal):
        return redirect(request, "sales:board", text=said)
    answer = done(said, undo=_undo(deal) if access.may_do(by, Action.EDIT, deal) else None, changed=("deal", deal.pk))
    answer["X-Version"] = str(deal.version)
    return answer


def _said(before: Deal, deal: Deal) -> str:
    """What has come of the deed."""
    if deal.outcome != before.outcome and not deal.is_open:
        return _("The deal is won. Congratulations!") if deal.outcome == Outcome.WON else _("The deal is lost.")
    if deal.owner_id == before.owner_id:
        return _("Moved to “%(stage)s”.") % {"stage": deal.stage}
    if deal.stage_id == before.stage_id:
        return _("Handed over. Owner: %(who)s.") % _whose(deal)
    return _("Handed over. Owner: %(who)s, stage: “%(stage)s”.") % _whose(deal)


def _whose(deal: Deal) -> dict[str, str]:
    return {"who": deal.owner.full_name if deal.owner else _("No owner"), "stage": str(deal.stage)}


def _undo(deal: Deal) -> str:
    return reverse("sales:undo-stage", args=[deal.pk, deal.version])


def _asked(request: HttpRequest, deal: Deal, wanted: Stage, by: User) -> LackForm:
    """The form of what is lacking; raises Refused where no form can help."""
    lacking = lacking_at(deal, wanted, by)
    exceeds = "over_limit" in request.POST
    lacks = gate_lacks(deal, wanted, by, at=timezone.now(), over_limit=exceeds)
    if lacks.order or (lacks.full and not lacks.may_exceed):
        raise Refused(lacks.order or lacks.full, field="stage")
    return stages.read(lacking, lacks, request.POST, moments_at(wanted, by) if lacking else frozenset(), by=by)


def _lack_form(request: HttpRequest, deal: Deal, wanted: Stage, form: LackForm) -> HttpResponse:
    """What must be there before the deal comes to the stage, asked together with the move."""
    by = asker(request)
    context = {
        "deal": deal,
        "stage": wanted,
        "form": form,
        "inputs": form.inputs(by),
        "contacts": form.contacts(),
        "beyond": form.beyond(by),
        "exceeds": "over_limit" in request.POST,
        "note": request.POST.get("note", ""),
        "owner": request.POST.get("owner"),
        "version": request.POST.get("version", str(deal.version)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page(request, "sales/lacks.html", context, block="dialog", status=status)
