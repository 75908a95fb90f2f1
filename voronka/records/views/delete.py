"""A record is erased: asked once, because nothing brings it back."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.core.errors import Refused
from voronka.records import access, actions
from voronka.records.kinds import Kind
from voronka.ui.render import page, redirect


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """GET asks, POST erases; a refusal says what hangs on the record."""
    by = asker(request)
    record = access.load(kind, by, pk, action=Action.DELETE)
    context = {"kind": kind, "record": record, "error": ""}
    if request.method == "GET":
        return page(request, "records/card/delete.html", context, block="dialog")
    try:
        actions.delete(kind=kind, ids=[pk], by=by, at=timezone.now())
    except Refused as refusal:
        context["error"] = refusal.message
        return page(
            request, "records/card/delete.html", context, block="dialog", status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    text = _("Deleted: %(name)s") % {"name": record}
    return redirect(request, reverse(f"{kind.name}:list"), text=text)
