"""An import is taken back: what it changed stands as before, what it made goes away, and everybody hears of it."""

from dataclasses import dataclass, field

from voronka.activities import history, subjects
from voronka.activities.models import HistoryEntry, HistoryLink
from voronka.core import events, live
from voronka.imports.engine.hanging import keep_what_holds, parts_of
from voronka.imports.engine.leftovers import forget_rows, take_out_made, withdraw_consents
from voronka.imports.engine.telling import tell_linked
from voronka.imports.engine.trace import Traced
from voronka.imports.engine.undoing import BACK, GOING, TOUCHED, Undoing, Why, gather
from voronka.records.events import RecordsDeleted
from voronka.records.kinds import Kind
from voronka.records.models import SearchEntry, SearchPassage
from voronka.records.search.index import index

NAMED = 10_000


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """What came of it: how many of each kind went away, how many were restored, and what stays, with the reason.

    `refused` are (kind, id, why, what hangs on it), NAMED of them at most; `kept` counts all. `gone` were no more.
    """

    deleted: dict[str, int] = field(default_factory=dict)
    restored: dict[str, int] = field(default_factory=dict)
    kept: int = 0
    gone: int = 0
    values: int = 0
    refused: list[tuple[str, int, str, str]] = field(default_factory=list)


def take_back(undoing: Undoing, made: dict[str, list[int]]) -> TakenBack:
    """Undo what the trace shows, and the values and pipelines `made` beside it; call it in one transaction.

    Raises Refused where an organization would come to stand above itself.
    """
    gather(undoing)
    for one in undoing.tables:
        _restore(undoing, one)
    keep_what_holds(undoing)
    restored = {one.kind.name: _tell_restored(undoing, one, one.kind) for one in undoing.tables if one.kind}
    withdraw_consents(undoing)
    forget_rows(undoing)
    deleted = {one.name: _delete(undoing, one) for one in reversed(undoing.tables)}
    values = take_out_made(made)
    kinds = [one.name for one in undoing.tables if one.kind]
    kept = undoing.rows(
        "SELECT kind, record_id, why, what FROM {touched} WHERE kind = ANY (%s) AND why NOT IN (%s, %s)"
        " ORDER BY why = %s, kind, record_id",  # what holds others comes before what is held
        [kinds, Why.WITH, Why.GONE, Why.LINKED],
    )
    gone = undoing.rows("SELECT count(*) FROM {touched} WHERE kind = ANY (%s) AND why = %s", [kinds, Why.GONE])
    return TakenBack(
        deleted={name: count for name, count in deleted.items() if count and name in kinds},
        restored={name: count for name, count in restored.items() if count},
        kept=len(kept),
        gone=gone[0][0],
        values=values,
        refused=[(kind, pk, why, what) for kind, pk, why, what in kept[:NAMED]],
    )


def _restore(undoing: Undoing, one: Traced) -> None:
    """The columns as the last state before the import has them, as a new version."""
    undoing.run(
        """
        UPDATE {table} r SET {settings}, version = r.version + 1, updated_at = %s
        FROM {touched} t JOIN {events} e ON e.pgh_id = t.before_event
        WHERE t.kind = %s AND {back} AND r.id = t.record_id
        """,
        [undoing.at, one.name],
        table=one.table,
        events=one.events,
        settings=", ".join(f"{name} = e.{name}" for name in one.columns),
    )
    above = [str(link.column) for link in one.links() if link.related_model is one.model]
    if above and one.kind and one.kind.before_save:
        # Records that stand below others of their kind again keep the rules of it: no holding goes in a circle.
        for record in one.kind.model._default_manager.filter(pk__in=_differing(undoing, one, above)):
            one.kind.before_save(record, {})


def _tell_restored(undoing: Undoing, one: Traced, kind: Kind) -> int:
    """Search, the history of cards and open pages hear of restored records, as of any change."""
    ids = undoing.ids(one, BACK)
    if not ids:
        return 0
    index(kind, ids)
    tell_linked(kind, ids)
    if known := subjects.find(kind.name):
        moved = kind.model._default_manager.filter(pk__in=_differing(undoing, one, ["owner_id"]))
        history.add_many(
            records=moved.select_related("owner"),
            type="assigned",
            by=undoing.by,
            at=undoing.at,
            data=lambda record: {"to": str(record.owner) if record.owner_id else ""},
        )
        if above := [kind.field(name).attribute for name in known.follows]:
            history.relink_many(kind.model._default_manager.filter(pk__in=_differing(undoing, one, above)))
    live.publish_many(kind=kind.name, ids=ids, verb="updated")
    return len(ids)


def _differing(undoing: Undoing, one: Traced, columns: list[str]) -> list[int]:
    """The restored records that had other values in these columns before the import than after it."""
    rows = undoing.rows(
        """
        SELECT t.record_id FROM {touched} t JOIN {events} was ON was.pgh_id = t.before_event
        JOIN {events} made ON made.pgh_id = t.last_event
        WHERE t.kind = %s AND {back} AND ROW({was}) IS DISTINCT FROM ROW({made})
        """,
        [one.name],
        events=one.events,
        was=", ".join(f"was.{name}" for name in columns),
        made=", ".join(f"made.{name}" for name in columns),
    )
    return [pk for (pk,) in rows]


def _delete(undoing: Undoing, one: Traced) -> int:
    """What was made goes, with its parts, its history and its place in search."""
    ids = undoing.ids(one, GOING)
    if not ids:
        return 0
    if one.kind:
        _forget(undoing, one)
    for table, column in parts_of(one):
        _drop(undoing, one, table, "{column} IN ({gone})", column=column)
    _drop(undoing, one, one.table, "id IN ({gone})")
    if one.kind:
        events.publish(RecordsDeleted(kind=one.kind, ids=tuple(ids), by=undoing.by, at=undoing.at))
        live.publish_many(kind=one.kind.name, ids=ids, verb="deleted")
    return len(ids)


def _forget(undoing: Undoing, one: Traced) -> None:
    for model in (SearchEntry, SearchPassage, HistoryLink):
        _drop(undoing, one, model._meta.db_table, "kind = '{kind}' AND record_id IN ({gone})")
    conditions = ["subject_kind = '{kind}' AND subject_id IN ({gone})"]
    conditions += [f"{name}_id IN ({{gone}})" for name in ("interaction", "task") if one.name == name]
    entries = HistoryEntry._meta.db_table
    for about in conditions:
        of_them = about.join(("entry_id IN (SELECT id FROM {entries} WHERE ", ")"))
        _drop(undoing, one, HistoryLink._meta.db_table, of_them, entries=entries)
        _drop(undoing, one, entries, about)


def _drop(undoing: Undoing, one: Traced, table: str, condition: str, **names: str) -> None:
    gone = "SELECT t.record_id FROM {touched} t WHERE t.kind = '{kind}' AND {going}"
    known = {"kind": one.name, "gone": gone.format(touched=TOUCHED, kind=one.name, going=GOING), **names}
    undoing.run("DELETE FROM {table} WHERE {condition}", table=table, condition=condition.format(**known))
