"""The period of a report: a named one, or two days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.core import dates
from voronka.core.errors import Refused
from voronka.records.fields.base import Label

OWN = "own"
ALWAYS = "always"
NAMES: dict[str, Label] = {
    "this_month": gettext_lazy("This month"),
    "last_month": gettext_lazy("Last month"),
    "this_quarter": gettext_lazy("This quarter"),
    "this_year": gettext_lazy("This year"),
    "last_30_days": gettext_lazy("Last 30 days"),
    "last_365_days": gettext_lazy("Last 12 months"),
    ALWAYS: gettext_lazy("All the time"),
    OWN: gettext_lazy("Own period"),
}
USUAL = "last_365_days"


@dataclass(frozen=True, kw_only=True)
class Period:
    """First and last day, None for an open end, and the name that it was chosen by."""

    name: str
    first: date | None
    last: date | None


def read_period(words: Mapping[str, str], today: date, *, usual: str = USUAL) -> Period:
    """The period that an address asks for: `period`, or `from` and `to`; raises Refused for a senseless one."""
    name = words.get("period", "")
    if words.get("from") or words.get("to"):
        first, last = _day(words.get("from", ""), "from"), _day(words.get("to", ""), "to")
        if first and last and last < first:
            raise Refused(_("The period ends before it begins."), field="to")
        return Period(name=OWN, first=first, last=last)
    if name in {ALWAYS, OWN}:
        return Period(name=ALWAYS, first=None, last=None)
    try:
        first, last = dates.period(name or usual, today)
    except ValueError:
        raise Refused(_("There is no such period."), field="period") from None
    return Period(name=name or usual, first=first, last=last)


def _day(text: str, field: str) -> date | None:
    try:
        return dates.parse_day(text) if text else None
    except ValueError:
        raise Refused(_("“%(value)s” is not a day.") % {"value": text[:40]}, field=field) from None
