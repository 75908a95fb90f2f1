"""What whoever keeps accounts tells `actions.payments`: money came in for a deal, or went back (docs/adr/0036)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from voronka.sales.models import Deal, Payment
from voronka.sales.models.payments import BY_HAND


@dataclass(frozen=True, kw_only=True)
class Received:
    """Money that came in on a day; `origin` and `reference` make it one, however often it is told."""

    deal: Deal
    amount: Decimal
    paid_on: date
    currency: str = "RUB"
    reference: str = ""
    origin: str = BY_HAND


@dataclass(frozen=True, kw_only=True)
class Refunded:
    """Money of a payment that went back on a day; `amount` is positive."""

    payment: Payment
    amount: Decimal
    paid_on: date
    reason: str
    reference: str = ""
