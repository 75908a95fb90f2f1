"""Tasks of a person, of those whom one asked, of a team: by when they are due."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Scope, User
from voronka.activities.models import Ref, Task
from voronka.activities.queries.titles import Named, named
from voronka.records import access, kinds
from voronka.records.fields.base import Label
from voronka.records.names import fold
from voronka.records.reads import shown_all

MOST = 200
GROUPS: tuple[tuple[str, Label], ...] = (
    ("overdue", _("Overdue")),
    ("today", _("Today")),
    ("tomorrow", _("Tomorrow")),
    ("week", _("Later this week")),
    ("later", _("Later")),
    ("someday", _("Without a date")),
    ("done", _("Done")),
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A task with the name of what it is about."""

    task: Task
    home: Named | None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Tasks due at about the same time."""

    name: str
    label: Label
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Groups that have tasks, in order of time."""

    groups: list[Group]
    has_more: bool


def may_see_team(user: User) -> bool:
    """Whether this person's rights reach tasks of others."""
    return access.scope(kinds.get("task"), user, "view") in {Scope.DEPARTMENT, Scope.ALL}


def plan(view: str, user: User, *, at: datetime, text: str = "") -> Plan:
    """Tasks of a view (mine, asked, team, done) by group; `at` stands in the reader's time zone."""
    rows = _found(_rows(view, user), text)
    order = ("-done_at", "-pk") if view == "done" else (F("due_at").asc(nulls_last=True), "pk")
    tasks = list(rows.select_related("owner").order_by(*order)[: MOST + 1])
    shown_all(tasks[:MOST])
    names = named([task.subject for task in tasks], user)
    by_group: dict[str, list[Line]] = {name: [] for name, _label in GROUPS}
    for task in tasks[:MOST]:
        by_group[_group(task, at)].append(Line(task=task, home=names.get(task.subject or Ref("", 0))))
    groups = [Group(name=name, label=label, lines=by_group[name]) for name, label in GROUPS if by_group[name]]
    return Plan(groups=groups, has_more=len(tasks) > MOST)


def _rows(view: str, user: User) -> QuerySet[Any]:
    still = Task.objects.filter(done_at__isnull=True)
    if view == "asked":
        return still.filter(created_by=user).exclude(owner=user)
    if view == "team":
        kind = kinds.get("task")
        return still.filter(access.owned(access.scope(kind, user, "view"), user))
    if view == "done":
        return Task.objects.filter(done_at__isnull=False).filter(Q(owner=user) | Q(created_by=user))
    return still.filter(owner=user)


def _found(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    for word in fold(text).split()[:6]:
        rows = rows.filter(Q(title__folded__contains=word) | Q(note__folded__contains=word))
    return rows


def _group(task: Task, at: datetime) -> str:
    if task.done_at:
        return "done"
    if task.due_at is None:
        return "someday"
    if task.due_at < at:
        return "overdue"
    return _day_group(task.due_at.astimezone(at.tzinfo).date(), at.date())


def _day_group(day: date, today: date) -> str:
    if day <= today:
        return "today"
    if day == today + timedelta(days=1):
        return "tomorrow"
    return "week" if day <= today + timedelta(days=6 - today.weekday()) else "later"
