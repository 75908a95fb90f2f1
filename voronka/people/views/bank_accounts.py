"""Bank accounts of a legal entity: added, changed, made the default and taken away over its card."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.core.errors import Conflict, Refused
from voronka.core.numbers import whole
from voronka.people import bank_details, queries
from voronka.people.actions import bank_accounts
from voronka.people.bank_details import NAMES
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.models import BankAccount, LegalEntity
from voronka.records.idempotency import once
from voronka.ui.render import done, is_htmx, page, redirect


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a new account; POST adds it once, whatever is repeated."""
    entity, by, at = _entity(request, pk), asker(request), timezone.now()
    if request.method == "GET":
        return _form(request, entity, dict.fromkeys(NAMES, ""))
    key = request.POST.get("idempotency_key", "")
    given = _given(request)
    try:
        once(
            kind=bank_accounts.BANK_ACCOUNT,
            key=f"form:{key}" if key else "",
            by=by,
            at=at,
            make=lambda: bank_accounts.add(entity=entity, values=given, by=by, at=at),
        )
    except Refused as refusal:
        return _form(request, entity, given, refusal=refusal)
    return done(_("The account is added."), changed=(LEGAL_ENTITY.name, entity.pk))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, account: int) -> HttpResponse:
    """The account's form; POST stores what is in it."""
    entity = _entity(request, pk)
    found = queries.bank_account_of(entity, account)
    if request.method == "GET":
        return _form(request, entity, {name: getattr(found, name) for name in NAMES}, account=found)
    given = _given(request)
    try:
        bank_accounts.change(
            account=found,
            values=given,
            by=asker(request),
            at=timezone.now(),
            version=whole(request.POST.get("version", "")),
        )
    except Refused as refusal:
        return _form(request, entity, given, account=found, refusal=refusal)
    except Conflict as conflict:
        return _form(request, entity, given, account=found, conflict=conflict)
    return done(_("Saved."), changed=(LEGAL_ENTITY.name, entity.pk))


@require_POST
def default(request: HttpRequest, pk: int, account: int) -> HttpResponse:
    """Documents name this account from now on."""
    entity = _entity(request, pk)
    found = queries.bank_account_of(entity, account)
    bank_accounts.make_default(account=found, by=asker(request), at=timezone.now())
    return _done(request, entity, _("Documents will name this account."))


@require_POST
def remove(request: HttpRequest, pk: int, account: int) -> HttpResponse:
    """Take the account away; the toast can bring it back."""
    entity = _entity(request, pk)
    found = queries.bank_account_of(entity, account)
    bank_accounts.remove(account=found, by=asker(request), at=timezone.now())
    return _done(
        request,
        entity,
        _("The account is taken away."),
        undo=reverse("people:account_restore", args=[entity.pk, account]),
    )


@require_POST
def restore(request: HttpRequest, pk: int, account: int) -> HttpResponse:
    """Bring back an account that was taken away."""
    entity = _entity(request, pk)
    bank_accounts.restore(entity=entity, pk=account, by=asker(request), at=timezone.now())
    return _done(request, entity, _("The account is back."))


def _done(request: HttpRequest, entity: LegalEntity, text: str, undo: str | None = None) -> HttpResponse:
    if not is_htmx(request):
        return redirect(request, entity, text=text)
    return done(text, undo=undo, changed=(LEGAL_ENTITY.name, entity.pk))


def _entity(request: HttpRequest, pk: int) -> LegalEntity:
    return queries.entity_with_accounts(asker(request), pk, action=Action.EDIT)


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in NAMES}


def _form(
    request: HttpRequest,
    entity: LegalEntity,
    given: dict[str, str],
    *,
    account: BankAccount | None = None,
    refusal: Refused | None = None,
    conflict: Conflict | None = None,
) -> HttpResponse:
    """The dialog; with a refusal, all mistakes are told at once."""
    errors: dict[str, str] = {}
    if refusal:
        errors = bank_details.faults(bank_details.read(given)) | {refusal.field: refusal.message}
    context: dict[str, Any] = {
        "entity": entity,
        "account": account,
        "given": given,
        "errors": errors,
        "clashes": conflict.clashes if conflict else (),
        "version": conflict.version if conflict else account and account.version,
        "idempotency_key": request.POST.get("idempotency_key") or uuid4().hex,
    }
    status = HTTPStatus.OK
    if conflict:
        status = HTTPStatus.CONFLICT
    elif refusal:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, "people/bank_account.html", context, block="dialog", status=status)
