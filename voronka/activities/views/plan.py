"""The next step of a record is planned in its row."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.activities import subjects
from voronka.activities.actions import tasks
from voronka.activities.forms import StepForm
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
        return page(request, "activities/plan.html", context | {"form": StepForm(at=at)}, block="form")
    form = StepForm(request.POST, at=at)
    step = form.next_step() if form.is_valid() else None
    if step is None:
        if form.is_valid():
            form.add_error("step_title", _("Say what is to be done, or by when."))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, "activities/plan.html", context | {"form": form}, block="form", status=status)
    values = {"title": step.title, "due_at": step.due_at, "subject": subjects.ref(record)}
    try:
        task = tasks.create(values=values | ({"owner": step.owner.pk} if step.owner else {}), by=by, at=at)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, "activities/plan.html", context | {"form": form}, block="form", status=status)
    if not is_htmx(request):
        return redirect(request, known.url(pk))
    answer = page(request, "activities/plan.html", context | {"task": task}, block="planned")
    return trigger(toast(answer, _("Planned.")), "changed", {"kind": kind, "id": pk})
