"""Somebody is forgotten: asked twice, by a dialog and by the typed name, because nothing brings it back."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import NotFound, Refused
from voronka.records import access
from voronka.records.actions import erasures
from voronka.records.erasing import rules
from voronka.records.kinds import Kind
from voronka.records.models import Why
from voronka.ui.render import page, redirect


@require_http_methods(["GET", "POST"])
@administrators
def erase(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """GET says what would go, POST erases."""
    by, at = asker(request), timezone.now()
    if not rules.is_human(kind.name):
        raise NotFound
    errors: dict[str, str] = {}
    sent = request.POST
    if request.method == "POST":
        try:
            why = Why(sent.get("why", "")) if sent.get("why", "") in Why.values else Why.REQUEST
            erasures.erase(kind=kind, pk=pk, why=why, said=sent.get("said", ""), by=by, at=at)
        except Refused as refusal:
            errors = {refusal.field: refusal.message}
        else:
            return redirect(request, kind.url(pk), text=_("The personal data are erased."))
    record = access.load(kind, by, pk)
    context = {
        "kind": kind,
        "record": record,
        "reasons": [(value, str(label)) for value, label in Why.choices],
        "sent": sent,
        "errors": errors,
    }
    return page(request, "records/card/erase.html", context, block="dialog", status=422 if errors else 200)
