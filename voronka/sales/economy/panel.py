"""The card of a deal tells what it has cost and what it may bring, one's own part first."""

from datetime import datetime
from typing import Any

from voronka.accounts.models import Action, User
from voronka.records import access
from voronka.records.field_rules import hides
from voronka.sales.economy.deciding import may_decide
from voronka.sales.economy.facts import economy_of
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

SHOWN = 20  # expenses


def deal_economics(deal: Deal, user: User, at: datetime) -> dict[str, Any]:
    """Figures and expenses; the margin is kept from who may not see it or the amount that it comes of."""
    economy = economy_of(deal, at=at)
    expenses = list(deal.expenses.select_related("kind", "by", "decided_by")[:SHOWN])
    for one in expenses:
        one.deal = deal
    mine = next((one.minutes for one in economy.facts.shares if one.person == user.pk), 0)
    return {
        "economy": economy,
        "mine": mine,
        "shows_margin": not (hides(user, DEAL, "margin") or hides(user, DEAL, "amount")),
        "expenses": [(one, may_decide(one, user)) for one in expenses],
        "may_edit": access.may_do(user, Action.EDIT, deal),
        "count": None,
    }
