"""What tasks ask somebody to agree to: that a deal comes to a stage, that money is spent on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.activities import answers
from voronka.activities.answers import Answer
from voronka.activities.models import Task
from voronka.core import money
from voronka.records import access
from voronka.sales.economy.deciding import decided_by
from voronka.sales.gate.approvers import stages_of
from voronka.sales.kinds import DEAL
from voronka.sales.models import Approval, Expense

APPROVAL, EXPENSE = "approval", "expense"
COLUMNS = {APPROVAL: "approval_waits", EXPENSE: "expense_waits"}
TABLES: dict[str, type[Approval | Expense]] = {APPROVAL: Approval, EXPENSE: Expense}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a task asks: `what` is approval or expense, `pk` the one that waits for an answer, `text` says it."""

    what: str
    pk: int
    text: str


def register() -> None:
    """Such tasks are answered, not ticked off; call it in AppConfig.ready."""
    answers.register(Q(waits(APPROVAL)) | Q(waits(EXPENSE)), _answer)


def waits(what: str) -> Exists:
    """Whether a task of the query waits for such an answer."""
    return Exists(TABLES[what].objects.filter(task=OuterRef("pk"), decided_at=None))


def with_questions(tasks: QuerySet[Task]) -> QuerySet[Any]:
    """Tasks with the ids of what waits for an answer behind them, in the same query."""
    waiting = {"task": OuterRef("pk"), "decided_at": None}
    found: QuerySet[Any] = tasks.annotate(
        approval_waits=Subquery(Approval.objects.filter(**waiting).order_by().values("pk")[:1]),
        expense_waits=Subquery(Expense.objects.filter(**waiting).order_by().values("pk")[:1]),
    )
    return found


def questions_of(tasks: Sequence[Task]) -> dict[int, Question]:
    """By task, what it asks, whoever may answer; two queries, none for no tasks."""
    if not tasks:
        return {}
    waiting: dict[str, Any] = {"task__in": [task.pk for task in tasks], "decided_at": None}
    found = {
        one.task_id: Question(
            what=APPROVAL, pk=one.pk, text=_("To come to the stage “%(stage)s”") % {"stage": one.to_stage.name}
        )
        for one in Approval.objects.filter(**waiting).select_related("to_stage")
    }
    for one in Expense.objects.filter(**waiting).select_related("kind"):
        text = _("To spend %(sum)s: %(kind)s") % {"sum": money.show(one.amount), "kind": one.kind.name}
        found[one.task_id] = Question(what=EXPENSE, pk=one.pk, text=text)
    return {task: question for task, question in found.items() if task}


def asked_of(by: User, tasks: Sequence[Any]) -> dict[int, Answer]:
    """By task of `with_questions`, where this person may answer it; one query, none where nothing waits."""
    waiting = {
        (what, pk): task
        for task in tasks
        for what, column in COLUMNS.items()
        if (pk := vars(task)[column]) and task.subject and task.subject.kind == "deal"
    }
    if not waiting:
        return {}
    ids = {what: [pk for one, pk in waiting if one == what] for what in COLUMNS}
    approvals = Approval.objects.filter(pk__in=ids[APPROVAL], decided_at=None, to_stage__in=stages_of(by))
    expenses = decided_by(by).filter(pk__in=ids[EXPENSE])
    seen = access.visible(DEAL, by).order_by().values("pk")  # who has not the deal is answered by no address
    parts = [
        rows.filter(deal__in=seen).order_by().annotate(what=Value(what), one=F("pk")).values_list("what", "one")
        for what, rows in ((APPROVAL, approvals), (EXPENSE, expenses))
    ]
    found = {key: waiting[key] for key in parts[0].union(parts[1], all=True).order_by()}
    return {task.pk: _place(what, task.subject.id, pk) for (what, pk), task in found.items()}


def _place(what: str, deal: int, pk: int) -> Answer:
    if what == EXPENSE:
        agree, refuse = (reverse(f"sales:expense-{verb}", args=[deal, pk]) for verb in ("approve", "refuse"))
        return Answer(agree=agree, refuse=refuse)
    agree, refuse = (reverse(f"sales:{verb}", args=[deal]) for verb in ("grant", "refuse"))
    return Answer(agree=agree, refuse=refuse, given=(("approval", str(pk)),))


def _answer(task: Task, by: User) -> Answer | None:
    return asked_of(by, list(with_questions(Task.objects.filter(pk=task.pk)))).get(task.pk)
