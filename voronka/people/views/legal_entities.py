"""A legal entity made and edited in one form: numbers of its form of law, addresses, signatory, bank accounts."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.core.errors import Conflict, Refused
from voronka.core.numbers import whole
from voronka.people import forms, lookup
from voronka.people.actions import legal_entities
from voronka.people.forms import EntityForm
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.kinds.legal_entities import ADDRESSES, NUMBERED, SIGNATORY, WHO
from voronka.people.looked_up import Told, completed
from voronka.people.models import LegalEntity
from voronka.people.pasted import Reading
from voronka.records import access, actions
from voronka.records.idempotency import once
from voronka.records.kinds import Kind
from voronka.ui.render import done, is_htmx, page, redirect


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: Kind) -> HttpResponse:
    """GET gives the form, filled from the query; POST makes the legal entity once, whatever is repeated."""
    by, at = asker(request), timezone.now()
    access.require(by, Action.CREATE, kind)
    if request.method == "GET":
        return _form(request, forms.started(request.GET, by))
    form = forms.read(request.POST, by=by)
    if form.errors:
        return _form(request, form)
    key = request.POST.get("idempotency_key", "")
    try:
        made = once(
            kind=kind,
            key=f"form:{key}" if key else "",
            by=by,
            at=at,
            make=lambda: legal_entities.create(values=form.values, accounts=form.accounts, by=by, at=at),
        )
    except Refused as refusal:
        return _form(request, forms.refused(form, refusal))
    text = _("Created: %(name)s") % {"name": made}
    if request.POST.get("stay"):
        return done(text, changed=(kind.name, made.pk))
    return redirect(request, kind.url(made.pk), text=text)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All requisites at once; POST stores those that changed."""
    by = asker(request)
    entity = access.load(LEGAL_ENTITY, by, pk, action=Action.EDIT, related=True)
    if request.method == "GET":
        return _form(request, forms.of_stored(entity, by), entity)
    form = forms.read(request.POST, by=by, stored=entity)
    if form.errors:
        return _form(request, form, entity)
    version = whole(request.POST.get("version", ""))
    try:
        actions.update(record=entity, changes=form.values, by=by, at=timezone.now(), version=version)
    except Refused as refusal:
        return _form(request, forms.refused(form, refusal), entity)
    except Conflict as conflict:
        return _form(request, form, entity, conflict=conflict)
    return _done(request, entity, _("Saved."))


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """The form of a new legal entity, filled with what a pasted block says; nothing is stored."""
    by = asker(request)
    access.require(by, Action.CREATE, LEGAL_ENTITY)
    form, reading = forms.pasted(request.POST, by)
    return _form(request, form, reading=reading)


@require_POST
def look_up(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form with its empty fields filled by the ИНН from the register outside; nothing is stored."""
    by = asker(request)
    if pk is None:
        access.require(by, Action.CREATE, LEGAL_ENTITY)
    entity = access.load(LEGAL_ENTITY, by, pk, action=Action.EDIT, related=True) if pk else None
    form = forms.typed(request.POST, by, stored=entity)
    try:
        company = lookup.find(inn=form.sent.get("inn", ""), kpp=form.sent.get("kpp", ""))
    except Refused as refusal:
        return _form(request, forms.refused(form, refusal), entity)
    form, told = completed(form, company, by)
    return _form(request, form, entity, told=told)


@require_POST
def default(request: HttpRequest, pk: int) -> HttpResponse:
    """Documents of the organization are issued to this one from now on."""
    by = asker(request)
    entity = access.load(LEGAL_ENTITY, by, pk, action=Action.EDIT)
    legal_entities.make_default(entity=entity, by=by, at=timezone.now())
    return _done(request, entity, _("Documents will be issued to it: %(name)s") % {"name": entity})


def _done(request: HttpRequest, entity: LegalEntity, text: str) -> HttpResponse:
    if not is_htmx(request):
        return redirect(request, entity, text=text)
    return done(text, changed=(LEGAL_ENTITY.name, entity.pk))


def _form(
    request: HttpRequest,
    form: EntityForm,
    entity: LegalEntity | None = None,
    *,
    conflict: Conflict | None = None,
    reading: Reading | None = None,
    told: Told | None = None,
) -> HttpResponse:
    by = asker(request)
    given = request.POST if request.method == "POST" else request.GET
    making = entity is None
    beside = form.inputs(forms.names_beside(by, making=making), by)
    known = set(forms.all_names(by, making=making))
    context: dict[str, Any] = {
        "entity": entity,
        "who": form.inputs(WHO, by),
        "numbered": form.inputs(NUMBERED, by),
        "addresses": form.inputs(ADDRESSES, by),
        "signatory": form.inputs(SIGNATORY, by),
        "added": form.inputs(forms.names_added(by, making=making), by),
        "beside": beside,
        "accounts": form.account_inputs(),
        "blank": forms.BLANK_ACCOUNT,
        "reading": reading,
        "told": told,
        "may_look_up": lookup.current().is_on,
        "pasted": given.get("pasted", ""),
        "is_pasting": "paste" in given,
        "errors": [text for name, text in form.errors.items() if name not in known and not name.startswith("account-")],
        "clashes": conflict.clashes if conflict else (),
        "version": conflict.version if conflict else given.get("version") or (entity and entity.version),
        "idempotency_key": given.get("idempotency_key") or uuid4().hex,
        "stay": given.get("stay", ""),
    }
    status = HTTPStatus.OK
    if conflict:
        status = HTTPStatus.CONFLICT
    elif form.errors and reading is None and told is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, "people/legal_entity.html", context, block="dialog", status=status)
