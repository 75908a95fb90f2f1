"""Cells are read, and rows go to the staging table by COPY."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import connection

from voronka.core.errors import Refused
from voronka.imports.columns import Column, Reading
from voronka.imports.engine.batch import STAGE, Batch

EVERY = 2000


def stage(
    batch: Batch,
    rows: Iterator[tuple[int, list[str]]],
    places: list[tuple[int, Column]],
    reading: Reading,
    progress: Callable[[int], None] = lambda _count: None,
) -> int:
    """Read the rows into the staging table; a bad one is staged with its problem. Gives their number.

    `places` tells which cell is which column; `progress` hears the count from time to time.
    """
    names = ["number", "digest", "problem", *batch.staged()]
    seen: Counter[str] = Counter()
    count = 0
    statement = f"COPY {STAGE} ({', '.join(names)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for number, cells in rows:
            values, problem = _values(batch, cells, places, reading)
            digest = _digest(batch.target.kind.name, cells, places)
            seen[digest] += 1
            mark = f"{digest}#{seen[digest]}" if seen[digest] > 1 else digest
            copy.write_row([number, mark, problem, *(values.get(name, _blank(name)) for name in names[3:])])
            count += 1
            if count % EVERY == 0:
                progress(count)
    progress(count)
    return count


def _values(
    batch: Batch, cells: list[str], places: list[tuple[int, Column]], reading: Reading
) -> tuple[Mapping[str, Any], str | None]:
    values: dict[str, Any] = {}
    try:
        for place, column in places:
            for name, value in column.read(cells[place], reading).items():
                values[name] = values[name] + value if isinstance(values.get(name), list) else value
    except Refused as refusal:
        return {}, refusal.message
    problem = batch.target.complete(values)
    return values, problem


def _digest(kind: str, cells: list[str], places: list[tuple[int, Column]]) -> str:
    """What the row says: its mapped cells, whatever their order in the file."""
    said = sorted(f"{column.name}={cells[place]}" for place, column in places if cells[place])
    return hashlib.sha256("\x1f".join([kind, *said]).encode()).hexdigest()[:40]


def _blank(name: str) -> Any:
    if name in {"phones", "emails"}:
        return []
    return "" if name == "external_id" else None
