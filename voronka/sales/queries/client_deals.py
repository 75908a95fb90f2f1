"""Deals and leads of a client: open ones first, with their sums."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, IntegerField, QuerySet, Sum, TextField, Value, When
from django.db.models.functions import Cast, JSONObject

from voronka.accounts.models import User
from voronka.core import money
from voronka.records import access
from voronka.records.field_rules import hides, veiled_all
from voronka.records.prepared import prepared
from voronka.sales.kinds import DEAL
from voronka.sales.models import Outcome

MOST = 20


@dataclass(frozen=True, kw_only=True)
class ClientDeals:
    """The first deals of a client, the number of all, and sums in words («450 000 ₽») by outcome."""

    deals: list[Any]
    count: int
    open_count: int
    open_sum: str
    won_sum: str


def deals_of(column: str, pk: int, *, by: User) -> ClientDeals:
    """Deals with `organization`, `person` or `lead` = pk that this person may see: one query, however many."""
    shown = _of_client(column, by=by, pk=pk)
    counts: dict[str, int] = defaultdict(int)
    sums: dict[str, dict[str, Decimal]] = defaultdict(dict)
    shows_amounts = not hides(by, DEAL, "amount")
    for row in shown[0].totals if shown else ():
        counts[row["outcome"]] += row["count"]
        if shows_amounts and (amount := Decimal(row["amount"] or 0)):
            sums[row["outcome"]][row["currency"]] = amount
    return ClientDeals(
        deals=veiled_all(shown, by),
        count=sum(counts.values()),
        open_count=counts[Outcome.OPEN],
        open_sum=_said(sums[Outcome.OPEN]),
        won_sum=_said(sums[Outcome.WON]),
    )


@prepared
def _of_client(column: str, /, *, by: User, pk: int) -> QuerySet[Any]:
    rows: QuerySet[Any] = access.visible(DEAL, by).filter(**{column: pk})
    order = Case(When(outcome=Outcome.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    told: QuerySet[Any] = rows.annotate(totals=ArraySubquery(_totals(rows))).select_related("stage", "owner")
    return told.order_by(order, "-stage_since", "-pk")[:MOST]


def _totals(rows: Any) -> Any:
    """Number and sum by outcome and currency; the sum as text, so that no kopeck is lost in JSON."""
    amount = Cast(Sum("amount"), TextField())
    row = JSONObject(outcome="outcome", currency="currency", count=Count("pk"), amount=amount)
    return rows.order_by().values("outcome", "currency").annotate(row=row).order_by("currency").values("row")


def _said(sums: dict[str, Decimal]) -> str:
    return " + ".join(money.show(amount, currency) for currency, amount in sums.items())
