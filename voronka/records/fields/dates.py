"""Dates and moments, with the periods that people name."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from voronka.core import dates
from voronka.records.fields.base import Field, FilterContext, bad_value

if TYPE_CHECKING:
    from voronka.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A day."""

    widget = "date"
    cell = "date"
    operators = ("period", "from", "to", "is", "empty", "filled")
    api_type = date

    def parse(self, raw: Any, *, by: "User") -> Any:
        return self._day(raw)

    def _day(self, raw: Any) -> date:
        try:
            if isinstance(raw, date):
                return dates.bounded(raw.date() if isinstance(raw, datetime) else raw)
            return dates.parse_day(str(raw))
        except ValueError:
            raise bad_value(self, raw) from None

    def show(self, value: Any) -> str:
        return "" if value is None else f"{value:%d.%m.%Y}"

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        if operator == "period":
            first, last = self._period(str(value), context)
        else:
            day = self._day(value)
            first, last = {"from": (day, None), "to": (None, day), "is": (day, day)}[operator]
        condition = Q(**{f"{self.path}__isnull": False})
        if first:
            condition &= Q(**{f"{self.path}__gte": self.start(first, context)})
        if last:
            condition &= Q(**{f"{self.path}__lt": self.start(last + timedelta(days=1), context)})
        return condition

    def _period(self, name: str, context: FilterContext) -> tuple[date | None, date | None]:
        try:
            return dates.period(name, context.at.astimezone(context.zone).date())
        except ValueError:
            raise bad_value(self, name) from None

    def start(self, day: date, context: FilterContext) -> Any:
        """The first value of a day in this column."""
        return day


@dataclass(frozen=True, kw_only=True)
class Moment(Date):
    """A day with its time."""

    widget = "moment"
    cell = "moment"
    api_type = datetime

    def parse(self, raw: Any, *, by: "User") -> datetime:
        try:
            if isinstance(raw, datetime):
                dates.bounded(raw.date())
                return raw if raw.tzinfo else timezone.make_aware(raw)
            return dates.parse_moment(str(raw), timezone.get_current_timezone())
        except ValueError:
            raise bad_value(self, raw) from None

    def is_day(self, value: datetime) -> bool:
        """Whether a value means a whole day, so that its time is not shown."""
        return False

    def show(self, value: Any) -> str:
        return "" if value is None else f"{value.astimezone(timezone.get_current_timezone()):%d.%m.%Y %H:%M}"

    def start(self, day: date, context: FilterContext) -> datetime:
        return datetime.combine(day, time.min, tzinfo=context.zone)
