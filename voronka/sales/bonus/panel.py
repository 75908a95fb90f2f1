"""The card of a deal tells what was paid, and marks it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from voronka.accounts.models import User
from voronka.sales.bonus.rights import may_mark, people_of, sees_payments
from voronka.sales.models import BonusEntry, Deal, Payment

SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Paid:
    """A payment with what went back of it."""

    one: Payment
    refunds: list[Payment]

    @property
    def left(self) -> Decimal:
        """What has not gone back."""
        return self.one.amount + sum((refund.amount for refund in self.refunds), Decimal(0))


def payments(deal: Deal, user: User, _at: datetime) -> dict[str, Any]:
    """Payments of the deal with their refunds; one’s own bonuses of them, and those that one may see."""
    if not sees_payments(user):
        return {"hidden": True}
    rows = list(deal.payments.filter(refund_of=None).select_related("by").prefetch_related("refunds__by")[:SHOWN])
    marks = may_mark(user, deal)
    if not rows and not marks:
        return {"hidden": True}
    sums = deal.payments.order_by().values_list("currency").annotate(Sum("amount"))  # of all, shown or not
    bonuses = BonusEntry.objects.filter(payment__deal=deal, person__in=people_of(user)).select_related("person")
    people: dict[tuple[User, str], Decimal] = {}
    for line in bonuses:
        key = (line.person, line.currency)
        people[key] = people.get(key, Decimal(0)) + line.amount
    return {
        "payments": [Paid(one=one, refunds=list(one.refunds.all())) for one in rows],
        "sums": sorted(sums),
        "bonuses": [(person, currency, amount) for (person, currency), amount in people.items() if amount],
        "may_mark": marks,
        "count": None,
    }
