"""Columns that each import asks for anew: fields of the company's own, and several values out of its lists."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from voronka.imports.columns import Column, Reading, stored
from voronka.imports.words import SHARED
from voronka.records.fields import ClassifierChoices
from voronka.records.fields.custom import COLUMN, Custom, CustomChoice
from voronka.records.fields.own_links import CustomLink, CustomUser
from voronka.records.kinds import Kind


def own_columns(kind: Kind) -> tuple[Column, ...]:
    """A column for each own field in use; asked for anew by each import, because fields come and go."""
    return tuple(_column(field) for field in kind.own)


def list_columns(kind: Kind) -> tuple[Column, ...]:
    """A column for each field of several values: it asks for the values in use once, not for each cell."""
    return tuple(
        stored(kind, field.remembering(), *SHARED.get(field.name, ()))
        for field in kind.built
        if isinstance(field, ClassifierChoices)
    )


def _column(field: Custom) -> Column:
    if isinstance(field, CustomLink):
        return _link(field)
    return Column(
        name=field.name,
        label=field.label,
        words=(field.key.replace("_", " "),),
        staged=((COLUMN, "jsonb NOT NULL DEFAULT '{}'"),),
        read=partial(_read, _with_options(field)),
    )


def _link(field: CustomLink) -> Column:
    """A record named by a text: the step `own_links` finds it."""
    text = f"{field.name}__text"
    return Column(
        name=field.name,
        label=field.label,
        words=(field.key.replace("_", " "),),
        staged=((text, "text"), (COLUMN, "jsonb NOT NULL DEFAULT '{}'")),
        read=lambda raw, _reading: {text: raw[:255]},
    )


def _with_options(field: Custom) -> Custom:
    """A choice or an employee that asks for its options once, not for each cell."""
    return field.remembering() if isinstance(field, CustomChoice | CustomUser) else field


def _read(field: Custom, raw: str, reading: Reading) -> Mapping[str, Any]:
    value = field.accept(raw, by=reading.by) if raw else field.blank
    return {COLUMN: {} if value == field.blank else {field.key: field.pack(value)}}
