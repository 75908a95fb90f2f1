"""What a check keeps to be looked at: examples of each fate of a row, and where rows differ from the base."""

import json
from collections.abc import Collection, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from voronka.imports.engine.batch import ARRAYS, SURE, Batch
from voronka.imports.engine.conflicts import LISTS_OF_VALUES
from voronka.imports.reading.layout import Layout
from voronka.imports.reading.sheet import read_sheet
from voronka.records.fields.custom import COLUMN

SHOWN, CONFLICTS_KEPT, REASONS_KEPT = 10, 10_000, 30
ROWS_READ_AGAIN, CELLS, LONGEST = 100_000, 6, 80
# A row and its record, side by side, before anything is written.
SIDE_BY_SIDE = """
    SELECT s.number, s.record_id, s.matched_by, to_jsonb((SELECT x FROM (SELECT {before}) x)),
           to_jsonb((SELECT x FROM (SELECT {after}) x))
    FROM {stage} s JOIN {table} r ON r.id = s.record_id WHERE {which} ORDER BY s.number LIMIT {most}
"""
RECOGNISED = "NOT s.is_new AND NOT s.is_twin AND s.matched_by <> 'row' AND s.problem IS NULL"
# «“Васильев” is no phone» and «“Петров” is no phone» are one reason.
REASON = "regexp_replace(s.problem, '[“«][^”»]*[”»]', '…', 'g')"


def before_writing(batch: Batch, wanted: Mapping[str, str], texts: Collection[str]) -> None:
    """Keep what is about to change, and which rows say something else than their record.

    `wanted` is what will stand, as SQL by column; of the columns of `texts` an empty one is "".
    """
    if batch.found is None:
        return
    before, after = _listed({name: f"r.{name}" for name in wanted}), _listed(wanted)
    changes = batch.rows(SIDE_BY_SIDE, before=before, after=after, which="s.is_changed", most=str(SHOWN))
    batch.found.setdefault("updated", []).extend(_differing(row) for row in changes)
    conflicts = {name: _differs(name, name in texts) for name in wanted if _may_differ(name)}
    if not conflicts:
        return
    found = batch.rows(
        SIDE_BY_SIDE,
        before=_listed({name: f"CASE WHEN {which} THEN r.{name} END" for name, which in conflicts.items()}),
        after=_listed({name: f"CASE WHEN {which} THEN s.{name} END" for name, which in conflicts.items()}),
        which=f"{RECOGNISED} AND ({' OR '.join(conflicts.values())})",
        most=str(CONFLICTS_KEPT),
    )
    batch.found.setdefault("conflicts", []).extend(_differing(row, both=True) for row in found)


def collect(batch: Batch) -> dict[str, Any]:
    """Counts and examples of all rows, for JSON; but for the conflicts, which are many."""
    by = dict(batch.rows(f"SELECT s.matched_by, count(*) FROM {{stage}} s WHERE {RECOGNISED} GROUP BY 1"))  # noqa: S608  # our own text
    ((again, twins),) = batch.rows(
        "SELECT count(*) FILTER (WHERE matched_by = 'row' AND problem IS NULL), count(*) FILTER (WHERE is_twin)"
        " FROM {stage}"
    )
    merged = f"{RECOGNISED} AND NOT {SURE}"
    return {
        "by": by,
        "again": again,
        "twins": twins,
        "created": [{"row": number} for (number,) in _some(batch, "s.number", "s.is_new")],
        "updated": (batch.found or {}).get("updated", [])[:SHOWN],
        "merged": [
            {"row": number, "record": pk, "by": key, "changes": changes}
            for number, pk, key, changes in _some(batch, "s.number, s.record_id, s.matched_by, s.is_changed", merged)
        ],
        "twin_rows": [{"row": number, "of": of} for number, of in _some(batch, "s.number, s.twin_of", "s.is_twin")],
        "rejected": _reasons(batch),
    }


