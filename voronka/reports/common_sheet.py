"""The common funnel as the lines of a table: macro-stages, and under each of them the stages of pipelines."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.records.fields import FilterContext
from voronka.reports.queries.chosen import Chosen
from voronka.reports.queries.common_funnel import ALL, MacroStep, Standing, common_funnel
from voronka.reports.queries.funnel import Part, Sums

type Cells = list[Any]


def heads() -> list[str]:
    """What stands above the columns."""
    return [
        _("Macro-stage"),
        _("Pipeline"),
        _("Stage"),
        _("Reached"),
        _("Share, %"),
        _("To the next stage, %"),
        _("Median days"),
        _("Mean days"),
        _("In work now"),
        _("Currency"),
        _("Amount in work"),
        _("Weighted amount"),
        _("Amount of those that reached"),
    ]


def lines(chosen: Chosen, context: FilterContext) -> Iterator[Cells]:
    """One line for each macro-stage and currency, then its stages; the totals at the end."""
    found = common_funnel(chosen, context, opened=ALL)
    for step in (*found.steps, *found.paused):
        yield from _macro(step)
        for native in step.natives:
            names = [step.macro.name, native.stage.pipeline.name, native.stage.name]
            figures = [Decimal(native.been.count), None, None, native.time.median, native.time.mean]
            yield from _by_currency(names + figures, native.standing, native.been.sums)
    for name, part in (
        (_("All deals"), found.total),
        (pgettext("deals", "Won"), found.won),
        (pgettext("deals", "Lost"), found.lost),
    ):
        yield from _by_currency([name, None, None, Decimal(part.count), None, None, None, None], None, part.sums)
    for loss in found.losses:
        name = _("Lost: %(reason)s") % {"reason": loss.name}
        yield from _by_currency(
            [name, None, None, Decimal(loss.part.count), None, None, None, None], None, loss.part.sums
        )


def _macro(step: MacroStep) -> Iterator[Cells]:
    figures = [Decimal(step.reached.count) or None, step.of_all, step.to_next, step.time.median, step.time.mean]
    yield from _by_currency([step.macro.name, None, None, *figures], step.standing, step.reached.sums)


def _by_currency(cells: Cells, standing: Standing | None, sums: Sums) -> Iterator[Cells]:
    """A line, and one more for each further currency: money of different ones is never added up."""
    part = standing.part if standing else Part()
    worth, weighted, reached = dict(part.sums), dict(standing.weighted if standing else ()), dict(sums)
    count = Decimal(part.count) if standing else None
    currencies = list(dict.fromkeys([*worth, *reached]))
    if not currencies:
        yield [*cells, count, None, None, None, None]
    for number, currency in enumerate(currencies):
        money = [currency, worth.get(currency), weighted.get(currency), reached.get(currency)]
        yield [*cells, count, *money] if number == 0 else [*cells[:3], *[None] * 6, *money]
