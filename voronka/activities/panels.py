"""Panels that activities puts on the cards of every kind with a history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Action, User
from voronka.activities import subjects
from voronka.activities.forms import beyond
from voronka.activities.queries import composing, history, next_steps
from voronka.records import access, kinds
from voronka.records.kinds import Panel

NOTHING = QueryDict()  # what cannot be changed is shared


def asked_beyond(given: QueryDict, errors: Mapping[str, str], user: User) -> dict[str, Any]:
    """Inputs of what is demanded of a contact and of its next step beyond the composer."""
    return {
        "more": beyond("interaction", _joined(given), errors, by=user),
        "step_more": step_beyond(user, given, errors),
    }


def step_beyond(user: User, given: QueryDict = NOTHING, errors: Mapping[str, str] | None = None) -> list[Any]:
    """Inputs of what is demanded of a next step beyond its name and time."""
    return beyond("task", _joined(given), errors or {}, by=user)


def _joined(given: QueryDict) -> dict[str, str]:
    return {name: ",".join(given.getlist(name)) for name in given}


def history_context(record: Any, user: User, at: datetime) -> dict[str, Any]:
    """The composer and the first page of the history."""
    card = subjects.ref(record)
    types, colleagues = composing.offer()
    return {
        "at": at,
        "subject": card,
        "types": types,
        "may_log": access.may(user, Action.CREATE, kinds.get("interaction")),
        "open_tasks": [one for one in next_steps.open_tasks_of(card.kind, record, by=user) if not vars(one)["waits"]],
        "colleagues": colleagues,
        "question": history.Question(),
        "page": history.of_card(card, user, history.Question()),
        "values": {},
        "key": uuid4().hex,
        "errors": {},
        **asked_beyond(NOTHING, {}, user),
    }


def steps_context(record: Any, user: User, at: datetime) -> dict[str, Any]:
    """The open tasks of the record, the nearest first."""
    card = subjects.ref(record)
    if not access.may(user, Action.VIEW, kinds.get("task")):
        return {"hidden": True, "tasks": [], "at": at}
    tasks = next_steps.open_tasks_of(card.kind, record, by=user)
    plan = {"label": _("Plan a task"), "href": _new_task(record)}
    add = plan if access.may(user, Action.CREATE, kinds.get("task")) else None
    return {"at": at, "subject": card, "tasks": tasks, "count": len(tasks) or None, "add": add}


def _new_task(record: Any) -> str:
    return f"{reverse('task:new')}?subject={subjects.ref(record)}"


def plan_context(record: Any, user: User, _at: datetime) -> dict[str, Any]:
    """Where a task about the record is planned in one click."""
    return {"href": _new_task(record), "hidden": not access.may(user, Action.CREATE, kinds.get("task"))}


HISTORY = Panel(
    name="history",
    label=_("History"),
    template="activities/panels/history.html",
    context=history_context,
    slot="middle",
    order=10,
)
STEPS = Panel(
    name="next_steps",
    label=_("Next step"),
    template="activities/panels/steps.html",
    context=steps_context,
    slot="right",
    order=5,
    live=("task",),
)
PLAN = Panel(
    name="plan",
    label=_("Plan a task"),
    template="activities/panels/plan.html",
    context=plan_context,
    slot="actions",
    order=10,
)
