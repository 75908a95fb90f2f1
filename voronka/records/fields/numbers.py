"""Numbers and money."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from voronka.core import money
from voronka.core.numbers import grouped
from voronka.records.fields.base import Field, FilterContext, bad_value

if TYPE_CHECKING:
    from voronka.accounts.models import User


PARTING = re.compile(r"[\s\u00a0\u202f]|,(?=[\d,]*\.\d)")  # spaces; commas before a decimal point


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number with a fixed count of decimal places, within bounds."""

    places: int = 0
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(999_999_999_999)

    widget = "number"
    cell = "number"
    operators = ("from", "to", "is", "empty", "filled")
    api_type = Decimal

    def parse(self, raw: Any, *, by: "User") -> Decimal:
        try:
            number = Decimal(PARTING.sub("", str(raw)).replace(",", ".").replace("−", "-"))
        except InvalidOperation:
            raise bad_value(self, raw) from None
        return self._bounded(number, raw)

    def _bounded(self, number: Decimal, raw: Any) -> Decimal:
        if isinstance(raw, bool) or not number.is_finite() or not self.low <= number <= self.high:
            raise bad_value(self, raw)
        return number.quantize(Decimal(1).scaleb(-self.places))

    def show(self, value: Any) -> str:
        return "" if value is None else grouped(value, self.places)

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        suffix = {"from": "__gte", "to": "__lte", "is": ""}[operator]
        return Q(**{f"{self.path}{suffix}": self.parse(value, by=context.by)})


@dataclass(frozen=True, kw_only=True)
class Money(Number):
    """An amount; its currency stands in the record's `currency`."""

    places: int = 2

    widget = "money"
    cell = "money"

    def parse(self, raw: Any, *, by: "User") -> Decimal:
        if isinstance(raw, Decimal | int | float) and not isinstance(raw, bool):
            return self._bounded(Decimal(str(raw)), raw)
        try:
            amount, _currency = money.parse(str(raw))
        except ValueError:
            raise bad_value(self, raw) from None
        return self._bounded(amount, raw)

    def show(self, value: Any) -> str:
        return "" if value is None else money.show(value, "")


@dataclass(frozen=True, kw_only=True)
class Percent(Number):
    """A whole number of per cent, 0…100; «40 %» is read too."""

    high: Decimal = Decimal(100)

    def parse(self, raw: Any, *, by: "User") -> Decimal:
        return super().parse(str(raw).strip().removesuffix("%") if isinstance(raw, str) else raw, by=by)

    def show(self, value: Any) -> str:
        return "" if value is None else f"{super().show(value)}\u00a0%"
