"""Cells are read, and rows go to the staging table by COPY."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from voronka.core.errors import Refused
from voronka.imports.columns import Reading
from voronka.imports.engine.batch import JSON, Batch
from voronka.imports.engine.marks import Marks, Places
from voronka.records.fields.custom import COLUMN

PORTION = 2000
COPY = "COPY {} ({}) FROM STDIN"


@dataclass(frozen=True, kw_only=True)
class Cells:
    """What of the cells goes into the staging table of a batch, and by which of them a row is known again."""

    batch: Batch
    places: Places
    marked: Places


def stage(
    several: Sequence[Cells],
    rows: Iterator[tuple[int, list[str]]],
    reading: Reading,
    progress: Callable[[int], None] = lambda _count: None,
) -> int:
    """Read the rows into the staging tables; a bad one is staged with its problem. Gives their number.

    `progress` hears the count after each portion.
    """
    readers = [_Reader(one, reading) for one in several]
    count = 0
    # In portions that are read beforehand: nothing else can be asked of a connection while a COPY is open.
    for portion in batched(rows, PORTION):
        for reader in readers:
            lines = [reader.line(number, cells) for number, cells in portion]
            with transaction.atomic(), connection.cursor() as cursor, cursor.copy(reader.copying) as copy:
                for line in lines:
                    copy.write_row(line)
        count += len(portion)
        progress(count)
    return count


class _Reader:
    """Makes lines of the staging table out of the rows of the file."""

    def __init__(self, cells: Cells, reading: Reading) -> None:
        self.batch, self.places, self.reading = cells.batch, cells.places, reading
        self.names = ["number", "digest", "problem", *(["is_twin"] if not self.batch.is_single else [])]
        self.fixed = len(self.names)
        self.names += self.batch.staged()
        self.copying = COPY.format(self.batch.stage, ", ".join(self.names))
        self.marks = Marks(self.batch.target.kind.name, cells.marked)

    def line(self, number: int, cells: list[str]) -> list[Any]:
        """The values of `names` for a row; those of a bad one are its problem only."""
        is_absent = not self.batch.is_single and not any(cells[place] for place, _column in self.places)
        values, problem = ({}, None) if is_absent else self._values(cells)
        given = (_copied(name, values.get(name, _blank(name))) for name in self.names[self.fixed :])
        return [number, self.marks.of(cells), problem, *([is_absent] if not self.batch.is_single else []), *given]

    def _values(self, cells: list[str]) -> tuple[Mapping[str, Any], str | None]:
        values: dict[str, Any] = {}
        try:
            for place, column in self.places:
                for name, value in column.read(cells[place], self.reading).items():
                    values[name] = _joined(values.get(name), value)
        except Refused as refusal:
            return {}, refusal.message
        problem = self.batch.target.complete(values)
        return values, problem


def _joined(known: Any, value: Any) -> Any:
    """What two columns say of one thing: lists are joined, an empty cell takes nothing away."""
    if isinstance(known, list):
        return known + value
    if isinstance(known, dict):
        return known | value
    return value if value or not known else known


def _copied(name: str, value: Any) -> Any:
    return Jsonb(value) if name in JSON and value is not None else value


def _blank(name: str) -> Any:
    if name == COLUMN:
        return {}
    if name in {"phones", "emails"}:
        return []
    return "" if name == "external_id" else None
