"""Staged rows are inserted and updated, one statement for all of them."""

import json
from typing import Any

from django.db import connection, models
from django.db.models import GeneratedField

from voronka.activities import subjects
from voronka.imports.engine.batch import ARRAYS, Batch
from voronka.imports.engine.conflicts import takes, writes
from voronka.imports.engine.examples import before_writing
from voronka.records.fields.custom import COLUMN

DEPARTMENT = "department_id"
DEPARTMENT_OF = "(SELECT u.department_id FROM accounts_user u WHERE u.id = {owner})"


def write(batch: Batch) -> None:
    """Insert the new rows, bring the others up to date, remember what each row became."""
    _insert(batch)
    _update(batch)
    _remember(batch)


def mark_new(batch: Batch) -> None:
    """Give the rows without a record the id of the one that they become."""
    batch.run(
        """
        UPDATE {stage} SET is_new = true, record_id = nextval(pg_get_serial_sequence(%s, 'id'))
        WHERE record_id IS NULL AND problem IS NULL AND NOT is_twin
        """,
        [batch.table],
    )


def _insert(batch: Batch) -> None:
    given: list[str] = []
    constants: list[str] = []
    parameters: list[Any] = []
    values = _constants(batch)
    columns = set(batch.staged())
    for name, field in _columns(batch).items():
        if field.primary_key or isinstance(field, GeneratedField):
            continue
        if name in values or name not in {*columns, DEPARTMENT}:
            constants.append(name)
            parameters.append(values[name] if name in values else _default(field))
        else:
            given.append(name)
    batch.run(
        """
        INSERT INTO {table} (id, {given}, {constants})
        SELECT s.record_id, {taken}, {marks} FROM {stage} s WHERE s.is_new ORDER BY s.number
        """,
        parameters,
        given=", ".join(given),
        constants=", ".join(constants),
        taken=", ".join(_taken(batch, name) for name in given),
        marks=", ".join(["%s"] * len(constants)),
    )


def _constants(batch: Batch) -> dict[str, Any]:
    return {"created_by_id": batch.by.pk, "updated_at": batch.at, "version": 1}


def _default(field: "models.Field[Any, Any]") -> Any:
    value = field.get_default()
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    return field.get_db_prep_save(value, connection)


def _taken(batch: Batch, name: str) -> str:
    if name == "created_at":
        return f"COALESCE(s.created_at, '{batch.at.isoformat()}'::timestamptz)"
    owner = "s.owner_id" if batch.target.to_queue else f"COALESCE(s.owner_id, {batch.by.pk})"
    if name == "owner_id":
        return owner
    if name == DEPARTMENT:
        return DEPARTMENT_OF.format(owner=owner)
    usual = _columns(batch)[name].default
    return f"COALESCE(s.{name}, '{usual}')" if usual and isinstance(usual, str) else f"s.{name}"


def _update(batch: Batch) -> None:
    names = [name for name in batch.written() if name not in {"created_at", "external_id"}]
    if batch.has("external_id"):
        names.append("external_id")
    if "amount" not in names and "currency" in names:
        names.remove("currency")
    if not names:
        return
    wanted = {name: _wanted(name, takes(batch), is_text=_is_text(batch, name)) for name in names}
    batch.run(
        """
        UPDATE {stage} s SET is_changed = true FROM {table} r
        WHERE r.id = s.record_id AND NOT s.is_new AND NOT s.is_twin AND s.matched_by <> 'row' AND s.problem IS NULL
        AND {writes} AND ROW({wanted}) IS DISTINCT FROM ROW({stands})
        """,
        wanted=", ".join(wanted.values()),
        stands=", ".join(f"r.{name}" for name in names),
        writes=writes(batch),
    )
    _mark_moves(batch, wanted)
    before_writing(batch, wanted, [name for name in names if _is_text(batch, name)])
    batch.run(
        "UPDATE {table} r SET {settings}, version = version + 1, updated_at = %s FROM {stage} s"
        " WHERE r.id = s.record_id AND s.is_changed",
        [batch.at],
        settings=", ".join(f"{name} = {value}" for name, value in wanted.items()),
    )


def _mark_moves(batch: Batch, wanted: dict[str, str]) -> None:
    """Which of the changed records get another owner, and which other cards above them."""
    known = subjects.find(batch.target.kind.name)
    above = [batch.target.kind.field(name).attribute for name in known.follows] if known else []
    for flag, names in (("is_moved", ["owner_id"]), ("is_relinked", above)):
        given = [name for name in names if name in wanted]
        if given:
            batch.run(
                "UPDATE {stage} s SET {flag} = true FROM {table} r WHERE r.id = s.record_id AND s.is_changed"
                " AND ROW({wanted}) IS DISTINCT FROM ROW({stands})",
                flag=flag,
                wanted=", ".join(wanted[name] for name in given),
                stands=", ".join(f"r.{name}" for name in given),
            )


def _columns(batch: Batch) -> "dict[str, models.Field[Any, Any]]":
    return {str(field.column): field for field in batch.target.kind.model._meta.concrete_fields}


def _is_text(batch: Batch, name: str) -> bool:
    return isinstance(_columns(batch)[name], models.CharField | models.TextField)


def _wanted(name: str, takes: str, *, is_text: bool) -> str:
    """Under the condition `takes` the row overwrites with what it gives; else it only fills what is empty."""
    if name in ARRAYS:
        return UNION.format(name=name)
    if name == "currency":
        return CURRENCY.format(takes=takes)
    if name == COLUMN:
        return OWN.format(takes=takes)
    if name in LISTS:
        return LISTS[name]
    return (TEXT if is_text else VALUE).format(name=name, takes=takes)


UNION = "r.{name} || ARRAY(SELECT value FROM unnest(s.{name}) AS value WHERE value <> ALL (r.{name}))::varchar[]"
TEXT = """CASE WHEN COALESCE(s.{name}, '') <> '' AND ({takes} OR r.{name} = '')
          THEN s.{name} ELSE r.{name} END"""
VALUE = """CASE WHEN s.{name} IS NOT NULL AND ({takes} OR r.{name} IS NULL)
           THEN s.{name} ELSE r.{name} END"""
LISTS = {
    "segments": """r.segments || ARRAY(SELECT value FROM unnest(s.segments) AS value
                   WHERE value <> ALL (r.segments))""",
    "addresses": """r.addresses || COALESCE((SELECT jsonb_agg(value) FROM jsonb_array_elements(s.addresses) AS value
                    WHERE NOT r.addresses @> jsonb_build_array(value)), '[]')""",
}
OWN = "CASE WHEN {takes} THEN r.custom || s.custom ELSE s.custom || r.custom END"
# A currency without the amount that it counts would turn the dollars of a deal into roubles.
CURRENCY = """CASE WHEN s.currency <> '' AND s.amount IS NOT NULL AND ({takes} OR r.amount IS NULL)
              THEN s.currency ELSE r.currency END"""


def _remember(batch: Batch) -> None:
    batch.run(
        """
        INSERT INTO imports_importedrow (kind, digest, record_id, run_id)
        SELECT %s, digest, record_id, %s FROM {stage} WHERE record_id IS NOT NULL AND problem IS NULL AND NOT is_twin
        AND matched_by IS DISTINCT FROM 'row'
        ON CONFLICT (kind, digest) DO UPDATE SET record_id = EXCLUDED.record_id, run_id = EXCLUDED.run_id
        """,
        [batch.target.kind.name, batch.run_id or None],
    )
