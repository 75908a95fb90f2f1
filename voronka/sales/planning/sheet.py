"""The page of plans as the lines of a table: what is seen there, row by row."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.sales.models import Measure
from voronka.sales.queries.plan_grid import Grid, GridQuestion, GridRow

type Cells = list[Any]


def heads(found: Grid, about: str) -> list[str]:
    """What stands above the columns; `about` says whose plans these are and of what."""
    question = found.question
    return [about, *(one.label for one in question.columns), *([question.year.label] if _has_year(question) else [])]


def lines(found: Grid) -> Iterator[Cells]:
    """The plan of whom it is about, those below, what is given out and left, then the business units."""
    if found.top:
        is_company = found.question.of.sort == "company"
        yield _line(found, _("Plan of the company") if is_company else _("Plan of the department"), found.top)
    for sort in ("user", "department"):
        yield from (_line(found, one.name, one) for one in found.rows if one.whom.sort == sort)
    yield _cells(found, _("Given out"), found.sums, found.sum_of_year)
    yield _cells(found, _("Left to give out"), found.left, found.left_of_year)
    if found.units:
        yield [_("Business units")]
    yield from (_line(found, one.name, one) for one in found.units)


def _line(found: Grid, name: str, row: GridRow) -> Cells:
    """What was set, else what follows from those below."""
    left = pgettext("employee", "left")
    values = (follow if own is None else own for own, follow in zip(row.values, row.follow, strict=True))
    return _cells(found, f"{name} ({left})" if row.is_former else name, values, row.year)


def _cells(found: Grid, name: str, values: Iterable[Decimal | None], year: Decimal | None) -> Cells:
    whole = (*values, year) if _has_year(found.question) else tuple(values)
    if found.question.measure == Measure.DEALS:  # a number of deals has no kopecks
        whole = tuple(one if one is None or one % 1 else Decimal(int(one)) for one in whole)
    return [name, *whole]


def _has_year(question: GridQuestion) -> bool:
    return question.span != "year"
