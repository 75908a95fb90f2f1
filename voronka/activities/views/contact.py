"""A contact written down from anywhere: with whom is chosen in the form."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.activities.actions import interactions
from voronka.activities.forms import ContactForm, by_input
from voronka.activities.kinds import INTERACTION
from voronka.activities.models import Ref
from voronka.activities.panels import asked_beyond
from voronka.activities.queries import composing
from voronka.core.errors import Refused
from voronka.records import access, kinds
from voronka.records.idempotency import once
from voronka.ui.render import done, is_htmx, page, redirect

SUBJECT = INTERACTION.field("subject")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET gives the form, its client filled from the query; POST writes the contact down once, whatever is repeated."""
    by, at = asker(request), timezone.now()
    access.require(by, Action.CREATE, INTERACTION)
    if request.method == "GET":
        return _form(request, request.GET.dict(), {})
    form = ContactForm(request.POST, at=at)
    if not form.is_valid():
        return _form(request, request.POST.dict(), form.told)
    given = form.cleaned_data
    try:
        step, more = form.beyond(by)
        about: Ref = SUBJECT.parse(given["subject"], by=by)
        made = once(
            kind=INTERACTION,
            key=given["key"],
            by=by,
            at=at,
            make=lambda: (
                interactions.log(
                    subject=access.load(kinds.get(about.kind), by, about.id),
                    type=given["type"],
                    text=given["text"],
                    minutes=given["minutes"],
                    direction=given["direction"],
                    happened_at=given["happened"],
                    next_step=step,
                    more=more,
                    by=by,
                    at=at,
                ).interaction
            ),
        )
    except Refused as refusal:
        return _form(request, request.POST.dict(), by_input(refusal))
    if not is_htmx(request):
        return redirect(request, made)
    return done(_("Logged."), changed=(about.kind, about.id))


def _form(request: HttpRequest, values: dict[str, Any], errors: dict[str, str]) -> HttpResponse:
    by = asker(request)
    types, colleagues = composing.offer()
    context = {
        "values": values,
        "errors": errors,
        "about": SUBJECT.picked(values.get("subject", ""), by=by),
        "types": types,
        "colleagues": colleagues,
        "key": uuid4().hex,
        **asked_beyond(request.POST, errors, by),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return page(request, "activities/contact.html", context, block="dialog", status=status)
