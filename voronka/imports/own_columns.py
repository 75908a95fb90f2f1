"""Columns that each import asks for anew: fields of the company's own, and several values out of its lists."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from voronka.core.errors import Refused
from voronka.imports.cells import prepared
from voronka.imports.columns import Column, Reading, stored
from voronka.imports.words import SHARED
from voronka.records.fields import ClassifierChoices
from voronka.records.fields.custom import COLUMN, Custom, CustomChoice, CustomChoices
from voronka.records.fields.own_links import CustomLink, CustomUser
from voronka.records.kinds import Kind

LONGEST = 120  # signs of the name of a value


def own_columns(kind: Kind) -> tuple[Column, ...]:
    """A column for each own field in use; asked for anew by each import, because fields come and go."""
    return tuple(_column(field) for field in kind.own)


def list_columns(kind: Kind) -> tuple[Column, ...]:
    """A column for each field of several values: it asks for the values in use once, not for each cell."""
    return tuple(
        _adding(stored(kind, field.remembering(), *SHARED.get(field.name, ())), field)
        for field in kind.built
        if isinstance(field, ClassifierChoices)
    )


def _column(field: Custom) -> Column:
    if isinstance(field, CustomLink):
        return _link(field)
    column = Column(
        name=field.name,
        label=field.label,
        words=(field.key.replace("_", " "),),
        staged=((COLUMN, "jsonb NOT NULL DEFAULT '{}'"),),
        read=partial(_read, _with_options(field)),
    )
    return _adding(column, field) if isinstance(field, CustomChoice) else column


def new_texts(field: CustomChoice | ClassifierChoices) -> str:
    """The staging column of the values that the list of this field does not have yet."""
    return f"{field.name}__new"


def _adding(column: Column, field: CustomChoice | ClassifierChoices) -> Column:
    """The same column, which keeps new values apart where the import may add them to the list."""
    texts, is_single = new_texts(field), not isinstance(field, CustomChoices | ClassifierChoices)

    def read(raw: str, reading: Reading) -> Mapping[str, Any]:
        try:
            return {**column.read(raw, reading), texts: None}
        except Refused:
            if not reading.adds_values:
                raise
        known, new = [], []
        for piece in [raw] if is_single else raw.replace(";", ",").split(","):
            name = " ".join(piece.split())
            try:
                known += [column.read(name, reading)] if name else []
            except Refused:
                if len(name) > LONGEST:
                    raise
                new.append(name)
        return {**_together(known, column, reading), texts: new}

    return replace(column, staged=(*column.staged, (texts, "text[]")), read=read)


def _together(known: list[Mapping[str, Any]], column: Column, reading: Reading) -> Mapping[str, Any]:
    """What the known values of one cell say as one."""
    found = dict(column.read("", reading))
    for one in known:
        for name, value in one.items():
            found[name] = _joined(found[name], value)
    return found


def _joined(one: Any, other: Any) -> Any:
    if isinstance(one, list):
        return one + other
    return {key: _joined(one.get(key, []), value) for key, value in other.items()}


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
    value = field.accept(prepared(field, raw), by=reading.by) if raw else field.blank
    return {COLUMN: {} if value == field.blank else {field.key: field.pack(value)}}
