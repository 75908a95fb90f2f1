"""Who decides about an expense."""

from django.db.models import QuerySet

from voronka.accounts import queries
from voronka.accounts.models import Action, Scope, User
from voronka.records import access, kinds
from voronka.sales.gate.lacks import heads
from voronka.sales.models import Expense


def may_decide(expense: Expense, user: User) -> bool:
    """Whether this person may approve it: who is above the deal's owner, of others' expenses; an administrator any."""
    return expense.is_pending and (user.is_superuser or (expense.by_id != user.pk and heads(user, expense.deal)))


def decided_by(user: User) -> QuerySet[Expense]:
    """The expenses that wait and that this person may decide about: `may_decide` for a question about many."""
    rows = Expense.objects.filter(decided_at=None)
    if user.is_superuser:
        return rows
    scope = access.scope(kinds.get("deal"), user, Action.EDIT)
    if scope == Scope.DEPARTMENT:
        rows = rows.filter(deal__department__in=queries.places_of(user))
    return rows.exclude(by=user.pk) if scope in {Scope.DEPARTMENT, Scope.ALL} else rows.filter(pk__in=[])
