"""What a column of a file can mean: how it is recognised, read and staged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import User
from voronka.core import dates, money, phones
from voronka.core.errors import Refused
from voronka.imports.cells import YES, day_of, phones_in, prepared
from voronka.imports.words import SHARED
from voronka.records.fields import Choice, ClassifierChoice, ClassifierChoices, Date, Field, Moment, Phones
from voronka.records.fields.base import Label, bad_value
from voronka.records.fields.links import ForeignLink
from voronka.records.kinds import Kind

FIRST_YEAR, LAST_YEAR = 1900, 2200
# What .NET, MySQL and their kin write where there is no date, and amoCRM where a deal is open.
NEVER = ("0001-01-01", "01.01.0001", "1/1/0001", "01/01/0001", "0000-00-00", "00.00.0000", "не закрыт", "not closed")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the reading of a cell depends on: who imports, the country of phones, the time zone.

    `adds_values` says that a list may get a value that it does not have yet.
    """

    by: User
    region: str
    zone: tzinfo
    adds_values: bool = False


type Reader = Callable[[str, Reading], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One meaning. `staged` are the columns of the staging table (name, SQL type) that `read` fills.

    A name with two underscores is only an aid of matching; the others are columns of the record's own table.
    `fills` is the field that it gives ("deal.amount") where that is not the target's field of the same name. It is
    guessed only beside the column that it `needs`.
    """

    name: str
    label: Label
    words: tuple[str, ...]
    staged: tuple[tuple[str, str], ...]
    read: Reader
    fills: str = ""
    needs: str = ""

    @property
    def takes_several(self) -> bool:
        """Whether it is a list, which two columns of a file may fill together: two phones."""
        return len(self.staged) == 1 and self.staged[0][1].endswith("[]")


def columns_of(
    kind: Kind,
    *special: Column,
    words: Mapping[str, tuple[str, ...]] | None = None,
    without: Sequence[str] = (),
) -> tuple[Column, ...]:
    """A column for every field of the kind that a cell can fill, in the order of the fields.

    A special column stands in the place of the field of its name; one that is no field follows the special one before
    it, or comes first. `words` are headings beside the shared ones, `without` names fields that steps settle.
    """
    given = {one.name: one for one in special}
    columns = [
        given[field.name] if field.name in given else _column(kind, field, (words or {}).get(field.name, ()))
        for field in kind.built
        if field.name in given or (_fills_itself(field) and field.name not in without)
    ]
    place = 0
    for one in special:
        if one not in columns:
            columns.insert(place, one)
        place = columns.index(one) + 1
    return tuple(columns)


def _fills_itself(field: Field) -> bool:
    """Links to other records need a step that knows how they are named in files; lists of values stand apart."""
    if field.name in {"owner", "created_at"}:
        return True
    return field.editable and not field.column and not isinstance(field, ForeignLink | ClassifierChoices)


def _column(kind: Kind, field: Field, words: tuple[str, ...]) -> Column:
    known = (*SHARED.get(field.name, ()), *words)
    match field:
        case Phones():
            return phone_numbers(field, *known)
        case ClassifierChoice() | ForeignLink():
            return reference(field.name, field.label, field.attribute, *known)
        case Moment():
            return moment(field.name, field.label, field.name.replace("_", " "), *known)
    return stored(kind, field, *known)


def stored(kind: Kind, field: Field, *words: str) -> Column:
    """A field of the registry that is stored as it is read."""
    column: Any = kind.model._meta.get_field(field.attribute)
    blank = column.get_default() if field.blank is None and not column.null else field.blank

    def read(raw: str, reading: Reading) -> Mapping[str, Any]:
        is_blank = _is_nothing(raw) if isinstance(field, Date) else not raw
        return {field.attribute: blank if is_blank else field.parse(prepared(field, raw), by=reading.by)}

    return Column(
        name=field.name,
        label=field.label,
        words=(field.name.replace("_", " "), *words),
        staged=((field.attribute, str(column.db_type(connection))),),
        read=read,
    )


def phone_numbers(field: Field, *words: str) -> Column:
    """Phones, with the country that the numbers of this file are of."""

    def read(raw: str, reading: Reading) -> Mapping[str, Any]:
        numbers = phones_in(raw, reading.region)
        return {field.name: list(dict.fromkeys(_phone(field, piece, reading.region) for piece in numbers))}

    return Column(
        name=field.name,
        label=field.label,
        words=(field.name.replace("_", " "), *words),
        staged=((field.name, "varchar[]"),),
        read=read,
    )


def _phone(field: Field, piece: str, region: str) -> str:
    try:
        return phones.parse(piece, region)
    except ValueError:
        raise bad_value(field, piece) from None


def moment(name: str, label: Label, *words: str) -> Column:
    """A moment in time, in the time zone of the one who imports."""
    return Column(
        name=name,
        label=label,
        words=words,
        staged=((name, "timestamptz"),),
        read=lambda raw, reading: {name: None if _is_nothing(raw) else _moment(name, raw, reading)},
    )


def _is_nothing(raw: str) -> bool:
    return not raw or raw.lower().startswith(NEVER)


def _moment(name: str, raw: str, reading: Reading) -> datetime:
    try:
        found = dates.parse_moment(day_of(raw), reading.zone)
    except (ValueError, OverflowError):
        found = None
    if found is None or not FIRST_YEAR <= found.year < LAST_YEAR:
        raise Refused(str(_("“%(value)s” is not a date.")) % {"value": raw[:60]}, field=name)
    return found


def amount(kind: Kind, *words: str) -> Column:
    """Money: the sum within the bounds of the field, and its currency, which must be one that the kind has.

    Without a currency beside the sum there is none: a new record gets the usual one, a known record keeps its own.
    """
    whole, currencies = stored(kind, kind.field("amount"), *words), _currencies(kind)

    def read(raw: str, reading: Reading) -> Mapping[str, Any]:
        found = whole.read(raw, reading)
        currency = money.parse(raw)[1] if raw else ""
        if currency and currency not in currencies:
            known = {"value": raw[:60], "currencies": ", ".join(currencies)}
            text = str(_("“%(value)s” is in a currency that is not kept here; there are %(currencies)s."))
            raise Refused(text % known, field="amount")
        return {**found, "currency": currency or None}

    staged = (*whole.staged, ("currency", "varchar(3)"))
    return Column(name=whole.name, label=whole.label, words=whole.words, staged=staged, read=read)


def _currencies(kind: Kind) -> list[str]:
    field = kind.field("currency")
    return [code for code, _name in field.options()] if isinstance(field, Choice) else []


def aid_moment(name: str, label: Label, *words: str) -> Column:
    """A moment that steps make something of: staged as `name__at`."""
    whole = moment(name, label, *words)
    return Column(
        name=name,
        label=label,
        words=words,
        staged=((f"{name}__at", "timestamptz"),),
        read=lambda raw, reading: {f"{name}__at": whole.read(raw, reading)[name]},
    )


def reference(name: str, label: Label, attribute: str, *words: str) -> Column:
    """A link given by a text; a step of the target finds the id and puts it into `attribute`."""
    text = f"{name}__text"
    return Column(
        name=name,
        label=label,
        words=(name.replace("_", " "), *words),
        staged=((text, "text"), (attribute, "bigint")),
        read=lambda raw, _reading: {text: raw[:255]},
    )


def flag(name: str, label: Label, *words: str) -> Column:
    """Yes or no, an aid of matching."""
    return Column(
        name=name,
        label=label,
        words=words,
        staged=((f"{name}__flag", "boolean"),),
        read=lambda raw, _reading: {f"{name}__flag": raw.lower() in YES},
    )


def reading_of(by: User, region: str, *, adds_values: bool = False) -> Reading:
    """How cells are read for this person."""
    return Reading(by=by, region=region, zone=timezone.get_current_timezone(), adds_values=adds_values)
