"""What the deals of the demo company have cost, and which of them ask for attention."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from voronka.home.demo.cast import Cast
from voronka.home.demo.dice import Dice
from voronka.home.demo.selling import Selling
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales.actions import signals
from voronka.sales.models import Deal, Expense, Rate, SellingTerms, Signal

USUAL_RATE, HEAD_RATE = Decimal(900), Decimal(1600)
MARGIN = 22
SINCE = date(2020, 1, 1)
SUMS = (1800, 3200, 4500, 7600, 9400, 14_800)
NOTES = ("Поездка на объект", "Замеры и расчёт", "Показ на действующей линии", "")


def reckon(dice: Dice, cast: Cast, selling: Selling) -> None:
    """Rates, expenses of one deal in five, and the signals that follow from them."""
    Rate.objects.bulk_create(
        [Rate(per_hour=USUAL_RATE, valid_from=SINCE), Rate(user=cast.head, per_hour=HEAD_RATE, valid_from=SINCE)]
    )
    terms: dict[str, Any] = {"margin_percent": MARGIN}
    SellingTerms.objects.update_or_create(pk=1, defaults=terms)
    kinds = list(ClassifierValue.objects.filter(classifier=Classifier.EXPENSE, is_active=True).order_by("pk"))
    Expense.objects.bulk_create(_expense(dice, cast, kinds, deal) for deal in selling.deals if dice.chance(0.2))
    signals.weigh_all(at=dice.at)
    _asked_for_long(dice)


def _expense(dice: Dice, cast: Cast, kinds: list[ClassifierValue], deal: Deal) -> Expense:
    amount, at = dice.one(SUMS), min(deal.created_at + dice.days(1, 20), deal.closed_at or dice.at)
    waits = deal.is_open and amount > 10_000  # what a new base asks to agree to
    decided = {} if waits else {"decided_at": at, "is_approved": True, "decided_by": cast.head}
    return Expense(
        deal=deal,
        kind=dice.one(kinds),
        amount=amount,
        on=at.date(),
        note=dice.one(NOTES),
        by=deal.owner or cast.head,
        at=at,
        **decided,
    )


def _asked_for_long(dice: Dice) -> None:
    """Deals have asked for some days, as they would have with the nights that the demo has not lived through."""
    open_ones = list(Signal.objects.filter(ended_at=None).select_related("deal").order_by("pk"))
    for signal in open_ones:
        signal.since = max(signal.deal.created_at, dice.at - timedelta(days=dice.number(0, 11)))
    Signal.objects.bulk_update(open_ones, ["since"])
