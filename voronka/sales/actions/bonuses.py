"""Bonuses are accrued on payment, reversed on refund; months are locked, rules begin and end."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import Conflict, Forbidden, Refused
from voronka.sales.actions.payments import left_of
from voronka.sales.bonus.arithmetic import kopecks, month_of, open_month, split
from voronka.sales.bonus.rights import may_lock
from voronka.sales.bonus.rules import base_of, parts_of, rule_on
from voronka.sales.events import DealMoved, DealMoveUndone, DealWon, PaymentReceived, PaymentRefunded
from voronka.sales.models import BonusEntry, BonusRule, Credit, Deal, LockedMonth, Outcome, Payment
from voronka.sales.models.bonuses import GATE
from voronka.sales.registration.standing import day_of, protector


def on_won(event: DealWon) -> None:
    """Who brought and who closed is kept as it stands at the victory."""
    _credit(event.deal, event.at)


def on_moved(event: DealMoved | DealMoveUndone) -> None:
    """A deal that is won no longer credits nobody; one whose loss of the victory was undone credits anew."""
    if event.deal.outcome != Outcome.WON:
        Credit.objects.filter(deal=event.deal.pk).delete()
    elif isinstance(event, DealMoveUndone):
        _credit(event.deal, event.deal.closed_at or event.at)


def on_received(event: PaymentReceived) -> None:
    """Bonuses come with the payment."""
    accrue(payment=event.payment, at=event.at)


def on_refunded(event: PaymentRefunded) -> None:
    """And go back with the refund."""
    reverse(refund=event.refund, at=event.at)


@transaction.atomic
def accrue(*, payment: Payment, at: datetime) -> list[BonusEntry]:
    """Lines for all who have a share in the payment, adding up to the kopeck; none where no rule holds.

    A payment accrues once: again it gives the lines that are there.
    """
    deal = Deal.objects.select_for_update().get(pk=payment.deal_id)
    payment.deal = deal
    if known := list(payment.bonuses.all()):
        return known
    rule = rule_on(payment.paid_on, pipeline=deal.pipeline_id, unit=deal.unit_id)
    base = base_of(rule, deal, payment.amount) if rule else None
    if rule is None or not base:
        return []
    month = _month(payment.paid_on)
    return _added(
        BonusEntry(
            payment=payment, rule=rule, person_id=one.person, role=one.role, base=base, percent=one.percent,
            amount=one.amount, currency=payment.currency, month=month, happened_on=payment.paid_on, at=at,
        )
        for one in parts_of(rule, payment, base)
    )  # fmt: skip


@transaction.atomic
def reverse(*, refund: Payment, at: datetime) -> list[BonusEntry]:
    """Negative lines for what was accrued on the money that went back; all of it gives back every kopeck."""
    Deal.objects.select_for_update().get(pk=refund.deal_id)
    if known := list(refund.bonuses.all()):
        return known
    lines = list(BonusEntry.objects.filter(payment=refund.refund_of_id).order_by("pk"))
    gone = dict(
        BonusEntry.objects.filter(reverses__in=lines).order_by().values_list("reverses").annotate(Sum("amount"))
    )
    left = [one.amount + gone.get(one.pk, Decimal(0)) for one in lines]
    assert refund.refund_of is not None  # noqa: S101  # a constraint says so
    before = left_of(refund.refund_of) - refund.amount  # of the payment, before this refund
    total = kopecks(sum(left, Decimal(0)) * -refund.amount / before)
    month = _month(refund.paid_on)
    return _added(
        BonusEntry(
            payment=refund, rule_id=one.rule_id, person_id=one.person_id, role=one.role, reverses=one,
            base=-kopecks(one.base * -refund.amount / refund.refund_of.amount), percent=one.percent, amount=-part,
            currency=refund.currency, month=month, happened_on=refund.paid_on, at=at,
        )
        for one, part in zip(lines, split(total, left), strict=True)
        if part
    )  # fmt: skip


@transaction.atomic
def lock_month(*, month: date, by: User, at: datetime) -> LockedMonth:
    """Settle a month with all before it, for good: what comes late enters the next one.

    Raises Refused for a month to come, Conflict where it or a later one is locked.
    """
    if not may_lock(by):
        raise Forbidden(_("Your role does not let you lock months."))
    if month_of(month) > day_of(at=at):
        raise Refused(_("This month has not begun."), field="month")
    try:
        with transaction.atomic():
            return LockedMonth.objects.create(month=month_of(month), by=by, at=at)
    except IntegrityError as error:
        raise Conflict(_("This month is locked already."), version=0) from error


@transaction.atomic
def set_rule(*, valid_from: date, by: User, at: datetime, **given: Any) -> BonusRule:
    """A rule from a day on; what was accrued before stays. Raises Refused for a day in a locked month, for a second
    rule of the same deals and day, for shares that are none.
    """
    require_administrator(by)
    rule = BonusRule(valid_from=valid_from, by=by, at=at, **given)
    shares = (rule.registrar_percent, rule.closer_percent, rule.participants_percent)
    if rule.pipeline_id and rule.unit_id:
        raise Refused(_("Name a pipeline or a business unit, not both."), field="unit")
    if any(one < 0 for one in shares) or not 0 < sum(shares) <= 100:
        raise Refused(_("Shares are more than nothing and no more than 100 % together."), field="registrar_percent")
    _open(valid_from, "valid_from")
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as error:
        raise Refused(_("There is a rule from this day on already."), field="valid_from") from error
    return rule


@transaction.atomic
def end_rule(*, rule: BonusRule, valid_to: date, by: User) -> BonusRule:
    """Give a rule its last day, once; after it a wider one holds, or none."""
    require_administrator(by)
    current = BonusRule.objects.select_for_update().get(pk=rule.pk)
    if current.valid_to is not None:
        raise Conflict(_("This rule has its last day already."), version=0)
    if valid_to < current.valid_from:
        raise Refused(_("A rule does not end before it begins."), field="valid_to")
    _open(valid_to, "valid_to")
    current.valid_to = valid_to
    current.save(update_fields=["valid_to"])
    return current


def locked_through() -> date | None:
    """The first day of the last month that is locked."""
    last: date | None = LockedMonth.objects.aggregate(last=Max("month"))["last"]
    return last


def _open(day: date, field: str) -> None:
    locked = locked_through()
    if locked and month_of(day) <= locked:
        raise Refused(_("This month is locked already."), field=field)


def _month(day: date) -> date:
    """The month that a line of the day enters; nobody locks one from here to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [GATE])
    return open_month(day, locked_through())


def _added(lines: Any) -> list[BonusEntry]:
    made: Sequence[BonusEntry] = BonusEntry.objects.bulk_create(lines)
    return list(made)


def _credit(deal: Deal, won_at: datetime) -> None:
    protects = protector(deal, on=day_of(at=won_at))
    given = {"registrar": protects.registrar if protects else None, "closer_id": deal.owner_id, "won_at": won_at}
    Credit.objects.update_or_create(deal=deal, defaults=given)
