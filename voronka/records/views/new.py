"""A new record: a dialog over any page, a page of its own without JavaScript."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.core.errors import Refused
from voronka.records import access, actions
from voronka.records.actions.given import read_all
from voronka.records.field_rules import as_seen
from voronka.records.forms import Input, inputs, names_given, raw_values
from voronka.records.idempotency import once
from voronka.records.kinds import Kind
from voronka.ui.render import done, page, redirect


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: Kind) -> HttpResponse:
    """GET gives the form, filled from the query; POST makes the record once, whatever is repeated."""
    by = asker(request)
    kind = as_seen(kind, by, making=True)
    access.require(by, Action.CREATE, kind)
    if request.method == "GET":
        return _form(request, kind, by, request.GET, {})
    names = names_given(kind, request.POST)
    values, errors = read_all(kind, raw_values(kind, names, request.POST), tuple(names), by=by)
    if errors:
        return _form(request, kind, by, request.POST, errors)
    try:
        record = _make(kind, values, request.POST.get("idempotency_key", ""), by)
    except Refused as refusal:
        return _form(request, kind, by, request.POST, refusal.told)
    text = _("Created: %(name)s") % {"name": record}
    if request.POST.get("stay"):
        return done(text, changed=(kind.name, record.pk))
    return redirect(request, kind.url(record.pk), text=text)


def _make(kind: Kind, values: dict[str, Any], key: str, by: User) -> Any:
    at = timezone.now()
    make = kind.create or (lambda **given: actions.create(kind=kind, **given))
    return once(
        kind=kind, key=f"form:{key}" if key else "", by=by, at=at, make=lambda: make(values=values, by=by, at=at)
    )


def _form(request: HttpRequest, kind: Kind, by: User, given: QueryDict, errors: dict[str, str]) -> HttpResponse:
    shown: list[Input] = inputs(kind, given, errors, by=by)
    context = {
        "kind": kind,
        "first": [one for one in shown if one.field.name in kind.form],
        "rest": [one for one in shown if one.field.name not in kind.form],
        "idempotency_key": given.get("idempotency_key") or uuid4().hex,
        "stay": given.get("stay", ""),
        "errors": [message for name, message in errors.items() if name not in {one.field.name for one in shown}],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return page(request, "records/card/new.html", context, block="dialog", status=status)
