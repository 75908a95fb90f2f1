"""What whoever keeps accounts tells sales: money came in for a deal, money went back.

Billing, an exchange with a bank or a person with a mark on the card all say it in these words, to
`sales.actions.payments`; sales answers with `PaymentReceived` and `PaymentRefunded`.
"""

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
