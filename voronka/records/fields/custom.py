"""Fields that a company makes for itself: typed values in the JSON column `custom` of a record."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import DecimalField, Q
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from voronka.core.numbers import whole
from voronka.records.fields.base import Field, FilterContext, bad_value
from voronka.records.fields.choices import Flag, listed
from voronka.records.fields.dates import Date, Moment
from voronka.records.fields.numbers import Money, Number
from voronka.records.fields.text import LongText, Text, Url
from voronka.records.fields.trees import Known, offered
from voronka.records.names import folded_expression

if TYPE_CHECKING:
    from voronka.accounts.models import User

PREFIX = "c_"
COLUMN = "custom"


@dataclass(frozen=True, kw_only=True)
class Custom(Field):
    """A value under a key of `custom`; the classes below join it with the type of the value.

    A blank value is not kept at all, so that «is empty» means «the key is absent». What is kept is plain JSON: numbers
    as numbers, days and moments as ISO texts (moments in UTC, so that they sort), choices as ids.
    """

    key: str

    @property
    def path(self) -> str:
        return f"{COLUMN}__{self.key}"

    @property
    def attribute(self) -> str:
        return COLUMN

    def stored(self, record: Any) -> Any:
        return self.kept({COLUMN: getattr(record, COLUMN)})

    def kept(self, columns: Mapping[str, Any]) -> Any:
        values = columns.get(COLUMN) or {}
        return self.unpack(values[self.key]) if self.key in values else self.blank

    def read(self, record: Any) -> Any:
        return self.stored(record)

    def put(self, record: Any, value: Any) -> None:
        values = {key: kept for key, kept in getattr(record, COLUMN).items() if key != self.key}
        if value != self.blank:
            values[self.key] = self.pack(value)
        setattr(record, COLUMN, values)

    def pack(self, value: Any) -> Any:
        """A value as JSON keeps it."""
        return value

    def unpack(self, kept: Any) -> Any:
        """A value out of JSON."""
        return kept

    def emptiness(self) -> Q:
        return Q(**{f"{self.path}__isnull": True})

    def ordering(self) -> Combinable:
        return KeyTextTransform(self.key, COLUMN)


@dataclass(frozen=True, kw_only=True)
class CustomText(Custom, Text):
    """One line of text."""

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        found = super().compare(operator, value, context)
        return found | self.emptiness() if operator == "has_not" else found

    def ordering(self) -> Combinable:
        return folded_expression(KeyTextTransform(self.key, COLUMN))


@dataclass(frozen=True, kw_only=True)
class CustomLongText(CustomText, LongText):
    """Several lines of text."""

    max_length: int = LongText.max_length
    sortable: bool = False


@dataclass(frozen=True, kw_only=True)
class CustomUrl(CustomText, Url):
    """A web address."""


@dataclass(frozen=True, kw_only=True)
class CustomNumber(Custom, Number):
    """A number; fifteen digits in all, which is what a JSON number keeps exactly."""

    low: Decimal = Decimal(-999_999_999_999)

    def pack(self, value: Decimal) -> int | float:
        return int(value) if value == value.to_integral_value() else float(value)

    def unpack(self, kept: Any) -> Decimal:
        return Decimal(str(kept)).quantize(Decimal(1).scaleb(-self.places))

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        suffix = {"from": "__gte", "to": "__lte", "is": ""}[operator]
        return Q(**{f"{self.path}{suffix}": self.pack(self.parse(value, by=context.by))})

    def ordering(self) -> Combinable:
        return Cast(super().ordering(), DecimalField(max_digits=18, decimal_places=3))


@dataclass(frozen=True, kw_only=True)
class CustomMoney(CustomNumber, Money):
    """An amount."""

    places: int = Money.places


@dataclass(frozen=True, kw_only=True)
class CustomDate(Custom, Date):
    """A day."""

    def pack(self, value: date) -> str:
        return value.isoformat()

    def unpack(self, kept: Any) -> Any:
        return date.fromisoformat(kept)

    def start(self, day: date, context: FilterContext) -> Any:
        return day.isoformat()


@dataclass(frozen=True, kw_only=True)
class CustomMoment(Custom, Moment):
    """A day with its time."""

    def pack(self, value: datetime) -> str:
        return value.astimezone(UTC).isoformat(timespec="seconds")

    def unpack(self, kept: Any) -> datetime:
        return datetime.fromisoformat(kept)

    def start(self, day: date, context: FilterContext) -> Any:
        return self.pack(super().start(day, context))


@dataclass(frozen=True, kw_only=True)
class CustomFlag(Custom, Flag):
    """Yes or no; «no» is what is absent."""

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        return ~self.emptiness() if self.parse(value, by=context.by) else self.emptiness()


@dataclass(frozen=True, kw_only=True)
class CustomChoice(Custom):
    """One value of a classifier; `names` are those of all its values, in use or not."""

    classifier: str
    names: Mapping[int, str] = field(default_factory=dict)
    known: tuple[tuple[str, str], ...] = ()

    widget = "select"
    cell = "chip"
    operators = ("in", "not_in", "empty", "filled")
    api_type: ClassVar[Any] = int

    def options(self) -> list[tuple[str, str]]:
        """(id, name) of the values in use; those that are `known` are not asked for again."""
        if self.known:
            return list(self.known)
        return offered(self.classifier)

    def remembering(self) -> "CustomChoice":
        """The same, asking for its options once: for an import."""
        return replace(self, known=tuple(self.options()))

    def parse(self, raw: Any, *, by: "User") -> Any:
        return self.chosen(raw)

    def chosen(self, raw: Any) -> int:
        """The id of a value in use, given by id or by name."""
        for pk, name in self.options():
            if str(raw).strip() == pk or str(raw).strip().casefold() == name.strip().casefold():
                return int(pk)
        raise bad_value(self, raw)

    def show(self, value: Any) -> str:
        return "" if value is None else self.names.get(value, "")

    def export(self, value: Any) -> Any:
        return {"id": value, "name": self.show(value)}

    def meant(self, value: Any) -> list[int]:
        """The values that a filter names, with all that lies under them."""
        return Known(self.classifier).under(pk for one in listed(value) if (pk := whole(one)) is not None)

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        among = Q(**{f"{self.path}__in": self.meant(value)})
        return among if operator == "in" else ~among | self.emptiness()


@dataclass(frozen=True, kw_only=True)
class CustomChoices(CustomChoice):
    """Several values of a classifier."""

    sortable: bool = False

    widget = "many"
    cell = "chips"
    api_type = list[int]

    @property
    def blank(self) -> list[int]:
        return []

    def parse(self, raw: Any, *, by: "User") -> list[int]:
        given = raw if isinstance(raw, list | tuple) else str(raw).replace(";", ",").split(",")
        return list(dict.fromkeys(self.chosen(one) for one in given if str(one).strip()))

    def show(self, value: Any) -> str:
        return ", ".join(filter(None, (self.names.get(one, "") for one in value or ())))

    def export(self, value: Any) -> Any:
        return [{"id": one, "name": self.names.get(one, "")} for one in value]

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        among = Q()
        for pk in self.meant(value):
            among |= Q(**{f"{self.path}__contains": pk})
        among = among or Q(pk__in=[])
        return among if operator == "in" else ~among | self.emptiness()
