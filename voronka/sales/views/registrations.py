"""Registrations: their page, and what is done to them on cards."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.core.errors import NotFound, Refused
from voronka.core.numbers import whole
from voronka.records import access, kinds
from voronka.records.reads import shown_all, shown_name
from voronka.sales.actions import registration_decisions, registrations
from voronka.sales.forms.pipelines import tell
from voronka.sales.forms.registrations import ClaimForm, DecisionForm, ProlongForm, ReleaseForm
from voronka.sales.kinds import DEAL
from voronka.sales.models import Registration
from voronka.sales.models.registrations import TARGETS
from voronka.sales.queries.registrations import ENTRIES, VIEWS, evidence_of, seen_by, shows_file
from voronka.sales.queries.registrations import listed as asked
from voronka.sales.registration.deciding import may_decide
from voronka.sales.registration.standing import covering, day_of
from voronka.sales.views.downloads import download
from voronka.ui.render import done, is_htmx, page, redirect

PAGE = 50


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Registrations: one’s own, those that wait, those that end soon, all that stand."""
    by, at = asker(request), timezone.now()
    access.require(by, Action.VIEW, DEAL)
    chosen = request.GET.get("view", "mine")
    view = chosen if chosen in VIEWS else "mine"
    found = list(asked(view, by, on=day_of(at=at), before=whole(request.GET.get("before")))[: PAGE + 1])
    rows = found[:PAGE]
    for one in rows:
        shown_name(one.target, one.record.pk)
    context = {
        "rows": rows,
        "more": found[PAGE - 1].pk if len(found) > PAGE else "",
        "view": view,
        "views": [(name, str(label)) for name, label in VIEWS.items()],
        "today": day_of(at=at),
    }
    return page(request, "sales/registrations.html", context, block="rows")


@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Register a client or a deal for oneself."""
    by = asker(request)
    if kind not in TARGETS:
        raise Http404
    record = access.load(kinds.get(kind), by, pk)
    entries = evidence_of(record, by=by)
    newest = entries.filter(pk__in=list(entries.values_list("pk", flat=True)[:ENTRIES]))
    form = ClaimForm(newest, _sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        entry = given.pop("interaction")
        try:
            made = registrations.claim(record=record, interaction=entry and entry.pk, by=by, at=timezone.now(), **given)
            said = _("The claim waits for a decision.") if made.is_waiting else _("It is registered to you.")
            return _answered(request, made, said)
        except Refused as refusal:
            tell(form, refusal)
    return _form(request, form, title=_("Register for oneself"), text=str(record), submit=_("Register"))


@require_safe
def proof(request: HttpRequest, pk: int) -> FileResponse:
    """The file that a claim rests on, for who sees what is claimed."""
    return download(_the(request, pk))


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose it is."""
    found, by = _the(request, pk), asker(request)
    over = [one for one in covering(found.record) if one.registrar_id != found.registrar_id]
    if request.method == "GET" and not may_decide(found, by, rivals=frozenset(one.registrar_id for one in over)):
        raise NotFound(_("Nothing waits for a decision here any more."))
    holder = over[0] if over else None
    form = DecisionForm(
        found.registrar.full_name, holder.registrar.full_name if holder else "", _sent(request),
        initial={"who": "holder"},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = {"registration": found, "reason": form.cleaned_data["reason"], "by": by, "at": timezone.now()}
        try:
            if form.cleaned_data["who"] == "claimant":
                registration_decisions.uphold(**given)
            else:
                registration_decisions.refuse(**given)
            return _answered(request, found, _("Decided. Both sides are told."))
        except Refused as refusal:
            tell(form, refusal)
    more = {"claim": found, "holder": holder, "shows_holders_file": bool(holder and shows_file(holder, by))}
    return _form(request, form, title=_("Whose is it?"), text=str(found.record), submit=_("Decide"), **more)


@require_http_methods(["GET", "POST"])
def prolong(request: HttpRequest, pk: int) -> HttpResponse:
    """Protect longer."""
    found, by = _the(request, pk), asker(request)
    form = ProlongForm(_sent(request), initial={"until": found.until})
    if request.method == "POST" and form.is_valid():
        try:
            registration_decisions.prolong(registration=found, by=by, at=timezone.now(), **form.cleaned_data)
            return _answered(request, found, _("Saved."))
        except Refused as refusal:
            tell(form, refusal)
    return _form(request, form, title=_("Protect longer"), text=str(found.record), submit=_("Save"))


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """End a protection before its day."""
    found, by = _the(request, pk), asker(request)
    form = ReleaseForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            registration_decisions.release(registration=found, by=by, at=timezone.now(), **form.cleaned_data)
            return _answered(request, found, _("The registration has ended."))
        except Refused as refusal:
            tell(form, refusal)
    return _form(request, form, title=_("End the registration"), text=str(found.record), submit=_("End it"))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Claim no longer."""
    found = _the(request, pk)
    registration_decisions.withdraw(registration=found, by=asker(request), at=timezone.now())
    return _answered(request, found, _("The claim is withdrawn."))


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing; None where the form is only shown."""
    return request.POST if request.method == "POST" else None


def _form(request: HttpRequest, form: forms.Form, *, title: str, text: str, submit: str, **more: Any) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "title": title, "text": text, "submit": submit, **more}
    return page(request, "sales/deed_form.html", context, block="dialog", status=status)


def _answered(request: HttpRequest, registration: Registration, said: str) -> HttpResponse:
    record = registration.record
    return (
        done(said, changed=(registration.target, record.pk))
        if is_htmx(request)
        else redirect(request, record, text=said)
    )


def _the(request: HttpRequest, pk: int) -> Registration:
    """The registration of a record that the person sees; of a foreign one as of none."""
    found = seen_by(asker(request)).filter(pk=pk).first()
    if found is None:
        raise NotFound
    shown_all([found.record])
    return found
