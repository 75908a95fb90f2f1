"""Figures that several reports give out."""

from decimal import Decimal
from typing import Any

from ninja import Schema

from voronka.reports.queries.common_sql import Time
from voronka.reports.queries.funnel import Part


class CountedOut(Schema):
    """A number of deals and their worth by currency."""

    count: int
    sums: dict[str, Decimal]


class TimeOut(Schema):
    """Days that deals have stood somewhere: of how many stays the median and the mean are."""

    median_days: Decimal | None
    mean_days: Decimal | None
    count: int


def counted(part: Part) -> dict[str, Any]:
    """The content of a CountedOut."""
    return {"count": part.count, "sums": dict(part.sums)}


def timed(time: Time) -> dict[str, Any]:
    """The content of a TimeOut."""
    return {"median_days": time.median, "mean_days": time.mean, "count": time.count}
