"""What a column of a file can mean: how it is recognised, read and staged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import User
from voronka.core import dates, money, phones
from voronka.core.errors import Refused
from voronka.records.fields import Field
from voronka.records.fields.base import Label, bad_value
from voronka.records.fields.contacts import pieces
from voronka.records.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the reading of a cell depends on: who imports, the country of phones, the time zone."""

    by: User
    region: str
    zone: tzinfo


type Reader = Callable[[str, Reading], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One meaning. `staged` are the columns of the staging table (name, SQL type) that `read` fills.

    A name with two underscores is only an aid of matching; the others are columns of the record's own table.
    """

    name: str
    label: Label
    words: tuple[str, ...]
    staged: tuple[tuple[str, str], ...]
    read: Reader


def stored(kind: Kind, name: str, *words: str) -> Column:
    """A field of the registry that is stored as it is read."""
    field = kind.field(name)
    column = kind.model._meta.get_field(name)
    return Column(
        name=name,
        label=field.label,
        words=(name.replace("_", " "), *words),
        staged=((field.attribute, str(column.db_type(connection))),),
        read=lambda raw, reading: {field.attribute: field.parse(raw, by=reading.by) if raw else field.blank},
    )


def phone_numbers(kind: Kind, *words: str) -> Column:
    """Phones, with the country that the numbers of this file are of."""
    field = kind.field("phones")

    def read(raw: str, reading: Reading) -> Mapping[str, Any]:
        return {"phones": list(dict.fromkeys(_phone(field, piece, reading.region) for piece in pieces(raw)))}

    return Column(
        name="phones", label=field.label, words=("phones", *words), staged=(("phones", "varchar[]"),), read=read
    )


def _phone(field: Field, piece: str, region: str) -> str:
    try:
        return phones.parse(piece, region)
    except ValueError:
        raise bad_value(field, piece) from None


def moment(name: str, label: Label, *words: str) -> Column:
    """A moment in time, in the time zone of the one who imports."""

    def read(raw: str, reading: Reading) -> Mapping[str, Any]:
        if not raw:
            return {name: None}
        try:
            return {name: dates.parse_moment(raw, reading.zone)}
        except ValueError:
            raise Refused(str(_("“%(value)s” is not a date.")) % {"value": raw[:60]}, field=name) from None

    return Column(name=name, label=label, words=words, staged=((name, "timestamptz"),), read=read)


def amount(label: Label, *words: str) -> Column:
    """Money: the sum, and its currency when one is written."""

    def read(raw: str, _reading: Reading) -> Mapping[str, Any]:
        if not raw:
            return {"amount": None, "currency": "RUB"}
        try:
            value, currency = money.parse(raw)
        except ValueError:
            raise Refused(str(_("“%(value)s” is not an amount.")) % {"value": raw[:60]}, field="amount") from None
        return {"amount": value, "currency": currency or "RUB"}

    staged = (("amount", "numeric(14,2)"), ("currency", "varchar(3)"))
    return Column(name="amount", label=label, words=words, staged=staged, read=read)


def amount_only(label: Label, *words: str) -> Column:
    """Money where the record keeps no currency."""
    whole = amount(label, *words)
    return Column(
        name=whole.name,
        label=label,
        words=words,
        staged=whole.staged[:1],
        read=lambda raw, reading: {"amount": whole.read(raw, reading)["amount"]},
    )


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
    truth = {"1", "true", "yes", "да", "+", "x", "истина"}
    return Column(
        name=name,
        label=label,
        words=words,
        staged=((f"{name}__flag", "boolean"),),
        read=lambda raw, _reading: {f"{name}__flag": raw.lower() in truth},
    )


def reading_of(by: User, region: str) -> Reading:
    """How cells are read for this person."""
    return Reading(by=by, region=region, zone=timezone.get_current_timezone())
