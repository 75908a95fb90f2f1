"""Bare COPY into the tables of models: without triggers and indexes, which come back afterwards."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import Any

import psycopg
from django.db.models import Field, GeneratedField, Model
from psycopg import sql

NULL = r"\N"
BATCH = 5000
LOAD = (
    "SET session_replication_role = replica",
    "SET synchronous_commit = off",
    "SET maintenance_work_mem = '1GB'",
    "SET max_parallel_maintenance_workers = 2",
)
SECONDARY = """
    SELECT schemaname, indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename = ANY(%s)
      AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = format('%%I', indexname)::regclass)
    ORDER BY indexname
"""


@contextmanager
def bare_tables(session: psycopg.Connection, models: Sequence[type[Model]]) -> Iterator[None]:
    """No trigger fires for this session, and the indexes of the tables are made anew after the block."""
    for setting in LOAD:
        session.execute(setting)
    tables = [model._meta.db_table for model in models]
    indexes = session.execute(SECONDARY, [tables]).fetchall()
    for schema, name, _definition in indexes:
        session.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(schema, name)))
    yield
    for _schema, _name, definition in indexes:
        session.execute(definition)
    for table in tables:
        session.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))


def copy(session: psycopg.Connection, model: type[Model], names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows of texts as COPY reads them; columns that nobody names get the default of their field."""
    named = {column.attname: column for column in columns(model)}
    others = [name for name in named if name not in names and name != "id"]
    rest = "".join(f"\t{text(named[name].get_default())}" for name in others)
    target = [named[name].column for name in (*names, *others)]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, target))
    )
    with session.cursor().copy(statement) as out:
        for batch in batched(rows, BATCH):
            out.write("".join(["\t".join(row) + rest + "\n" for row in batch]))
    if "id" in names:
        restart = "SELECT setval(pg_get_serial_sequence({0}, 'id'), (SELECT max(id) FROM {1}))"
        table = model._meta.db_table
        session.execute(sql.SQL(restart).format(sql.Literal(table), sql.Identifier(table)))


def columns(model: type[Model]) -> "list[Field[Any, Any]]":
    """The fields of a model that are written."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)]


def text(value: Any) -> str:
    """A value as the text format of COPY has it; nothing that asks for escapes."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if value in ([], {}):
        return "{}"
    return str(value)
