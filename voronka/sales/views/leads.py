"""What is done with a lead: taken, disqualified, opened again."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.asking import asker
from voronka.core.errors import Refused
from voronka.sales.actions import leads
from voronka.sales.asking import the_lead
from voronka.sales.models import Lead
from voronka.sales.queries.reasons import disqualify_reasons
from voronka.ui.render import done, is_htmx, page, redirect


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a lead from the queue."""
    lead = leads.take(lead_id=pk, by=asker(request), at=timezone.now())
    return _said(request, lead, _("The lead is yours: %(name)s") % {"name": lead.name})


@require_http_methods(["GET", "POST"])
def disqualify(request: HttpRequest, pk: int) -> HttpResponse:
    """The reason is asked for, then the lead is closed."""
    lead = the_lead(request, pk)
    if request.method == "GET":
        return _reason_form(request, lead)
    try:
        leads.disqualify(
            lead=lead,
            reason=request.POST.get("disqualify_reason"),
            comment=request.POST.get("comment", ""),
            by=asker(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        return _reason_form(request, lead, refusal)
    return _said(request, lead, _("The lead is disqualified: %(name)s") % {"name": lead.name})


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Work on a disqualified lead again."""
    lead = leads.reopen(lead=the_lead(request, pk), by=asker(request), at=timezone.now())
    return _said(request, lead, _("The lead is open again: %(name)s") % {"name": lead.name})


def _said(request: HttpRequest, lead: Lead, text: str) -> HttpResponse:
    return done(text, changed=("lead", lead.pk)) if is_htmx(request) else redirect(request, lead, text=text)


def _reason_form(request: HttpRequest, lead: Lead, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "lead": lead,
        "reasons": disqualify_reasons(),
        "reason": request.POST.get("disqualify_reason", ""),
        "comment": request.POST.get("comment", ""),
        "error": refusal.message if refusal else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return page(request, "sales/disqualify.html", context, block="dialog", status=status)
