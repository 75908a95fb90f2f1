"""What is done at a stage besides moving: lines are ticked, questions for an approval are answered."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.asking import asker
from voronka.core.errors import Conflict, NotFound, Refused
from voronka.records import access
from voronka.sales.actions import approvals, checks
from voronka.sales.asking import is_gone, the_deal
from voronka.sales.kinds import DEAL
from voronka.sales.models import Approval, Deal
from voronka.sales.queries.approvals import waiting_of
from voronka.ui.render import done, is_htmx, page, redirect


@require_POST
def check(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Tick a line; one that was ticked (`on` is not sent) is ticked no more."""
    deal, by = the_deal(request, pk), asker(request)
    if request.POST.get("on"):
        checks.tick(deal=deal, items=[item], by=by, at=timezone.now())
    else:
        checks.untick(deal=deal, item=item, by=by)
    return done(changed=("deal", pk)) if is_htmx(request) else redirect(request, deal)


@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree: the deal moves."""
    waiting = _waiting(request, pk)
    approval, lacking = approvals.grant(approval=waiting, by=asker(request), at=timezone.now())
    said = _("Agreed. The deal is at “%(stage)s” now.") % {"stage": approval.to_stage.name}
    if lacking:
        said = _("Agreed, but the deal cannot go on yet. %(why)s") % {"why": lacking}
    return _answered(request, waiting.deal, said)


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not agree, and say why."""
    waiting, error = _waiting(request, pk), ""
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "")
            approvals.refuse(approval=waiting, reason=reason, by=asker(request), at=timezone.now())
            return _answered(request, waiting.deal, _("%(who)s is told why.") % {"who": waiting.asked_by.full_name})
        except Refused as refusal:
            error = refusal.message
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    context = {"approval": waiting, "deal": waiting.deal, "error": error, "reason": request.POST.get("reason", "")}
    return page(request, "sales/refuse.html", context, block="dialog", status=status)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no longer."""
    waiting = _waiting(request, pk)
    approvals.withdraw(approval=waiting, by=asker(request), at=timezone.now())
    return _answered(request, waiting.deal, _("The deal waits no longer."))


def _answered(request: HttpRequest, deal: Deal, said: str) -> HttpResponse:
    if not is_htmx(request) or is_gone(request, deal):
        return redirect(request, "/", text=said)
    return done(said, changed=("deal", deal.pk))


def _waiting(request: HttpRequest, pk: int) -> Approval:
    """The question of the deal; Conflict where the page showed another one (`approval`), decided since."""
    deal: Deal = access.load(DEAL, asker(request), pk)
    found, shown = waiting_of(deal), request.POST.get("approval", "")
    if found is None:
        raise NotFound(_("Nothing waits for a decision here any more."))
    if shown and shown != str(found.pk):
        raise Conflict(_("This has been decided already."), version=deal.version)
    return found
