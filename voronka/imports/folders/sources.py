"""The files of a folder, told apart by their headings, and tables made of them for the import."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.imports.presets.base import Preset
from voronka.imports.presets.folders import Part, place
from voronka.imports.presets.zoho_folder import OTHER
from voronka.imports.reading.archive import TABLES
from voronka.imports.reading.layout import Layout
from voronka.imports.reading.sheet import Unreadable, read_sheet

# Columns that are made of those of the file begin with this.
OURS = "→ "


@dataclass(frozen=True)
class Source:
    """A file of the folder: what it is, its headings and where they stand."""

    path: Path
    part: Part
    header: list[str]
    layout: Layout

    @cached_property
    def _read(self) -> tuple[list[tuple[int, list[str]]], list[int]]:
        sheet = read_sheet(self.path, self.layout)
        return list(sheet.rows), sheet.passed.totals

    @property
    def rows(self) -> list[tuple[int, list[str]]]:
        """Its rows with their numbers, read once; raises Unreadable."""
        return self._read[0]

    @property
    def totals(self) -> list[int]:
        """The numbers of rows that were passed over as totals."""
        return self._read[1]

    def cell(self, cells: Sequence[str], words: str) -> str:
        """What stands below a heading; of several, parted by bars, below the first that is there."""
        if words not in self._places:  # asked for every row
            self._places[words] = place(self.header, words) if words else None
        at = self._places[words]
        return cells[at].strip() if at is not None else ""

    @cached_property
    def _places(self) -> dict[str, int | None]:
        return {}

    def write(self, folder: Path, rows: Iterable[tuple[int, list[str]]], more: Sequence[str]) -> Path:
        """A table with these columns more, in a folder; every row keeps its number, the others are blank lines."""
        path = folder / f"{self.path.stem}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            at = 1
            for number, cells in self._numbered(rows, more):
                for _blank in range(at, number):
                    file.write("\r\n")
                table.writerow(cells)
                at = number + 1
        return path

    def _numbered(self, rows: Iterable[tuple[int, list[str]]], more: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        yield self.layout.top + self.layout.deep - 1, [*self.header, *(f"{OURS}{name}" for name in more)]
        yield from rows


def sources_of(folder: Path, preset: Preset) -> list[Source]:
    """The files of a folder in the order in which they are taken; raises Refused where there is none that is known."""
    found = [_source(path, preset) for path in sorted(folder.iterdir()) if path.suffix.lower() in TABLES]
    if not any(one.part in preset.folder for one in found):
        raise Refused(
            _("There is no export of %(program)s in this folder.") % {"program": preset.label}, field="folder"
        )
    order = [*preset.folder, OTHER]
    return sorted(found, key=lambda one: (order.index(one.part), one.path.name))


def _source(path: Path, preset: Preset) -> Source:
    try:
        sheet = read_sheet(path)
    except Unreadable:  # said when its turn comes; the others go on
        return Source(path, OTHER, [], Layout())
    sheet.rows.close()  # type: ignore[attr-defined]  # a generator: the reading child ends with it
    part = next((one for one in preset.folder if one.fits(sheet.header)), OTHER)
    return Source(path, part, sheet.header, sheet.layout)


def ours(names: Sequence[str]) -> Mapping[str, str]:
    """The mapping of the columns that were made: heading → column name."""
    return {f"{OURS}{name}": name for name in names}
