"""Deals and leads of a client: open ones first, with their sums."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, IntegerField, Sum, Value, When

from voronka.accounts.models import User
from voronka.core import money
from voronka.records import access
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome

MOST = 20


@dataclass(frozen=True, kw_only=True)
class ClientDeals:
    """The first deals of a client, the number of all, and sums in words («450 000 ₽») by outcome."""

    deals: list[Deal]
    count: int
    open_count: int
    open_sum: str
    won_sum: str


def deals_of(column: str, pk: int, *, by: User) -> ClientDeals:
    """Deals with `organization`, `person` or `lead` = pk that this person may see; a second query only for many."""
    rows = access.visible(DEAL, by).filter(**{column: pk})
    order = Case(When(outcome=Outcome.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    shown = list(rows.select_related("stage", "owner").order_by(order, "-stage_since", "-pk")[:MOST])
    counts: dict[str, int] = defaultdict(int)
    sums: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in _totals(rows) if len(shown) == MOST else map(_total_of_one, shown):
        counts[row["outcome"]] += row["count"]
        if row["amount"]:
            known = sums[row["outcome"]]
            known[row["currency"]] = known.get(row["currency"], Decimal()) + row["amount"]
    return ClientDeals(
        deals=shown,
        count=sum(counts.values()),
        open_count=counts[Outcome.OPEN],
        open_sum=_said(sums[Outcome.OPEN]),
        won_sum=_said(sums[Outcome.WON]),
    )


def _totals(rows: Any) -> Any:
    return rows.order_by().values("outcome", "currency").annotate(count=Count("pk"), amount=Sum("amount"))


def _total_of_one(deal: Deal) -> dict[str, Any]:
    return {"outcome": deal.outcome, "currency": deal.currency, "count": 1, "amount": deal.amount}


def _said(sums: dict[str, Decimal]) -> str:
    return " + ".join(money.show(amount, currency) for currency, amount in sums.items())
