"""The forecast as the lines of a table: the whole, departments, people, then the deals that would close the gap."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.reports.queries.forecast import ForecastAnswer, ForecastQuestion
from voronka.sales.models import Category
from voronka.sales.planning.figures import OVERDUE, UNDATED, Figures

type Cells = list[Any]


def heads() -> list[str]:
    """What stands above the columns."""
    return [
        _("Whose"),
        _("Period"),
        _("Currency"),
        _("Plan"),
        _("Fact"),
        pgettext("forecast", "Commit"),
        pgettext("forecast", "Best case"),
        _("Weighted forecast"),
        _("Overdue"),
        _("Without a day"),
        _("Deal"),
        _("Chance, %"),
        _("Worth"),
    ]


def lines(question: ForecastQuestion, found: ForecastAnswer) -> Iterator[Cells]:
    """A line for each; figures of open deals are left out for whom they are hidden from."""
    head = [question.window.period.label, question.currency]
    yield [_("All"), *head, found.plan, *_figures(found, found.figures)]
    for one in found.departments:
        yield [one.name or _("No department"), *head, one.plan, *_figures(found, one.figures)]
    for one in found.people:
        yield [one.name or _("No owner"), *head, one.plan, *_figures(found, one.figures)]
    for closer in found.closers:
        owner = closer.deal.owner.full_name if closer.deal.owner else None
        yield [owner, *head, *[None] * 7, closer.deal.name, Decimal(closer.chance), closer.value]


def _figures(found: ForecastAnswer, figures: Figures) -> Cells:
    if not found.shows_open:
        return [figures.fact, *[None] * 5]
    outside = [figures[name].value for name in (OVERDUE, UNDATED)]
    return [figures.fact, figures.commit, figures.best, figures.weighted, *outside]


def category_label(category: Category | None, state: str) -> str:
    """How a deal counts: its category, or why it does not."""
    outside = {OVERDUE: _("the day has passed"), UNDATED: _("no day is set")}
    return str(category.label) if category else outside.get(state, "")
