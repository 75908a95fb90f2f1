"""The stage of a deal: changed by a drop, a click or a form; what the gate finds lacking is asked in one small form."""

from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.asking import asker
from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.sales.actions import approvals, deals
from voronka.sales.asking import is_gone, the_deal, version_of
from voronka.sales.forms import stages
from voronka.sales.forms.stages import LackForm
from voronka.sales.models import Deal, Outcome, Stage
from voronka.sales.queries import pipelines
from voronka.sales.queries.demands import gate_lacks, lacking_at, moments_at
from voronka.sales.views import loss
from voronka.ui.render import done, is_htmx, page, redirect


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks what the stage demands, POST moves the deal there; what it lacks for that is asked about first."""
    deal, by = the_deal(request, pk), asker(request)
    wanted = pipelines.stage((request.POST or request.GET).get("stage", ""))
    if wanted.outcome == Outcome.LOST and (request.method == "GET" or "lost_reason" not in request.POST):
        return loss.ask(request, deal, wanted)
    form = _asked(request, deal, wanted, by)
    if form.errors or (form.is_needed and not form.is_sent):
        return _lack_form(request, deal, wanted, form)
    if request.method == "GET":
        return redirect(request, deal)
    try:
        return _approval(request, deal, wanted, form) if form.lacks.approver else _move(request, deal, wanted, form)
    except Refused as refusal:
        if wanted.outcome == Outcome.LOST:
            return loss.ask(request, deal, wanted, refusal)
        if not form.is_sent:
            raise
        return _lack_form(request, deal, wanted, replace(form, errors=refusal.told))


@require_POST
def undo(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Take back one's own last move."""
    deal = deals.undo_move(deal=the_deal(request, pk), version=version, by=asker(request), at=timezone.now())
    text = _("The deal is back at the stage “%(stage)s”.") % {"stage": deal.stage}
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


def _move(request: HttpRequest, deal: Deal, wanted: Stage, form: LackForm) -> HttpResponse:
    moved = deals.move(
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
    """All is there but that somebody must agree: the deal waits where it stands."""
    note = request.POST.get("note", "")
    made = approvals.ask(
        deal=deal, stage=wanted, note=note, done=form.done, version=version_of(request), by=asker(request),
        at=timezone.now(),
    )  # fmt: skip
    said = _("%(who)s is asked. The deal waits where it stands.") % {"who": made.asked_of.full_name}
    if not is_htmx(request):
        return redirect(request, deal, text=said)
    return done(said, changed=("deal", deal.pk))


def _moved(request: HttpRequest, before: Deal, deal: Deal) -> HttpResponse:
    if deal.version == before.version:
        return done() if is_htmx(request) else redirect(request, deal)
    said = {
        Outcome.WON: _("The deal is won. Congratulations!"),
        Outcome.LOST: _("The deal is lost."),
    }.get(Outcome(deal.outcome), _("Moved to “%(stage)s”.") % {"stage": deal.stage})
    if not is_htmx(request):
        return redirect(request, deal, text=said)
    if is_gone(request, deal):
        return redirect(request, "sales:board", text=said)
    answer = done(said, undo=reverse("sales:undo-stage", args=[deal.pk, deal.version]), changed=("deal", deal.pk))
    answer["X-Version"] = str(deal.version)
    return answer


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
        "version": request.POST.get("version", str(deal.version)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page(request, "sales/lacks.html", context, block="dialog", status=status)
