"""Rows of our own exports: a cell that says what its record says anyway changes nothing and rejects nothing."""

# What stands in a cell is often less than what the record keeps: the name of a company that three companies have, a
# moment without its seconds, a value that was switched off. Read anew, it could become something else. So a cell is
# compared with what an export would write for its record now; only what differs is read.

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from itertools import batched
from typing import Any

from voronka.core import dates
from voronka.imports.cells import day_of
from voronka.imports.columns import Column, Reading
from voronka.imports.engine.marks import Places
from voronka.imports.targets.base import Target
from voronka.records import access
from voronka.records.exporting.record_id import NAME, understood
from voronka.records.exporting.tables import LONGEST, PORTION, plain
from voronka.records.field_rules import as_seen
from voronka.records.fields import Emails, Field, Phones, Text
from voronka.records.values import values_of

type Rows = Iterator[tuple[int, list[str]]]
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # columns that depend on the time are worked out, and no file fills them
A_MINUTE = 60


class Same(str):
    """A cell that says what stands in the record: it is told like any other, but not read."""

    __slots__ = ()


def has_ids(places: Places) -> bool:
    """Whether the file says which records its rows are."""
    return any(column.name == NAME for _place, column in places)


def passing_over(column: Column) -> Column:
    """The column, which reads nothing out of a cell that says the same."""
    read = column.read
    return replace(column, read=lambda raw, reading: {} if isinstance(raw, Same) else read(raw, reading))


@dataclass(frozen=True, kw_only=True)
class Restated:
    """Marks the cells of a file that say the same as their records, as far as the one who imports sees these."""

    places: Places
    target: Target
    reading: Reading

    def rows(self, rows: Rows) -> Rows:
        """The rows with such cells marked; a portion of them asks once for its records."""
        place = next(place for place, column in self.places if column.name == NAME)
        seen = as_seen(self.target.kind, self.reading.by).by_name
        known = [(at, seen[column.name]) for at, column in self.places if column.name in seen]
        fields = [(at, field) for at, field in known if not _is_read_always(field)]
        for portion in batched(rows, PORTION, strict=False):
            said = self._said({pk for _number, cells in portion if (pk := self._id(cells[place]))}, fields)
            for number, cells in portion:
                yield number, self._marked(cells, said.get(self._id(cells[place]) or 0, {}), fields)

    def _id(self, cell: str) -> int | None:
        found = understood(cell)
        return found[1] if found and found[0] == self.target.kind.name else None

    def _said(self, ids: set[int], fields: Sequence[tuple[int, Field]]) -> Mapping[int, Mapping[str, Any]]:
        links = [field.path for _place, field in fields if field.joined]
        found = access.visible(self.target.kind, self.reading.by).filter(pk__in=ids)
        found = found.select_related(*links) if links else found
        return values_of(list(found), [field for _place, field in fields], by=self.reading.by, at=ANY_TIME)

    def _marked(self, cells: list[str], said: Mapping[str, Any], fields: Sequence[tuple[int, Field]]) -> list[str]:
        marked = list(cells)
        for place, field in fields:
            if said and cells[place] and says(field, cells[place], said[field.name], self.reading.zone):
                marked[place] = Same(cells[place])
        return marked


def _is_read_always(field: Field) -> bool:
    """A row without a name, a phone or a letter box would be none; and these are read as they are written."""
    return type(field) is Text or isinstance(field, Phones | Emails)


def says(field: Field, cell: str, value: Any, zone: tzinfo) -> bool:
    """Whether a cell is what an export writes for this value, or the same put in another way by a spreadsheet."""
    match plain(field, value, zone):
        case None:
            return False
        case datetime() as moment:
            found = _moment(cell)
            return found is not None and abs((found - moment).total_seconds()) < A_MINUTE
        case date() as day:
            found = _moment(cell)
            return found is not None and found.date() == day
        case int() | Decimal() as number:
            return _number(cell) == number
        case text:
            return _words(cell) in {_words(str(text)), _words(str(text)[:LONGEST])}


def _moment(cell: str) -> datetime | None:
    try:
        return dates.parse_moment(day_of(cell), UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _number(cell: str) -> Decimal | None:
    try:
        return Decimal("".join(cell.split()).replace(",", "."))
    except InvalidOperation:
        return None


def _words(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
