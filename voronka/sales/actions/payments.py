"""Payments on deals are told of, and refunds; nothing is taken out again."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.activities import history
from voronka.core import events, live, money
from voronka.core.errors import Forbidden, Refused
from voronka.records import access
from voronka.sales.bonus.arithmetic import KOPECK, kopecks
from voronka.sales.bonus.rights import may_mark
from voronka.sales.events import PaymentReceived, PaymentRefunded
from voronka.sales.kinds import DEAL
from voronka.sales.models import Currency, Deal, Payment
from voronka.sales.payments import Received, Refunded
from voronka.sales.registration.standing import day_of

LARGEST = Decimal("99999999999.99")
EARLIEST = date(2000, 1, 1)
LONGEST = 2_000


@transaction.atomic
def mark(told: Received, *, by: User, at: datetime) -> Payment:
    """The same by a person with a right to it: Refused for a mark that is there already."""
    deal: Deal = access.load(DEAL, by, told.deal.pk, lock=True)
    if not may_mark(by, deal):
        raise Forbidden(_("Your role does not let you mark payments of this deal."))
    _sound(told.amount, told.paid_on, at)
    if _same(told) is not None:
        said = _("This payment is marked already. Another one of the same day and sum needs a document of its own.")
        raise Refused(said, field="reference")
    return receive(told, by=by, at=at)


@transaction.atomic
def receive(told: Received, *, by: User, at: datetime) -> Payment:
    """Money came in for a deal; bonuses of it are accrued in the same transaction.

    Told again it is the payment that is there, unless all of that has gone back: then it is another one. Raises Refused
    for a sum of nothing, for a fraction of a kopeck, an unknown currency, a day to come.
    """
    deal = Deal.objects.select_for_update().get(pk=told.deal.pk)
    _sound(told.amount, told.paid_on, at)
    if told.currency not in Currency.values:
        raise Refused(_("There is no such currency."), field="currency")
    if known := _same(told):
        return known
    made = Payment(
        deal=deal, amount=kopecks(told.amount), currency=told.currency, paid_on=told.paid_on, origin=told.origin,
        reference=_bounded(told.reference)[:120], by=by, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refused(_("This payment is marked already."), field="reference") from error
    _tell(made, "payment_received", by, at)
    events.publish(PaymentReceived(payment=made, by=by, at=at))
    return made


@transaction.atomic
def refund(told: Refunded, *, by: User, at: datetime) -> Payment:
    """The same by a person with a right to it: Refused for a mark that is there already."""
    deal: Deal = access.load(DEAL, by, told.payment.deal_id, lock=True)
    if not may_mark(by, deal):
        raise Forbidden(_("Your role does not let you mark payments of this deal."))
    _sound(told.amount, told.paid_on, at)
    if _same_refund(told) is not None:
        said = _("This refund is marked already. Another one of the same day and sum needs a document of its own.")
        raise Refused(said, field="reference")
    return give_back(told, by=by, at=at)


@transaction.atomic
def give_back(told: Refunded, *, by: User, at: datetime) -> Payment:
    """Money of a payment went back; its bonuses are reversed in the same transaction.

    Told again it is the refund that is there.
    Raises Refused without a reason, for a day before the payment, and for more than is left of it.
    """
    deal = Deal.objects.select_for_update().get(pk=told.payment.deal_id)
    payment = Payment.objects.get(pk=told.payment.pk)
    payment.deal = deal
    _sound(told.amount, told.paid_on, at)
    reason = _bounded(told.reason)
    if known := _same_refund(told):
        return known
    if payment.refund_of_id is not None:
        raise Refused(_("A refund is not refunded: mark a new payment."))
    if not reason:
        raise Refused(_("Say why the money went back."), field="reason")
    if told.paid_on < payment.paid_on:
        raise Refused(_("Money does not go back before it came."), field="paid_on")
    left = left_of(payment)
    if told.amount > left:
        said = _("No more than %(sum)s of this payment can go back.")
        raise Refused(said % {"sum": money.show(left, payment.currency)}, field="amount")
    made = Payment.objects.create(
        deal=deal, refund_of=payment, amount=-kopecks(told.amount), currency=payment.currency, paid_on=told.paid_on,
        origin=payment.origin, reference=_bounded(told.reference)[:120], reason=reason, by=by, at=at,
    )  # fmt: skip
    if told.amount == left:
        payment.is_refunded = True
        payment.save(update_fields=["is_refunded"])
    _tell(made, "payment_refunded", by, at)
    events.publish(PaymentRefunded(refund=made, by=by, at=at))
    return made


def left_of(payment: Payment) -> Decimal:
    """What of a payment has not gone back."""
    gone: Decimal = payment.refunds.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return payment.amount + gone


def _same(told: Received) -> Payment | None:
    """The payment that is told of, if it is there; one that was refunded in full has left its document free."""
    return Payment.objects.filter(
        deal=told.deal.pk, origin=told.origin, reference=_bounded(told.reference)[:120], paid_on=told.paid_on,
        amount=told.amount, currency=told.currency, refund_of=None, is_refunded=False,
    ).first()  # fmt: skip


def _same_refund(told: Refunded) -> Payment | None:
    reference = _bounded(told.reference)[:120]
    known: Payment | None = told.payment.refunds.filter(
        reference=reference, paid_on=told.paid_on, amount=-told.amount
    ).first()
    return known


def _sound(amount: Decimal, paid_on: date, at: datetime) -> None:
    is_exact = amount.is_finite() and 0 < amount <= LARGEST and amount == amount.quantize(KOPECK)
    if not is_exact:
        raise Refused(_("Say how much was paid, to the kopeck."), field="amount")
    if not EARLIEST <= paid_on <= day_of(at=at):
        raise Refused(_("The day of a payment is not in the future."), field="paid_on")


def _tell(payment: Payment, said: str, by: User, at: datetime) -> None:
    data = {"sum": money.show(abs(payment.amount), payment.currency), "document": payment.reference}
    history.add(subject=payment.deal, type=said, by=by, at=at, data=data | {"why": payment.reason})
    live.publish(kind=DEAL.name, id=payment.deal_id, verb="payment")


def _bounded(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST]
