"""Consents on the card of a person or a lead, and their purposes and wordings in the settings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.accounts.models import Action
from voronka.core.errors import NotFound, Refused
from voronka.people import consents as queries
from voronka.people.actions import consents
from voronka.people.models import Channel, ConsentPurpose
from voronka.records import access, kinds
from voronka.ui.render import done, is_htmx, page, redirect


@require_http_methods(["GET", "POST"])
def said(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Everything that was said, and the form for another word."""
    if kind not in queries.KINDS:
        raise NotFound
    by, known = asker(request), kinds.get(kind)
    record = access.load(known, by, pk)
    if request.method == "GET":
        return _said(request, record, kind, {})
    sent = request.POST
    try:
        consents.record(
            about=record,
            purpose=get_object_or_404(ConsentPurpose, code=sent.get("purpose", "")),
            is_given=sent.get("is_given") == "1",
            channel=sent.get("channel", ""),
            proof=sent.get("proof", ""),
            by=by,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _said(request, record, kind, {refusal.field: refusal.message})
    text = _("Written down.")
    return done(text, changed=(kind, pk)) if is_htmx(request) else redirect(request, known.url(pk), text=text)


@require_safe
@administrators
def purposes(request: HttpRequest) -> HttpResponse:
    """What people are asked to agree to."""
    return page(request, "people/consents/purposes.html", {"purposes": queries.purposes()}, block="list")


@require_http_methods(["GET", "POST"])
@administrators
def new(request: HttpRequest) -> HttpResponse:
    """Another purpose."""
    sent = request.POST
    if request.method == "GET":
        return _purpose(request, None, {})
    try:
        made = consents.add(name=sent.get("name", ""), text=sent.get("text", ""), by=asker(request), at=timezone.now())
    except Refused as refusal:
        return _purpose(request, None, {refusal.field: refusal.message})
    return _settled(request, made, _("Added."))


@require_http_methods(["GET", "POST"])
@administrators
def wording(request: HttpRequest, pk: int) -> HttpResponse:
    """Another wording: a new version."""
    purpose = get_object_or_404(ConsentPurpose, pk=pk)
    if request.method == "GET":
        return _purpose(request, purpose, {})
    try:
        consents.word(purpose=purpose, text=request.POST.get("text", ""), by=asker(request), at=timezone.now())
    except Refused as refusal:
        return _purpose(request, purpose, {refusal.field: refusal.message})
    return _settled(request, purpose, _("Saved."))


@require_POST
@administrators
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """Out of use or back."""
    purpose = get_object_or_404(ConsentPurpose, pk=pk)
    consents.switch(purpose=purpose, on=on, by=asker(request))
    said_so = _("“%(name)s” is in use.") if on else _("“%(name)s” is switched off.")
    return _settled(request, purpose, said_so % {"name": purpose.name})


def _said(request: HttpRequest, record: Any, kind: str, errors: dict[str, str]) -> HttpResponse:
    words = request.POST or request.GET
    context = {
        "record": record,
        "kind": kind,
        "said": queries.said(kind, record.pk),
        "may_edit": access.may_do(asker(request), Action.EDIT, record),
        "purposes": [(one.code, one.name) for one in ConsentPurpose.objects.filter(is_active=True)],
        "channels": [(value, str(label)) for value, label in Channel.choices if value != Channel.FILE],
        "answers": [("1", _("Agrees")), ("0", _("Takes it back"))],
        "words": words,
        "errors": errors,
    }
    return page(request, "people/consents/said.html", context, block="dialog", status=422 if errors else 200)


def _purpose(request: HttpRequest, purpose: ConsentPurpose | None, errors: dict[str, str]) -> HttpResponse:
    context = {
        "purpose": purpose,
        "texts": list(purpose.texts.all()) if purpose else [],
        "words": request.POST,
        "errors": errors,
    }
    return page(request, "people/consents/purpose.html", context, block="dialog", status=422 if errors else 200)


def _settled(request: HttpRequest, purpose: ConsentPurpose, text: str) -> HttpResponse:
    if is_htmx(request):
        return done(text, changed=("consent_purpose", purpose.pk))
    return redirect(request, "people:consents", text=text)
