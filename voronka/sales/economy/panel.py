"""The card of a deal tells what it has cost and what it may bring, one's own part first."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from voronka.accounts.models import Action, User
from voronka.records import access
from voronka.sales.economy.deciding import may_decide
from voronka.sales.economy.facts import economy_of
from voronka.sales.models import Deal, Outcome, Stage
from voronka.sales.queries import pipelines
from voronka.sales.queries.signals import ASK, asking, measured, shows_stops, signals_of

SHOWN, FEW = 20, 3  # expenses, decisions


def deal_economics(deal: Deal, user: User, at: datetime) -> dict[str, Any]:
    """Figures and expenses; margin and plan are kept from who may not see the fields they come of."""
    economy = economy_of(deal, at=at)
    shows = shows_stops(user)
    expenses = list(deal.expenses.select_related("kind", "by", "decided_by")[:SHOWN])
    for one in expenses:
        one.deal = deal
    today = at.astimezone(timezone.get_current_timezone()).date()
    signals = [one for one in signals_of(deal, on=today) if shows or one.kind not in ASK]
    mine = next((one.minutes for one in economy.facts.shares if one.person == user.pk), 0)
    return {
        "economy": economy,
        "mine": mine,
        "shows": shows,
        "signals": [(one, measured(one)) for one in signals],
        "asks": asking(signals),
        "decisions": deal.decisions.select_related("by")[:FEW],
        "lost_stage": _lost_stage(deal),
        "expenses": [(one, may_decide(one, user)) for one in expenses],
        "may_edit": access.may_do(user, Action.EDIT, deal),
        "count": None,
    }


def _lost_stage(deal: Deal) -> Stage | None:
    """Where a deal goes that is given up."""
    stages = pipelines.stages_shown(pipeline_id=deal.pipeline_id)
    return next((one for one in stages if one.outcome == Outcome.LOST), None)
