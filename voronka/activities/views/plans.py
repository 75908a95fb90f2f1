"""The page of tasks, and a new task from anywhere."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.activities import subjects as registry
from voronka.activities.actions import tasks
from voronka.activities.fields import About
from voronka.activities.forms import TASK_INPUTS, TaskForm, asked, beyond
from voronka.activities.models import Priority, Ref
from voronka.activities.queries import composing, plans
from voronka.activities.queries.titles import named
from voronka.core.errors import Refused
from voronka.records import access, kinds
from voronka.records.idempotency import once
from voronka.records.models import SearchEntry
from voronka.records.reads import shown_name
from voronka.records.search.query import find, visible_entries
from voronka.ui.render import done, is_htmx, page, redirect, target

VIEWS = ("mine", "asked", "team", "done")
ABOUT = About(name="subject", label=gettext_lazy("Subject"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Tasks by when they are due."""
    user, at = asker(request), timezone.localtime()
    access.require(user, Action.VIEW, kinds.get("task"))
    may_see_team = plans.may_see_team(user)
    view = request.GET.get("view", "mine")
    if view not in VIEWS or (view == "team" and not may_see_team):
        view = "mine"
    text = request.GET.get("q", "")[:200]
    context = {
        "at": at,
        "view": view,
        "text": text,
        "may_see_team": may_see_team,
        "may_plan": access.may(user, Action.CREATE, kinds.get("task")),
        "plan": plans.plan(view, user, at=at, text=text),
    }
    return page(request, "activities/tasks.html", context, block="plan" if target(request) == "plan" else None)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET gives the form, filled from the query; POST plans the task once, whatever is repeated."""
    by, at = asker(request), timezone.now()
    access.require(by, Action.CREATE, kinds.get("task"))
    if request.method == "GET":
        return _form(request, TaskForm(initial=request.GET.dict(), at=at))
    form = TaskForm(request.POST, at=at)
    if not form.is_valid():
        return _form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    try:
        values = {
            "title": " ".join(given["title"].split()),
            "subject": ABOUT.parse(given["subject"], by=by) if given["subject"] else None,
            "due_at": given["due"],
            "owner": (given["owner"] or by).pk,
            "priority": given["priority"] or Priority.NORMAL,
            "note": given["note"],
        }
        values |= asked(
            "task", {name for name, value in values.items() if value}, request.POST, by=by, shown=TASK_INPUTS
        )
        key = request.POST.get("key", "")[:60]
        task = once(
            kind=kinds.get("task"),
            key=f"task:{key}" if key else "",
            by=by,
            at=at,
            make=lambda: tasks.create(values=values, by=by, at=at),
        )
    except Refused as refusal:
        form.refuse(refusal, TASK_INPUTS)
        return _form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not is_htmx(request):
        return redirect(request, "activities:plan_of_tasks")
    return done(_("Planned: %(title)s") % {"title": task.title}, changed=("task", task.pk))


@require_safe
def subjects(request: HttpRequest) -> JsonResponse:
    """Records that a task or an entry can be about, for a picker: the latest without `q`."""
    user, text = asker(request), request.GET.get("q", "").strip()[:100]
    if text:
        hits = [(hit.kind, hit.record_id, hit.title) for hit in find(text, user, names=registry.names(), most=15)]
    else:
        rows = SearchEntry.objects.filter(visible_entries(user, registry.names())).order_by("-updated_at", "-pk")[:15]
        hits = [(kinds.get(row.kind), row.record_id, row.title) for row in rows]
    for kind, pk, _title in hits:
        shown_name(kind.name, pk)
    found = [{"value": f"{kind.name}:{pk}", "text": title, "hint": str(kind.label)} for kind, pk, title in hits]
    return JsonResponse(found, safe=False)


def _form(request: HttpRequest, form: TaskForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    user = asker(request)
    values: dict[str, Any] = request.POST.dict() if form.is_bound else request.GET.dict()
    about = _about(str(values.get("subject", "")))
    context = {
        "form": form,
        "values": values,
        "about": named([about], user).get(about) if about else None,
        "colleagues": composing.colleagues(),
        "priorities": [(value, str(label)) for value, label in Priority.choices],
        "key": values.get("key") or uuid4().hex,
        "more": _more(request, form, user),
    }
    return page(request, "activities/task_new.html", context, block="dialog", status=status)


def _more(request: HttpRequest, form: TaskForm, user: User) -> list[Any]:
    sent = {name: ",".join(request.POST.getlist(name)) for name in request.POST}
    return beyond("task", sent, form.refused, by=user, shown=TASK_INPUTS)


def _about(text: str) -> Ref | None:
    ref = Ref.read(text)
    return ref if ref and registry.find(ref.kind) else None
