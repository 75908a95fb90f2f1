"""What deals promise a period: won, expected by category, overdue, without a day; counted by the database."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, DecimalField, ExpressionWrapper, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from voronka.core.calendar_periods import CalendarPeriod
from voronka.sales.economy.facts import terms
from voronka.sales.models import Currency, Measure, Outcome
from voronka.sales.planning.figures import OVERDUE, UNDATED, WON, Figures, Slice
from voronka.sales.queries.categories import category
from voronka.sales.queries.chances import fraction

OWN_CURRENCY = Currency.RUB.value  # plans and margins are in it: the house has no rates of exchange
SUM = DecimalField(max_digits=20, decimal_places=4)


@dataclass(frozen=True, kw_only=True)
class Window:
    """A period as it is seen on a day of a time zone: what is still expected lies from that day on."""

    period: CalendarPeriod
    at: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The day it is."""
        return self.at.astimezone(self.zone).date()

    @property
    def is_over(self) -> bool:
        """Whether nothing can be won within it any more."""
        return self.today > self.period.last

    @property
    def due_from(self) -> date:
        """The first day of which something is still expected."""
        return max(self.today, self.period.first)

    def won(self) -> Q:
        """Deals won within the period."""
        begins, ends = self.period.begins_at(self.zone), self.period.ends_at(self.zone)
        return Q(outcome=Outcome.WON, closed_at__gte=begins, closed_at__lt=ends)

    def opened(self) -> Q:
        """Open deals that the period asks about: expected by its end, overdue, without a day; none once it is over."""
        if self.is_over:
            return Q(pk__in=[])
        known = Q(expected_close_on__gte=self.due_from, expected_close_on__lte=self.period.last)
        return Q(outcome=Outcome.OPEN) & (known | Q(expected_close_on__lt=self.today) | Q(expected_close_on=None))

    def slice(self) -> Any:
        """The slice that a deal of `opened` belongs to."""
        return Case(
            When(expected_close_on=None, then=Value(UNDATED)),
            When(expected_close_on__lt=self.today, then=Value(OVERDUE)),
            default=category(),
            output_field=CharField(),
        )


def worth(measure: str) -> Any:
    """What a deal counts by a measure; unknown for one that does not say it."""
    if measure == Measure.DEALS:
        return Value(Decimal(1), output_field=SUM)
    if measure == Measure.AMOUNT:
        return F("amount")
    percent = terms().margin_percent
    if percent is None:
        return F("margin")
    usual = ExpressionWrapper(F("amount") * Value(Decimal(percent) / 100), output_field=SUM)
    return Coalesce(F("margin"), usual, output_field=SUM)


type Keys = tuple[Any, ...]


def figures_by(
    rows: QuerySet[Any], window: Window, measure: str, *keys: str, with_open: bool = True
) -> Mapping[str, Mapping[Keys, Figures]]:
    """The figures of these deals by currency, and within it by the values of the columns `keys`; one query.

    A number of deals has no currency: it stands under "". Without `with_open` only what is won is counted.
    """
    found: dict[str, dict[Keys, dict[str, Slice]]] = defaultdict(lambda: defaultdict(dict))
    for row in _counted(rows, window, measure, *keys, with_open=with_open and not window.is_over):
        group = tuple(row[name] for name in keys)
        found[row["money"]][group][row["slice"]] = Slice(
            count=row["count"], value=row["value"], weighted=round(row["promise"], 2), unsaid=row["unsaid"]
        )
    return {money: {group: Figures(slices) for group, slices in groups.items()} for money, groups in found.items()}


def _counted(rows: QuerySet[Any], window: Window, measure: str, *keys: str, with_open: bool) -> QuerySet[Any, Any]:
    # Two questions in one: each has an index of its own, one over both would read the whole table.
    certain = Value(Decimal(0), output_field=SUM)  # what is won has no chance any more, and needs no stage
    won = _grouped(rows.filter(window.won()), measure, Value(WON, output_field=CharField()), certain, *keys)
    if not with_open:
        return won
    return won.union(_grouped(rows.filter(window.opened()), measure, window.slice(), fraction(), *keys), all=True)


def _grouped(rows: QuerySet[Any], measure: str, place: Any, share: Any, *keys: str) -> QuerySet[Any, Any]:
    one, money = worth(measure), Value("", output_field=CharField()) if measure == Measure.DEALS else F("currency")
    promise = ExpressionWrapper(one * share, output_field=SUM)
    counted = rows.order_by().annotate(slice=place, money=money, one=one, promised=promise)
    found: QuerySet[Any, Any] = counted.values("slice", "money", *keys).annotate(
        count=Count("pk"),
        value=Sum("one", default=Decimal(0), output_field=SUM),
        promise=Sum("promised", default=Decimal(0), output_field=SUM),
        unsaid=Count("pk", filter=Q(one=None)),
    )
    return found
