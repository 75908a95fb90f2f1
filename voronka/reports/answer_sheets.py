"""The reports of speed, cost and money as the lines of tables."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.reports.queries.money import MoneyAnswer
from voronka.reports.queries.selling_cost import Cost, SellingCost
from voronka.reports.queries.speed import SpeedAnswer

type Cells = list[Any]


def speed_heads() -> list[str]:
    """What stands above the columns of speed."""
    return [
        _("Pipeline"),
        _("Stage"),
        _("Currency"),
        _("In work now"),
        _("Average won amount"),
        _("Share of won"),
        _("Cycle, days"),
        _("Money per day"),
        _("Norm, days"),
        _("Median days"),
        _("Mean days"),
        pgettext("deals", "Stays"),
        _("Deals"),
    ]


def speed_lines(found: SpeedAnswer) -> Iterator[Cells]:
    """Velocities of pipelines, then the pace of their stages."""
    for one in found.velocities:
        figures = [Decimal(one.in_work), one.average, one.win_rate, one.cycle_days, one.per_day]
        yield [one.pipeline.name, None, one.currency, *figures]
    for pace in found.paces:
        norm = Decimal(pace.stage.days_norm) if pace.stage.days_norm else None
        times = [norm, pace.time.median, pace.time.mean, Decimal(pace.time.count), Decimal(pace.deals)]
        yield [pace.stage.pipeline.name, pace.stage.name, *[None] * 6, *times]


def money_heads() -> list[str]:
    """What stands above the columns of money."""
    return [
        _("Source"),
        _("Campaign"),
        _("Deals"),
        pgettext("deals", "Won"),
        pgettext("deals", "Lost"),
        _("Share of won"),
        _("Currency"),
        _("Won amount"),
    ]


def money_lines(found: MoneyAnswer) -> Iterator[Cells]:
    """Sources, then campaigns; a line for each currency."""
    for is_campaign, origins in ((False, found.sources), (True, found.campaigns)):
        for one in origins:
            name = one.name or _("Not said")
            names = [None, name] if is_campaign else [name, None]
            counts = [Decimal(one.deals.count), Decimal(one.won.count), Decimal(one.lost.count), one.win_rate]
            if not one.won.sums:
                yield [*names, *counts, None, None]
            for number, (currency, amount) in enumerate(one.won.sums):
                yield [*names, *(counts if number == 0 else [None] * 4), currency, amount]


def cost_heads() -> list[str]:
    """What stands above the columns of cost."""
    return [
        _("By"),
        _("Name"),
        _("Outcome"),
        _("Deals"),
        _("Minutes"),
        _("Working time, ₽"),
        _("Expenses, ₽"),
        _("Cost, ₽"),
    ]


def cost_lines(found: SellingCost) -> Iterator[Cells]:
    """All deals by their end, then people, reasons of losses and what was spent after stop-losses."""
    won, lost = pgettext("deals", "Won"), pgettext("deals", "Lost")
    yield [_("In all"), None, won, *_costs(found.won)]
    yield [_("In all"), None, lost, *_costs(found.lost)]
    for one in found.people:
        yield [_("Owner"), one.name or None, won, *_costs(one.won)]
        yield [_("Owner"), one.name or None, lost, *_costs(one.lost)]
    for reason in found.reasons:
        yield [_("Reason of the loss"), reason.name or None, lost, *_costs(reason.cost)]
    for name, ignored in ((_("Closed"), found.ignored), (_("In work"), found.ignored_now)):
        if ignored:
            yield [_("Ignored stop-losses"), name, None, *_costs(ignored)]


def _costs(cost: Cost) -> Cells:
    return [
        Decimal(cost.deals),
        Decimal(cost.minutes),
        *(round(one, 2) for one in (cost.labour, cost.expenses, cost.cost)),
    ]
