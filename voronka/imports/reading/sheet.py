"""A file as sheets, each a header and numbered rows, whatever its format."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voronka.core.errors import Refused
from voronka.imports.reading import limits
from voronka.imports.reading.layout import Layout, Lines, Passed, found_in, headings, without_totals

REASONS = {
    "too-big": gettext_noop("The file is too big: no more than 200 MB. Part it into several."),
    "swollen": gettext_noop("The file unpacks to far more than a table needs. Save it anew as .csv and try again."),
    "empty": gettext_noop("The file is empty: there must be a row of headings and rows below it."),
    "not-a-table": gettext_noop("This is not a table. Voronka reads .xlsx, .xls, .ods, .csv and .vcf."),
    "card": gettext_noop("A vCard of this file has no end. Export the contacts anew."),
    "encoding": gettext_noop("The letters of this file cannot be read. Save it as CSV UTF-8 and try again."),
    "markup": gettext_noop(
        "This is a web page or XML, even if it is called a table. Open it in Excel and save it as .xlsx or .csv."
    ),
    "locked": gettext_noop("The file wants a password. Open it, save it without one and try again."),
    "bomb": gettext_noop("The file defines texts of its own that could fill the memory: no table needs that."),
    "columns": gettext_noop("The table has more than 200 columns."),
    "rows": gettext_noop("The table has more than 1 048 576 rows. Part it into several."),
    "sheets": gettext_noop("The file has more than 200 sheets. Part it into several."),
    "no-sheet": gettext_noop("The file has no such sheet."),
    "heavy": gettext_noop("The file needs too much memory. Save it anew as .xlsx or .csv, or part it into several."),
    "slow": gettext_noop("The file takes too long to read. Save it anew as .csv, or part it into several."),
    "killed": gettext_noop("The file is too heavy to read. Save it anew as .csv and try again."),
}


class Unreadable(Refused):
    """The file cannot be taken in; says why and what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(_(REASONS.get(code, REASONS["not-a-table"])), field="file")


@dataclass(frozen=True)
class Sheet:
    """A header, where it stands, and rows with their number in the file; `passed` fills up while they are read."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    layout: Layout = field(default_factory=Layout)
    passed: Passed = field(default_factory=Passed)


@dataclass(frozen=True, kw_only=True)
class SheetAhead:
    """What is seen of a sheet before it is chosen: name, height where the file says it, the first rows."""

    index: int
    name: str
    is_hidden: bool
    rows: int | None
    first: list[list[str]] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        """Whether there may be headings and a row below them."""
        return sum(any(cells) for cells in self.first) > 1

    @property
    def beginning(self) -> list[list[str]]:
        """The first rows that say something, as much of them as a card has room for."""
        filled = ([cell for cell in cells if cell][:6] for cells in self.first)
        return [cells for cells in filled if cells][:3]


@dataclass(frozen=True)
class WholeSheet:
    """A sheet of a file that is read from its beginning to its end; its rows must be taken before the next one's."""

    index: int
    name: str
    is_hidden: bool
    lines: Lines


def read_sheet(path: Path, layout: Layout | None = None) -> Sheet:
    """The table of a sheet; raises Unreadable here or, for a file that breaks off, while its rows are read.

    Where the layout does not say in which row the headings stand, they are found. Rows without any value and totals at
    the bottom are passed over; short rows are filled up, long ones cut to the header.
    """
    wanted = layout or Layout()
    passed = Passed()
    lines = lines_of(path, wanted.sheet, passed.notes)
    known = wanted if wanted.top else None
    first = list(islice(lines, max(limits.HEAD_ROWS, known.top + known.deep if known else 0)))
    known = known or found_in(first, wanted.sheet)
    if known is None:
        raise Unreadable("empty")
    head = {number: cells for number, cells in first if known.top <= number < known.top + known.deep}
    passed.above = [number for number, cells in first if number < known.top and any(cells)]
    names = headings([head.get(number, []) for number in range(known.top, known.top + known.deep)])
    if not names:
        raise Unreadable("empty")
    below = chain((one for one in first if one[0] >= known.top + known.deep), lines)
    return Sheet(header_of(names), without_totals(_rows(below, len(names)), passed), known, passed)


def header_of(cells: list[str]) -> list[str]:
    """Names of the columns, each another one; one without a heading goes by its number."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = cell or _("Column %(number)s") % {"number": place}
        names.append(f"{name} ({place})" if name in names else name)
    return names


def _rows(lines: Lines, width: int) -> Lines:
    for number, cells in lines:
        if any(cells):
            yield number, fitted(cells, width)


def fitted(cells: list[str], width: int) -> list[str]:
    """A row as wide as the header."""
    return (cells + [""] * (width - len(cells)))[:width]


def lines_of(path: Path, sheet: int = 0, notes: list[str] | None = None) -> Lines:
    """Every row of a sheet with its number, those without a value too; raises Unreadable as `read_sheet` does."""
    number = 0
    for said in _told(path, str(sheet)):
        if isinstance(said, list):
            number += 1
            yield number, said
        elif "end" in said and notes is not None:
            notes += said["end"]


def sheets_ahead(path: Path) -> list[SheetAhead]:
    """The sheets of a file with their beginnings; raises Unreadable."""
    found: list[SheetAhead] = []
    for said in _told(path, "ahead", limits.LOOK_SECONDS):
        if isinstance(said, list):
            found[-1].first.append(said)
        elif "sheet" in said:
            found.append(
                SheetAhead(index=len(found), name=said["sheet"], is_hidden=said["hidden"], rows=said.get("rows"))
            )
    return found


def whole_sheets(path: Path) -> Iterator[WholeSheet]:
    """Every sheet with every row, the hidden ones too; raises Unreadable here or while rows are read."""
    told = _told(path, "all")
    said = next(told, None)
    index = 0

    def rows() -> Lines:
        nonlocal said
        for number, one in enumerate(told, start=1):
            if not isinstance(one, list):
                said = one
                return
            yield number, one
        said = None

    while isinstance(said, dict) and "sheet" in said:
        lines = rows()
        yield WholeSheet(index, said["sheet"], said["hidden"], lines)
        for _left in lines:
            pass
        index += 1


def _told(path: Path, what: str, seconds: int = 0) -> Iterator[Any]:
    """What the reading child says, to its last word; raises Unreadable."""
    if path.stat().st_size > limits.FILE_BYTES:
        raise Unreadable("too-big")
    command = [
        sys.executable,
        "-m",
        "voronka.imports.reading.child",
        str(path),
        str(seconds or limits.CPU_SECONDS),
        what,
    ]
    with subprocess.Popen(  # noqa: S603  # our own module
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    ) as child:
        try:
            for line in child.stdout or ():
                said = json.loads(line)
                if isinstance(said, dict) and "error" in said:
                    raise Unreadable(said["error"])
                yield said
                if isinstance(said, dict) and "end" in said:
                    return
            raise Unreadable(_cause(child.wait()))
        finally:
            child.kill()


def _cause(code: int) -> str:
    """Why a child fell silent, by how it ended."""
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return "slow"
    return "heavy" if code in {-signal.SIGABRT, -signal.SIGSEGV, 1} else "killed"
