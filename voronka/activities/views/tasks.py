"""A task is done, taken back, put off, handed on: each in place, from any list."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.activities import answers
from voronka.activities.actions import steps, tasks
from voronka.activities.forms import INPUTS, DoneForm, DueForm, OwnerForm, contact_more, together
from voronka.activities.models import Task
from voronka.activities.panels import asked_beyond
from voronka.activities.queries import composing
from voronka.activities.views.asking import task
from voronka.core import quick_dates
from voronka.core.errors import Conflict, Refused
from voronka.ui.moments import named_day
from voronka.ui.render import done, is_htmx, page, redirect, toast, trigger

# The form of a done task calls the text of the contact a result.
RESULT = {**INPUTS["task"], "text": "result"}


@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """GET opens the short form in the row; POST does the task and leaves the row struck through.

    A task that waits for an answer asks for that instead.
    """
    found = task(request, pk)
    at = timezone.now()
    if request.method == "GET":
        return _row(request, found, DoneForm(at=at))
    form = DoneForm(request.POST, at=at)
    if not form.is_valid():
        return _row(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    by, counts = asker(request), form.cleaned_data["type"] if found.subject else None
    try:
        step, more = together(lambda: form.next_step(by), lambda: _contact_more(form, by) if counts else {})
        finished = steps.finish(
            task=found,
            result=form.cleaned_data["result"],
            type=counts,
            next_step=step,
            more=more,
            by=by,
            at=at,
        )
    except Refused as refusal:
        form.refuse(refusal, RESULT)
        return _row(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except Conflict as conflict:
        form.add_error(None, conflict.message)
        return _row(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not is_htmx(request):
        return redirect(request, "activities:plan_of_tasks")
    context = {"task": finished.task, "next_task": finished.next_task, "at": at}
    answer = page(request, "activities/task_row.html", context, block="done")
    toast(answer, _("Done, the next step is planned.") if finished.next_task else _("Done."), undo=_undo(finished.task))
    return trigger(answer, "changed", {"kind": "task", "id": pk})


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take «done» back."""
    tasks.reopen(task=task(request, pk), by=asker(request), at=timezone.now())
    return done(_("The task is open again."), changed=("task", pk))


@require_http_methods(["GET", "POST"])
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """GET gives the choice of days, POST puts the task off."""
    found, at = task(request, pk), timezone.now()
    if request.method == "GET":
        context = {"task": found, "at": at, "form": DueForm(at=at)}
        return page(request, "activities/postpone.html", context, block="dialog")
    form = DueForm(request.POST, at=at)
    if not form.is_valid():
        context = {"task": found, "at": at, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, "activities/postpone.html", context, block="dialog", status=status)
    tasks.postpone(task=found, due_at=form.cleaned_data["due"], by=asker(request), at=at)
    return done(_("Put off."), changed=("task", pk))


@require_POST
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the task on to a colleague."""
    found, form = task(request, pk), OwnerForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose somebody who works here."), field="owner")
    owner = form.cleaned_data["owner"]
    tasks.reassign(task=found, owner=owner, by=asker(request), at=timezone.now())
    return done(_("Handed on to %(name)s.") % {"name": owner}, changed=("task", pk))


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase the task."""
    found = task(request, pk, action=Action.DELETE)
    tasks.delete(task=found, by=asker(request), at=timezone.now())
    return done(_("Erased."), changed=("task", pk))


@require_safe
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """The row of a task as it is now: to close the short form again."""
    return _row(request, task(request, pk, action=Action.VIEW), None)


@require_safe
def understood(request: HttpRequest) -> JsonResponse:
    """How a typed date was understood: shown beside the input while one types."""
    now = timezone.localtime()
    try:
        said = quick_dates.read(request.GET.get("text", "")[:60], now)
    except ValueError:
        return JsonResponse({"text": ""})
    day = named_day(said.at.date(), now.date())
    weekday = day or f"{said.at:%d.%m.%Y}"
    return JsonResponse({"text": f"{weekday} {said.at:%H:%M}" if said.has_time else weekday, "is_past": said.at < now})


def _contact_more(form: DoneForm, by: User) -> dict[str, Any]:
    return contact_more(form.data, by=by, has_text=bool(form.cleaned_data["result"]))


def _undo(found: Task) -> str:
    return reverse("activities:reopen", args=[found.pk])


def _row(request: HttpRequest, found: Task, form: DoneForm | None, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    types = composing.active_types() if form is not None and found.subject else []
    context: dict[str, Any] = {
        "task": found,
        "form": form,
        "types": types,
        "likely": composing.likely_type(found.title, types),
        "at": timezone.now(),
    }
    if form is None:
        return page(request, "activities/task_row.html", context, block="row")
    if not found.done_at and answers.waits(found):
        context["answer"] = answers.answer_of(found, asker(request))
        return page(request, "activities/task_answer.html", context, block="form", status=status)
    context |= asked_beyond(request.POST, form.refused, asker(request))
    return page(request, "activities/task_row.html", context, block="form", status=status)
