"""Writing of the search index: one statement for one record or for a hundred thousand."""

from collections.abc import Iterable
from functools import reduce

from django.db import connection
from django.db.models import F, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Concat, Now

from voronka.records.fields.custom import COLUMN, CustomText
from voronka.records.kinds import Kind, SearchText
from voronka.records.models import SearchEntry
from voronka.records.names import folded_expression

COLUMNS = ("kind", "record_id", "owner_id", "department_id", "title", "subtitle", "words", "digits", "updated_at")


def index(kind: Kind, ids: Iterable[int] | None = None) -> int:
    """Write what search knows of these records (all of the kind when none are named); gives the number written."""
    named = None if ids is None else list(ids)
    if kind.search is None or named == []:
        return 0
    rows = kind.model._default_manager.all() if named is None else kind.model._default_manager.filter(pk__in=named)
    select, parameters = rows.order_by().values_list(*_columns(kind, kind.search)).query.sql_with_params()
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    updates = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in COLUMNS[2:])
    table = SearchEntry._meta.db_table
    with connection.cursor() as cursor:
        target = f"INSERT INTO {table} ({names})"  # names come from the model
        cursor.execute(f"{target} {select} ON CONFLICT (kind, record_id) DO UPDATE SET {updates}", parameters)
        return int(cursor.rowcount)


def forget(kind: Kind, ids: Iterable[int]) -> None:
    """Take these records out of the index."""
    SearchEntry.objects.filter(Q(kind=kind.name, record_id__in=list(ids))).delete()


def _columns(kind: Kind, search: SearchText) -> tuple[Combinable | F, ...]:
    return (
        Value(kind.name, output_field=TextField()),
        F("pk"),
        F("owner_id"),
        F("department_id"),
        _text(search.title),
        _text(search.subtitle) if search.subtitle else Value("", output_field=TextField()),
        folded_expression(_joined((search.title, *search.words, *_own_texts(kind)))),
        _joined(search.digits),
        Now(),
    )


def _own_texts(kind: Kind) -> tuple[Combinable, ...]:
    """The texts that the company keeps in fields of its own."""
    return tuple(KeyTextTransform(one.key, COLUMN) for one in kind.own if isinstance(one, CustomText))


def _text(expression: Combinable) -> Combinable:
    return Coalesce(expression, Value(""), output_field=TextField())


def _joined(parts: tuple[Combinable, ...]) -> Combinable:
    if not parts:
        return Value("", output_field=TextField())
    space = Value(" ", output_field=TextField())
    return reduce(lambda one, two: Concat(one, space, two, output_field=TextField()), map(_text, parts))
