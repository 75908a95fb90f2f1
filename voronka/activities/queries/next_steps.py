"""Next steps: the first open task of each of many records, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, QuerySet

from voronka.accounts.models import Action, User
from voronka.activities.answers import waiting
from voronka.activities.models import Interaction, Task
from voronka.core.among import Among
from voronka.records import access, kinds
from voronka.records.prepared import prepared


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The first open task of a record."""

    task_id: int
    title: str
    due_at: datetime | None
    has_time: bool
    is_overdue: bool


def next_steps(kind: str, ids: Iterable[int], *, by: User, at: datetime) -> dict[int, NextStep]:
    """The next step of each record of a kind that has one; `ids` are records that the reader may see.

    Who sees a record sees its next step, unless they have nothing to do with tasks at all.
    """
    if not sees_tasks(by):
        return {}
    rows = _nearest(kind=kind, ids=list(ids))
    return {
        subject: NextStep(
            task_id=pk, title=title, due_at=due, has_time=has_time, is_overdue=due is not None and due < at
        )
        for subject, pk, title, due, has_time in rows
        if subject is not None
    }


@prepared
def _nearest(*, kind: str, ids: list[int]) -> QuerySet[Task, Any]:
    of_these = Task.objects.filter(Among("subject_id", ids), done_at__isnull=True, subject_kind=kind)
    nearest = of_these.order_by("subject_id", F("due_at").asc(nulls_last=True), "pk").distinct("subject_id")
    return nearest.values_list("subject_id", "pk", "title", "due_at", "has_time")


def next_step_of(kind: str, record: Any, *, by: User, at: datetime) -> dict[int, NextStep]:
    """The same for one record at hand, out of the open tasks that its card shows anyway."""
    tasks = open_tasks_of(kind, record, by=by)
    if not tasks:
        return {}
    first = tasks[0]
    overdue = first.due_at is not None and first.due_at < at
    step = NextStep(
        task_id=first.pk, title=first.title, due_at=first.due_at, has_time=first.has_time, is_overdue=overdue
    )
    return {record.pk: step}


def open_tasks_of(kind: str, record: Any, *, by: User) -> list[Task]:
    """The open tasks of a record at hand: asked once, however many pieces of its card want them."""
    if not sees_tasks(by):
        return []
    kept: list[Task] | None = record.__dict__.get("_open_tasks")
    if kept is None:
        kept = record.__dict__["_open_tasks"] = open_tasks(kind=kind, pk=record.pk)
    return kept


def sees_tasks(by: User) -> bool:
    """Whether this person has anything to do with tasks."""
    return access.may(by, Action.VIEW, kinds.get("task"))


@prepared
def open_tasks(*, kind: str, pk: int) -> QuerySet[Task]:
    """All open tasks of one record, the nearest first; each says whether it `waits` for an answer."""
    rows = Task.objects.filter(done_at__isnull=True, subject_kind=kind, subject_id=pk).select_related("owner")
    rows = rows.annotate(waits=ExpressionWrapper(waiting(), BooleanField()))
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk")


def planned_with(interaction: Interaction) -> Task | None:
    """The step that was planned in one form with a contact."""
    same = {"subject_kind": interaction.subject_kind, "subject_id": interaction.subject_id}
    made = Task.objects.filter(created_at=interaction.created_at, created_by=interaction.created_by_id, **same)
    return made.order_by("pk").first()
