"""What tasks ask somebody to agree to: that a deal comes to a stage, that money is spent on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value

from voronka.accounts.models import User
from voronka.activities.models import Task
from voronka.records import access
from voronka.sales.economy.deciding import decided_by
from voronka.sales.gate.approvers import stages_of
from voronka.sales.kinds import DEAL
from voronka.sales.models import Approval, Expense

COLUMNS = {"approval": "approval_waits", "expense": "expense_waits"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question about a deal, by its id: `what` is approval or expense, `pk` the one that waits for an answer."""

    deal: int
    what: str
    pk: int


def with_questions(tasks: QuerySet[Task]) -> QuerySet[Any]:
    """Tasks with the ids of what waits for an answer behind them, in the same query."""
    waiting = {"task": OuterRef("pk"), "decided_at": None}
    found: QuerySet[Any] = tasks.annotate(
        approval_waits=Subquery(Approval.objects.filter(**waiting).order_by().values("pk")[:1]),
        expense_waits=Subquery(Expense.objects.filter(**waiting).order_by().values("pk")[:1]),
    )
    return found


def asked_of(by: User, tasks: Sequence[Any]) -> dict[int, Asked]:
    """By task of `with_questions`, what this person may answer; one query, none where nothing waits."""
    waiting = {
        (what, pk): task
        for task in tasks
        for what, column in COLUMNS.items()
        if (pk := vars(task)[column]) and task.subject and task.subject.kind == "deal"
    }
    if not waiting:
        return {}
    ids = {what: [pk for one, pk in waiting if one == what] for what in COLUMNS}
    approvals = Approval.objects.filter(pk__in=ids["approval"], decided_at=None, to_stage__in=stages_of(by))
    expenses = decided_by(by).filter(pk__in=ids["expense"])
    seen = access.visible(DEAL, by).order_by().values("pk")  # who has not the deal is answered by no address
    parts = [
        rows.filter(deal__in=seen).order_by().annotate(what=Value(what), one=F("pk")).values_list("what", "one")
        for what, rows in (("approval", approvals), ("expense", expenses))
    ]
    found = {key: waiting[key] for key in parts[0].union(parts[1], all=True).order_by()}
    return {task.pk: Asked(deal=task.subject.id, what=what, pk=pk) for (what, pk), task in found.items()}
