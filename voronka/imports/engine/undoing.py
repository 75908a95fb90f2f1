"""One undoing at work: the table of what the import wrote, with what speaks against taking it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from voronka.accounts.models import Action, User
from voronka.imports.engine.batch import Batch
from voronka.imports.engine.trace import Traced, traced
from voronka.records import access
from voronka.records.models import Erasure, Merge, MergedRecord

TOUCHED = "import_undo"
# Rows `t` of a table that go away, and those that get back what they had.
GOING = "(t.is_new AND t.why IS NULL)"
BACK = "(NOT t.is_new AND t.why IS NULL)"


class Why(StrEnum):
    """What speaks against taking back what the import made of a record."""

    ERASED = "erased"
    MERGED = "merged"
    GONE = "gone"
    CHANGED = "changed"
    RIGHTS = "rights"
    UNKNOWN = "unknown"
    LOST = "lost"
    LINKED = "linked"
    WITH = "with"  # it stays with the record that it is a part of, which is named for itself


@dataclass(kw_only=True)
class Undoing:
    """What is undone, who undoes it and when: the marks of the import, its moment and its author.

    What was not brought to its end may be taken back whatever one's role says.
    """

    run_id: int
    traces: list[UUID]
    is_unfinished: bool = False
    wrote_at: datetime
    wrote_by: int
    by: User
    at: datetime
    tables: list[Traced] = field(default_factory=traced)

    def run(self, statement: str, parameters: Sequence[Any] = (), **names: str) -> int:
        """Execute a statement with `{touched}`, `{going}`, `{back}` and names (never input) put in; count rows."""
        with connection.cursor() as cursor:
            cursor.execute(self._put(statement, names), parameters or None)
            return int(cursor.rowcount)

    def rows(self, statement: str, parameters: Sequence[Any] = (), **names: str) -> list[tuple[Any, ...]]:
        """The rows of a query, with the same names put in."""
        with connection.cursor() as cursor:
            cursor.execute(self._put(statement, names), parameters or None)
            return list(cursor.fetchall())

    def ids(self, one: Traced, condition: str) -> list[int]:
        """The ids of the touched rows `t` of a table of which the condition is true."""
        statement = "SELECT t.record_id FROM {touched} t WHERE t.kind = %s AND {condition} ORDER BY t.record_id"
        return [pk for (pk,) in self.rows(statement, [one.name], condition=condition.format(going=GOING, back=BACK))]

    def _put(self, statement: str, names: Mapping[str, str]) -> str:
        return statement.format(touched=TOUCHED, going=GOING, back=BACK, **names)


def gather(undoing: Undoing) -> None:
    """Find what the import wrote, and hold it; what stands as the import left it may be taken back."""
    undoing.run("DROP TABLE IF EXISTS {touched}")
    undoing.run(
        """
        CREATE TEMPORARY TABLE {touched} (
            kind text, record_id bigint, is_new boolean NOT NULL, first_event bigint, last_event bigint,
            before_event bigint, why text, what text NOT NULL DEFAULT '', PRIMARY KEY (kind, record_id)
        ) ON COMMIT DROP
        """
    )
    for one in undoing.tables:
        undoing.run(
            """
            INSERT INTO {touched} (kind, record_id, is_new, first_event, last_event)
            SELECT %s, pgh_obj_id, bool_or(pgh_label = 'insert'), min(pgh_id), max(pgh_id)
            FROM {events} WHERE pgh_context_id = ANY(%s) GROUP BY pgh_obj_id
            """,
            [one.name, undoing.traces],
            events=one.events,
        )
    undoing.run("ANALYZE {touched}")
    present = {name for (name,) in undoing.rows("SELECT DISTINCT kind FROM {touched}")}
    undoing.tables = [one for one in undoing.tables if one.name in present]
    for one in undoing.tables:
        undoing.rows(
            """
            SELECT count(*) FROM (
                SELECT FROM {table} r WHERE r.id IN (SELECT record_id FROM {touched} WHERE kind = %s)
                ORDER BY r.id FOR UPDATE
            ) held
            """,
            [one.name],
            table=one.table,
        )
        _no_more(undoing, one)
        _changed(undoing, one)
        if one.kind and not undoing.is_unfinished:
            _not_allowed(undoing, one)
        _before(undoing, one)


def refuse(
    undoing: Undoing, one: Traced, why: Why, condition: str, parameters: Sequence[Any] = (), **names: str
) -> int:
    """Let the touched rows `t` of a table of which the condition is true stay as they are; how many there were."""
    what = names.pop("what", "")
    known = {"touched": TOUCHED, "table": one.table, "events": one.events, **names}
    return undoing.run(
        "UPDATE {touched} t SET why = %s, what = %s WHERE t.kind = %s AND t.why IS NULL AND ({condition})",
        [str(why), what, one.name, *parameters],
        condition=condition.format(**known),
    )


def _no_more(undoing: Undoing, one: Traced) -> None:
    absent = "NOT EXISTS (SELECT FROM {table} r WHERE r.id = t.record_id)"
    for why, model, column in ((Why.ERASED, Erasure, "record_id"), (Why.MERGED, MergedRecord, "old_id")):
        known = "EXISTS (SELECT FROM {known} k WHERE k.kind = t.kind AND k.{column} = t.record_id)"
        refuse(undoing, one, why, known, known=model._meta.db_table, column=column)
    refuse(undoing, one, Why.GONE, absent)


def _changed(undoing: Undoing, one: Traced) -> None:
    """What says something else than the import left, or became one with another record.

    Who changed it and changed it back, by the undoing of a later import, say, has left it as it was.
    """
    differs = """EXISTS (SELECT FROM {events} e WHERE e.pgh_obj_id = t.record_id AND e.pgh_id > t.last_event)
        AND EXISTS (SELECT FROM {table} r JOIN {events} e ON e.pgh_id = t.last_event
                    WHERE r.id = t.record_id AND ROW({stands}) IS DISTINCT FROM ROW({left}))"""
    stands, left = (", ".join(f"{alias}.{name}" for name in one.columns) for alias in ("r", "e"))
    refuse(undoing, one, Why.CHANGED, differs, stands=stands, left=left)
    grown = """EXISTS (SELECT FROM {merged} k JOIN {merges} m ON m.id = k.merge_id
        WHERE k.kind = t.kind AND k.into_id = t.record_id AND m.at > %s)"""
    names = {"merged": MergedRecord._meta.db_table, "merges": Merge._meta.db_table}
    refuse(undoing, one, Why.CHANGED, grown, [undoing.wrote_at], **names)


def _not_allowed(undoing: Undoing, one: Traced) -> None:
    """What was made is deleted, what was changed is edited: each asks for its own right to this very record."""
    if one.kind is None:
        return
    for action, which in ((Action.DELETE, "t.is_new"), (Action.EDIT, "NOT t.is_new")):
        allowed, parameters = Batch.ids(access.visible(one.kind, undoing.by, action))
        missing = f"{which} AND NOT EXISTS (SELECT FROM ({{allowed}}) a (id) WHERE a.id = t.record_id)"
        refuse(undoing, one, Why.RIGHTS, missing, parameters, allowed=allowed)


def _before(undoing: Undoing, one: Traced) -> None:
    """The state before the import; where none is kept, or it names what is no more, nothing can be given back."""
    undoing.run(
        """
        UPDATE {touched} t SET before_event = (
            SELECT max(e.pgh_id) FROM {events} e WHERE e.pgh_obj_id = t.record_id AND e.pgh_id < t.first_event
        ) WHERE t.kind = %s AND {back}
        """,
        [one.name],
        events=one.events,
    )
    refuse(undoing, one, Why.UNKNOWN, "NOT t.is_new AND t.before_event IS NULL")
    for link in one.links():
        related: Any = link.related_model
        gone = """NOT t.is_new AND EXISTS (
            SELECT FROM {events} e WHERE e.pgh_id = t.before_event AND e.{column} IS NOT NULL
            AND NOT EXISTS (SELECT FROM {related} x WHERE x.id = e.{column}))"""
        refuse(undoing, one, Why.LOST, gone, column=str(link.column), related=related._meta.db_table)
