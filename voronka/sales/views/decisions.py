"""A deal's card asks for a decision about a signal, and keeps it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import asker
from voronka.core.errors import NotFound, Refused
from voronka.sales.actions import decisions
from voronka.sales.asking import the_deal
from voronka.sales.forms.decisions import DecisionForm
from voronka.sales.forms.pipelines import tell
from voronka.sales.models import Choice, Signal
from voronka.sales.queries.signals import ASK, measured
from voronka.sales.views.dialogs import sent
from voronka.ui.render import done, is_htmx, page, redirect


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int, signal_id: int) -> HttpResponse:
    """Go on until a day, or ask the head; a deal is closed by the form of its loss."""
    deal, by, at = the_deal(request, pk), asker(request), timezone.now()
    signal = Signal.objects.filter(deal=deal, pk=signal_id, ended_at=None, kind__in=ASK).first()
    if signal is None:
        raise NotFound(_("The deal asks for no decision any more."))
    form = DecisionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        what, until, reason = (form.cleaned_data[name] for name in ("what", "until", "reason"))
        try:
            if what == Choice.GO_ON:
                decisions.go_on(signal=signal, until=until, reason=reason, by=by, at=at)
            else:
                decisions.escalate(signal=signal, reason=reason, by=by, at=at)
            said = _("The decision is kept.")
            return done(said, changed=("deal", pk)) if is_htmx(request) else redirect(request, deal, text=said)
        except Refused as refusal:
            tell(form, refusal)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "deal": deal, "signal": signal, "measured": measured(signal)}
    return page(request, "sales/decide.html", context, block="dialog", status=status)
