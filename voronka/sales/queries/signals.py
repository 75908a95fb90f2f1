"""Signals as cards, the board and My day tell them: open ones that do not sleep."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import money
from voronka.records import access, kinds
from voronka.records.field_rules import hides
from voronka.sales.models import Deal, Signal, SignalKind

ASK = (SignalKind.STOP_LOSS, SignalKind.COST_OVER)  # ask for a decision
ORDER = list(SignalKind)
PATIENCE = timedelta(days=3)  # a stop-loss without a decision for longer is ignored


def awake(*, on: date) -> QuerySet[Signal]:
    """Open signals that do not sleep on a day."""
    return Signal.objects.filter(Q(sleeps_until=None) | Q(sleeps_until__lt=on), ended_at=None)


def stops(*, on: date) -> Exists:
    """Whether a deal of the question has a stop-loss that does not sleep on a day."""
    return Exists(awake(on=on).filter(deal=OuterRef("pk"), kind=SignalKind.STOP_LOSS))


def ignored_stops(*, at: datetime) -> QuerySet[Signal]:
    """Stop-losses that nobody decided about within three days, with the moment `until` which they were ignored."""
    rows = Signal.objects.filter(kind=SignalKind.STOP_LOSS).annotate(
        until=Coalesce(Min("decisions__at"), F("ended_at"), Value(at))
    )
    return rows.filter(until__gt=F("since") + PATIENCE)


def shows_stops(user: User) -> bool:
    """Whether a stop-loss tells this person nothing that is hidden from him: it speaks of margin and plan."""
    deal = kinds.get("deal")
    return not any(hides(user, deal, name) for name in ("margin", "amount", "planned_cost"))


def signals_of(deal: Deal, *, on: date) -> list[Signal]:
    """Those of a deal, what matters most first; one query."""
    return sorted(awake(on=on).filter(deal=deal.pk), key=lambda one: ORDER.index(SignalKind(one.kind)))


def told_signals(deal: Deal, *, by: User) -> list[Signal]:
    """All open signals of a deal, those that sleep too; without those that speak of what is hidden from this person."""
    rows = Signal.objects.filter(deal=deal.pk, ended_at=None)
    if not shows_stops(by):
        rows = rows.exclude(kind__in=ASK)
    return sorted(rows, key=lambda one: ORDER.index(SignalKind(one.kind)))


def asking(signals: Iterable[Signal]) -> Signal | None:
    """The signal that a decision is asked about."""
    return next((one for one in signals if one.kind in ASK), None)


def decidable(deals: Iterable[int], *, by: User, on: date) -> dict[int, int]:
    """By deal, its stop-loss about which this person may decide; one query, none for no deals."""
    ids = list(deals)
    if not ids:
        return {}
    deal = kinds.get("deal")
    mine = access.visible(deal, by, Action.EDIT).filter(pk__in=ids).order_by().values("pk")
    rows = awake(on=on).filter(kind=SignalKind.STOP_LOSS, deal__in=mine)
    return dict(rows.order_by("-pk").values_list("deal", "pk"))


def measured(signal: Signal) -> str:
    """The figures of a signal: «9 000 ₽ of 3 000 ₽», «12 of 10 d»; empty where nothing is measured."""
    if signal.value is None or signal.limit is None:
        return ""
    if signal.kind in ASK:
        return _("%(value)s against %(limit)s") % {"value": _roubles(signal.value), "limit": _roubles(signal.limit)}
    values = {"value": int(signal.value), "limit": int(signal.limit)}
    if signal.kind in {SignalKind.MINUTES_NEAR, SignalKind.MINUTES_OVER}:
        return _("%(value)s of %(limit)s min") % values
    return _("%(value)s of %(limit)s d") % values


def _roubles(sum_: Decimal) -> str:
    return money.show(round(sum_))
