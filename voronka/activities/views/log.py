"""A contact with a client is written down and corrected."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.activities.actions import interactions
from voronka.activities.forms import EditForm, LogForm, by_input
from voronka.activities.models import Interaction, InteractionType, Task
from voronka.activities.panels import asked_beyond, history_context
from voronka.activities.queries.next_steps import planned_with
from voronka.activities.views.asking import subject
from voronka.core.errors import Conflict, Refused
from voronka.records import access, kinds
from voronka.records.idempotency import once
from voronka.ui.render import done, is_htmx, page, redirect, toast, trigger


@require_POST
def log(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Store what the composer holds; the answer is the composer emptied and the history with the new entry."""
    known, record = subject(request, kind, pk)
    by, at = asker(request), timezone.now()
    form = LogForm(request.POST, at=at, open_tasks=_open_tasks(kind, pk))
    if not form.is_valid():
        return _composer(request, record, errors=form.told)
    given = form.cleaned_data
    try:
        step, more = form.beyond(by)
        logged = once(
            kind=kinds.get("interaction"),
            key=given["key"],
            by=by,
            at=at,
            make=lambda: (
                interactions.log(
                    subject=record,
                    type=given["type"],
                    text=given["text"],
                    minutes=given["minutes"],
                    direction=given["direction"],
                    happened_at=given["happened"],
                    next_step=step,
                    completes=given["completes"],
                    more=more,
                    by=by,
                    at=at,
                ).interaction
            ),
        )
    except Refused as refusal:
        return _composer(request, record, errors=by_input(refusal))
    if not is_htmx(request):
        return redirect(request, known.url(pk))
    answer = _composer(request, record, errors={})
    text = _("Logged, the next step is planned.") if planned_with(logged) else _("Logged.")
    return trigger(toast(answer, text), "changed", {"kind": kind, "id": pk})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET gives the form in a dialog, POST corrects the entry."""
    by, at = asker(request), timezone.now()
    entry: Interaction = access.load(kinds.get("interaction"), by, pk, action=Action.EDIT)
    types = InteractionType.objects.filter(is_active=True) | InteractionType.objects.filter(pk=entry.type_id)
    if request.method == "GET":
        start = {
            "type": entry.type_id,
            "text": entry.text,
            "minutes": entry.minutes,
            "happened": f"{timezone.localtime(entry.happened_at):%d.%m.%Y %H:%M}",
            "version": entry.version,
        }
        return _edit_page(request, entry, EditForm(initial=start, at=at, types=types))
    form = EditForm(request.POST, at=at, types=types)
    if not form.is_valid():
        return _edit_page(request, entry, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    changes: dict[str, Any] = {"type": given["type"].pk, "text": given["text"], "minutes": given["minutes"] or 0}
    if given["happened"] != entry.happened_at.replace(second=0, microsecond=0):
        changes["happened_at"] = given["happened"]
    try:
        interactions.edit(interaction=entry, changes=changes, version=given["version"], by=by, at=at)
    except (Refused, Conflict) as refusal:
        form.add_error(None, refusal.message)
        return _edit_page(request, entry, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return done(_("Saved."), changed=(entry.subject_kind, entry.subject_id or 0))


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST erases the entry."""
    by = asker(request)
    entry: Interaction = access.load(kinds.get("interaction"), by, pk, action=Action.DELETE)
    if request.method == "GET":
        return page(request, "activities/erase.html", {"entry": entry}, block="dialog")
    interactions.delete(interaction=entry, by=by, at=timezone.now())
    return done(_("Erased."), changed=(entry.subject_kind, entry.subject_id or 0))


def _edit_page(
    request: HttpRequest, entry: Interaction, form: EditForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return page(request, "activities/edit.html", {"entry": entry, "form": form}, block="dialog", status=status)


def _open_tasks(kind: str, pk: int) -> Any:
    return Task.objects.filter(done_at__isnull=True, subject_kind=kind, subject_id=pk)


def _composer(request: HttpRequest, record: Any, errors: dict[str, str]) -> HttpResponse:
    context = history_context(record, asker(request), timezone.now()) | {
        "errors": errors,
        "record": record,
        "last_day": "",  # of the whole page, which answers without htmx
    }
    if errors:
        context |= asked_beyond(request.POST, errors, asker(request))
        context["values"] = request.POST.dict() | {"completes": request.POST.getlist("completes")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return page(request, "activities/history_page.html", context, block="panel", status=status)
