"""What an address asks of the forecast."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from voronka.core.calendar_periods import CalendarPeriod
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records.fields import FilterContext
from voronka.reports.queries.forecast import NARROWED, ForecastQuestion
from voronka.sales.models import Currency, Measure
from voronka.sales.planning.rights import shows, shows_products
from voronka.sales.queries.forecast import OWN_CURRENCY, Window

WORDS = ("period", *NARROWED, "measure", "currency")


def read_forecast(words: Mapping[str, str], context: FilterContext) -> ForecastQuestion:
    """The question; raises Refused for what cannot be understood. Sums that are hidden from one are not asked for."""
    today = context.at.astimezone(context.zone).date()
    try:
        period = CalendarPeriod.read(words["period"]) if words.get("period") else CalendarPeriod.around(today, "month")
    except ValueError:
        raise Refused(_("There is no such period."), field="period") from None
    measures = [one.value for one in Measure if shows(context.by, one.value)]
    measure, currency = words.get("measure") or measures[0], words.get("currency") or OWN_CURRENCY
    is_hidden = bool(words.get("product")) and not shows_products(context.by)
    if measure not in measures or currency not in Currency.values or is_hidden:
        raise Refused(_("The filter cannot be understood."))
    return ForecastQuestion(
        window=Window(period=period, at=context.at, zone=context.zone),
        measure=measure,
        currency=OWN_CURRENCY if measure == Measure.MARGIN else currency,
        **{f"{name}_id": _number(words.get(name, ""), context) for name in NARROWED},
    )


def _number(given: str, context: FilterContext) -> int | None:
    if given == "me":
        return context.by.pk
    if given and whole(given) is None:
        raise Refused(_("The filter cannot be understood."))
    return whole(given)
