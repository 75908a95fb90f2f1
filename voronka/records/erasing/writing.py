"""The writing of an erasure: columns of records and of all their earlier states."""

import json
from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import CharField, F, Field, Func, GeneratedField, JSONField, Model, Q, TextField, Value
from django.db.models.functions import Cast

from voronka.records import kinds
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Erasing
from voronka.records.erasing.words import Words
from voronka.records.history import event_model
from voronka.records.kinds import Kind
from voronka.records.models import CustomField, SearchWord
from voronka.records.search.index import index
from voronka.records.search.words import prune

PORTION = 500


def write(erasing: Erasing) -> None:
    """Empty what is of this one alone, take the words out of the rest, let search know."""
    for name, ids in erasing.whole.items():
        kind = kinds.get(name)
        values, keys = blanks(kind), personal_keys(kind)
        for model, column in ((kind.model, "pk"), (event_model(kind), "pgh_obj_id")):
            rows = model._default_manager.filter(**{f"{column}__in": ids})
            known = {field.name for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)}
            rows.update(**{name: value for name, value in values.items() if name in known})
            _drop_keys(model, column, ids, keys)
    for name, ids in [*erasing.whole.items(), *erasing.shared.items()]:
        kind = kinds.get(name)
        for model, column in ((kind.model, "pk"), (event_model(kind), "pgh_obj_id")):
            take_out(model, erasing.words, Q(**{f"{column}__in": ids}))
        kind.model._default_manager.filter(pk__in=ids).update(version=F("version") + 1)
        index(kind, ids)
    if erasing.words.pieces:
        called = SearchWord.objects.filter(word__iregex=f"^(?:{'|'.join(erasing.words.pieces)})$")
        prune(list(called.values_list("word", flat=True)))


def blanks(kind: Kind) -> dict[str, Any]:
    """What an erased record of the kind says, by column."""
    own = rules.own(kind.name)
    names = [one.name for one in kind.built if one.personal and not one.column] + ["external_id", *own.also]
    known = {field.name: field for field in kind.model._meta.concrete_fields}
    values = {name: _blank(known[name]) for name in names if not isinstance(known[name], GeneratedField)}
    return values | {name: str(text) for name, text in own.put.items()}


def personal_keys(kind: Kind) -> list[str]:
    """Keys of the company's own personal fields, switched off or not."""
    return list(CustomField.objects.filter(kind=kind.name, is_personal=True).values_list("key", flat=True))


def take_out(model: type[Model], words: Words, condition: Q | None = None) -> int:
    """Take the words out of every text and JSON column of these rows (of all rows without a condition); how many."""
    texts, trees = text_columns(model)
    if not words.pattern or not (texts or trees):
        return 0
    manager: Any = model._default_manager
    rows = manager.filter(condition) if condition is not None else manager.all()
    found = rows.annotate(_told=_told(texts + trees)).filter(_told__iregex=words.pattern)
    names = (*texts, *trees)
    without = ((row.pk, {name: words.gone(getattr(row, name)) for name in names}) for row in found.only("pk", *names))
    return store(model, without)


def store(model: type[Model], rows: Iterable[tuple[Any, Mapping[str, Any]]]) -> int:
    """Write other values of the same columns into rows named by their keys: a statement for hundreds; how many.

    A value of None leaves the column as it stands.
    """
    count = 0
    for portion in batched(rows, PORTION, strict=False):
        names = list(portion[0][1])
        with connection.cursor() as cursor:
            given = json.dumps([{"key": pk, **values} for pk, values in portion])
            cursor.execute(_statement(model, names), [given])
            count += cursor.rowcount
    return count


def _statement(model: type[Model], names: Iterable[str]) -> str:
    """The update of these columns out of a list of rows as JSON; all names in it come from the model."""
    quoted, key = connection.ops.quote_name, model._meta.pk
    columns = {name: cast("Field[Any, Any]", model._meta.get_field(name)) for name in names}
    sets = [
        f"{quoted(str(one.column))} = COALESCE(v.{quoted(name)}, t.{quoted(str(one.column))})"
        for name, one in columns.items()
    ]
    typed = [f"{quoted(name)} {one.db_type(connection)}" for name, one in columns.items()]
    table, pk = quoted(model._meta.db_table), quoted(str(key.column))
    source = f"jsonb_to_recordset(%s::jsonb) AS v(key {key.rel_db_type(connection)}, {', '.join(typed)})"
    return f"UPDATE {table} t SET {', '.join(sets)} FROM {source} WHERE t.{pk} = v.key"  # noqa: S608  # names come from the model


def text_columns(model: type[Model]) -> tuple[list[str], list[str]]:
    """Names of the columns that hold free text, and of those that hold JSON or lists of texts."""
    texts, trees = [], []
    for field in model._meta.concrete_fields:
        if isinstance(field, GeneratedField) or field.primary_key or field.choices:
            continue
        if isinstance(field, JSONField) or (
            isinstance(field, ArrayField) and isinstance(field.base_field, CharField | TextField)
        ):
            trees.append(field.name)
        elif isinstance(field, CharField | TextField) and not field.unique:
            texts.append(field.name)
    return texts, trees


def _told(columns: Iterable[str]) -> Func:
    """All these columns of a row as one text."""
    parts = (Cast(F(name), TextField()) for name in columns)
    return Func(Value(" "), *parts, function="concat_ws", output_field=TextField())


def _drop_keys(model: Any, column: str, ids: set[int], keys: list[str]) -> None:
    if not keys:
        return
    name = "id" if column == "pk" else column
    with connection.cursor() as cursor:
        statement = f'UPDATE {model._meta.db_table} SET custom = custom - %s WHERE "{name}" = ANY(%s)'  # noqa: S608  # names come from the model
        cursor.execute(statement, [keys, list(ids)])


def _blank(field: Any) -> Any:
    """What the column says where nothing is known: a list of nothing, an empty text, its default, or no value."""
    return None if field.null else field.get_default()
