"""Who decides about an expense."""

from voronka.accounts.models import User
from voronka.sales.gate.lacks import heads
from voronka.sales.models import Expense


def may_decide(expense: Expense, user: User) -> bool:
    """Whether this person may approve it: who is above the deal's owner, of others' expenses; an administrator any."""
    return expense.is_pending and (user.is_superuser or (expense.by_id != user.pk and heads(user, expense.deal)))
