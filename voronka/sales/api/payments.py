"""Payments of deals and statements of bonuses through the API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from voronka.accounts.asking import asker
from voronka.core.errors import Forbidden, NotFound
from voronka.core.numbers import LARGEST
from voronka.core.problems import REFUSALS
from voronka.records import access
from voronka.sales.actions import payments
from voronka.sales.api.deeds import deals
from voronka.sales.bonus.arithmetic import month_of
from voronka.sales.bonus.rights import people_of, sees_payments
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Payment
from voronka.sales.payments import Received, Refunded
from voronka.sales.queries.bonuses import Line, statement
from voronka.sales.registration.standing import day_of

bonuses = Router(tags=["bonuses"])


class PaymentOut(Schema):
    """A payment, or with `refund_of` and a negative amount a refund."""

    id: int
    deal: int = Field(alias="deal_id")
    refund_of: int | None = Field(alias="refund_of_id")
    amount: Decimal
    currency: str
    paid_on: date
    reference: str
    reason: str
    by: int = Field(alias="by_id")
    at: datetime


class PaymentIn(Schema):
    """Money that came in; `reference` is the number of the document."""

    amount: Decimal
    paid_on: date
    currency: str = "RUB"
    reference: str = ""


class RefundIn(Schema):
    """Money that went back, a positive amount, and why."""

    amount: Decimal
    paid_on: date
    reason: str
    reference: str = ""


class BalanceOut(Schema):
    """The sums of a month in one currency; `opening` and `carried` are debts, never above nothing."""

    currency: str
    opening: Decimal
    given: Decimal
    taken: Decimal
    total: Decimal
    to_pay: Decimal
    carried: Decimal


class LineOut(Schema):
    """A line; `deal` and `payment` are null where the owner of the token does not see the deal.

    `base` and `percent` are null where the amount or margin of deals is hidden from him that they are of.
    """

    id: int
    deal: int | None
    payment: int | None
    rule: int
    role: str
    base: Decimal | None
    percent: Decimal | None
    amount: Decimal
    currency: str
    happened_on: date
    reverses: int | None


class StatementOut(Schema):
    """The bonuses of a person in a month (its first day)."""

    person: int
    month: date
    is_locked: bool
    balances: list[BalanceOut]
    lines: list[LineOut]


@deals.get("/{int:pk}/payments", response={200: list[PaymentOut], **REFUSALS}, operation_id="deal_payments",
           summary=gettext_noop("Payments of a deal"))  # fmt: skip
def listed(request: HttpRequest, pk: int) -> Any:
    """Payments and refunds, the latest first; for those who see the amount of the deal."""
    deal = _seen(request, pk)
    if not sees_payments(asker(request)):
        raise Forbidden(_("Your role does not allow this."))
    return deal.payments.all()


@deals.post("/{int:pk}/payments", response={200: PaymentOut, **REFUSALS}, operation_id="deal_pay",
            summary=gettext_noop("Mark a payment"))  # fmt: skip
def pay(request: HttpRequest, pk: int, body: PaymentIn) -> Any:
    """Bonuses are accrued at once; the same document, day and sum again is refused until it was refunded whole."""
    told = Received(deal=_seen(request, pk), **body.dict())
    return payments.mark(told, by=asker(request), at=timezone.now())


@deals.post("/{int:pk}/payments/{int:item}/refund", response={200: PaymentOut, **REFUSALS},
            operation_id="deal_refund", summary=gettext_noop("Mark a refund"))  # fmt: skip
def refund(request: HttpRequest, pk: int, item: int, body: RefundIn) -> Any:
    """Bonuses are reversed at once."""
    payment = Payment.objects.filter(deal=_seen(request, pk), pk=item).first()
    if payment is None:
        raise NotFound
    return payments.refund(Refunded(payment=payment, **body.dict()), by=asker(request), at=timezone.now())


@bonuses.get("", response={200: StatementOut, **REFUSALS}, operation_id="bonus_statement",
             summary=gettext_noop("The statement of bonuses"))  # fmt: skip
def told(
    request: HttpRequest,
    month: Annotated[str | None, Query(pattern=r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$")] = None,
    person: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> Any:
    """One’s own of the present month, or of another month (`2026-03`) and of somebody whose one may see."""
    by = asker(request)
    whose = people_of(by).filter(pk=person or by.pk).first()
    if whose is None:
        raise NotFound
    when = date.fromisoformat(f"{month}-01") if month else month_of(day_of(at=timezone.now()))
    found = statement(whose, when, by=by)
    return {
        "person": whose.pk,
        "month": found.month,
        "is_locked": found.locked is not None,
        "balances": found.balances,
        "lines": [_line(one) for one in found.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    entry = line.entry
    names = ("role", "amount", "currency", "happened_on")
    return {
        "id": entry.pk,
        "deal": line.deal and line.deal.pk,
        "payment": entry.payment_id if line.deal else None,
        "rule": entry.rule_id,
        "reverses": entry.reverses_id,
        "base": line.base,
        "percent": line.percent,
        **{name: getattr(entry, name) for name in names},
    }


def _seen(request: HttpRequest, pk: int) -> Deal:
    deal: Deal = access.load(DEAL, asker(request), pk)
    return deal