def with_cells(
    found: dict[str, Any],
    conflicts: Sequence[Mapping[str, Any]],
    *,
    path: Path,
    layout: Layout,
    mapping: Mapping[str, str],
) -> dict[str, Any]:
    """The same with what the rows of the examples say in the file, read once more up to the last of them.

    A row that stands beyond the first hundred thousand is told of by its number alone.
    """
    named = [found["created"], found["updated"], found["merged"], found["twin_rows"], *(conflicts[:SHOWN],)]
    wanted = {int(one["row"]) for rows in named for one in rows}
    wanted |= {number for reason in found["rejected"] for number in reason["rows"]}
    sheet = read_sheet(path, layout)
    last = min(max(wanted, default=0), ROWS_READ_AGAIN)
    rows = takewhile(lambda row: row[0] <= last, sheet.rows)
    cells = {
        str(number): [
            [name, cell[:LONGEST]] for name, cell in zip(sheet.header, said, strict=True) if cell and mapping.get(name)
        ][:CELLS]
        for number, said in rows
        if number in wanted
    }
    return {**found, "cells": cells}


def _some(batch: Batch, what: str, which: str) -> list[tuple[Any, ...]]:
    return batch.rows(
        "SELECT {what} FROM {stage} s WHERE {which} ORDER BY s.number LIMIT {most}",
        what=what,
        which=which,
        most=str(SHOWN),
    )


def _reasons(batch: Batch) -> list[dict[str, Any]]:
    rows = batch.rows(
        """
        SELECT min(s.problem), count(*), count(DISTINCT s.problem), (array_agg(s.number ORDER BY s.number))[1:{most}]
        FROM {stage} s WHERE s.problem IS NOT NULL AND NOT s.is_twin
        GROUP BY {reason} ORDER BY count(*) DESC, min(s.number) LIMIT {reasons}
        """,
        reason=REASON,
        most=str(SHOWN),
        reasons=str(REASONS_KEPT),
    )
    return [{"why": why, "count": count, "kinds": kinds, "rows": numbers} for why, count, kinds, numbers in rows]


def _listed(values: Mapping[str, str]) -> str:
    return ", ".join(f"{value} AS {name}" for name, value in values.items())


def _may_differ(name: str) -> bool:
    """Lists are only ever added to, and an outside id that differs makes another record."""
    return name not in {*ARRAYS, *LISTS_OF_VALUES, "external_id"}


def _differs(name: str, is_text: bool) -> str:  # noqa: FBT001  # one word beside its like
    if name == COLUMN:
        return (
            "EXISTS (SELECT FROM jsonb_each(s.custom) given"
            " WHERE r.custom -> given.key <> given.value AND jsonb_typeof(given.value) <> 'array')"
        )
    if name == "currency":
        return "(s.amount IS NOT NULL AND s.currency <> '' AND r.currency <> '' AND s.currency <> r.currency)"
    if is_text:
        return f"(s.{name} <> '' AND r.{name} <> '' AND s.{name} <> r.{name})"
    return f"(s.{name} <> r.{name})"


def _differing(row: tuple[Any, ...], *, both: bool = False) -> dict[str, Any]:
    """The columns that differ, own fields by their keys; `both` leaves out what only one of them says."""
    number, pk, key, *sides = row
    ours, theirs = (json.loads(side) if isinstance(side, str) else side or {} for side in sides)
    own = (ours.pop(COLUMN, None) or {}, theirs.pop(COLUMN, None) or {})
    names = [name for name in theirs if ours.get(name) != theirs[name]]
    keys = [name for name in own[1] if own[0].get(name) != own[1][name] and (name in own[0] or not both)]
    before = {name: ours.get(name) for name in names}, {name: own[0][name] for name in keys if name in own[0]}
    after = {name: theirs[name] for name in names}, {name: own[1][name] for name in keys}
    return {
        "row": number,
        "record": pk,
        "by": key,
        "before": before[0] | ({COLUMN: before[1]} if keys else {}),
        "after": after[0] | ({COLUMN: after[1]} if keys else {}),
    }
