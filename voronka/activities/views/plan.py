"""The next step of a record is planned in its row."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.activities import subjects
from voronka.activities.actions import tasks
from voronka.activities.forms import StepForm
from voronka.activities.models import Task
from voronka.activities.panels import step_beyond
from voronka.activities.views.asking import subject
from voronka.core.errors import Refused
from voronka.records import access, kinds
from voronka.ui.render import is_htmx, page, redirect, toast, trigger


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """GET gives the short form, POST makes the task and shows its row."""
    known, record = subject(request, kind, pk)
    by, at = asker(request), timezone.now()
    access.require(by, Action.CREATE, kinds.get("task"))
    context = {"subject": subjects.ref(record), "record": record, "at": at}
    if request.method == "GET":
        return page(
            request,
            "activities/plan.html",
            context | {"form": StepForm(at=at), "more": step_beyond(by)},
            block="form",
        )
    form = StepForm(request.POST, at=at)
    task = _planned(form, record, by, at)
    if task is None:
        context |= {"form": form, "more": step_beyond(by, request.POST, form.refused)}
        return page(request, "activities/plan.html", context, block="form", status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not is_htmx(request):
        return redirect(request, known.url(pk))
    answer = page(request, "activities/plan.html", context | {"task": task}, block="planned")
    return trigger(toast(answer, _("Planned.")), "changed", {"kind": kind, "id": pk})


def _planned(form: StepForm, record: Any, by: User, at: datetime) -> Task | None:
    """The task that the form has made; None where it did not, with what is wrong in the form."""
    if not form.is_valid():
        return None
    try:
        step = form.next_step(by)
        if step is None:
            form.add_error("step_title", _("Say what is to be done, or by when."))
            return None
        values = {"title": step.title, "due_at": step.due_at, "subject": subjects.ref(record), **step.more}
        return tasks.create(values=values | ({"owner": step.owner.pk} if step.owner else {}), by=by, at=at)
    except Refused as refusal:
        form.refuse(refusal)
        return None
