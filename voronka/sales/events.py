"""What happened to leads and deals; higher apps listen."""

from dataclasses import dataclass
from datetime import datetime

from voronka.accounts.models import User
from voronka.sales.models import Deal, Expense, Lead, Payment, Plan, RoutingRule, Stage


@dataclass(frozen=True, kw_only=True)
class LeadConverted:
    """A lead became a client, a person, perhaps a deal."""

    lead: Lead
    deal: Deal | None
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LeadUnconverted:
    """A conversion was taken back: the lead is open again."""

    lead: Lead
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LeadDisqualified:
    """A lead was found to be of no use."""

    lead: Lead
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LeadRouted:
    """A rule gave a lead to somebody, or back to the queue when nobody took it up."""

    lead: Lead
    rule: RoutingRule
    to: User | None
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DealMoved:
    """A deal came to another stage, whichever."""

    deal: Deal
    from_stage: Stage
    to_stage: Stage
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DealMoveUndone:
    """The last move of a deal was taken back, as if it had not been."""

    deal: Deal
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DealGivenBack:
    """A deal is its former owner's again: it was handed over at `given_at`, which was taken back."""

    deal: Deal
    given_at: datetime
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DealWon:
    """A deal was won; said after DealMoved."""

    deal: Deal
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DealLost:
    """A deal was lost; said after DealMoved."""

    deal: Deal
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ExpenseChanged:
    """An expense on a deal was told, approved or refused."""

    expense: Expense
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PlansSet:
    """Plans were set, changed or taken back."""

    plans: tuple[Plan, ...]
    by: User


@dataclass(frozen=True, kw_only=True)
class PaymentReceived:
    """Money came in for a deal."""

    payment: Payment
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PaymentRefunded:
    """Money of a payment went back; `refund` is negative and names the payment."""

    refund: Payment
    by: User
    at: datetime
