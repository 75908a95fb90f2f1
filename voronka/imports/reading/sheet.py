"""A file as a header and numbered rows, whatever its format."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voronka.core.errors import Refused
from voronka.imports.reading import limits

REASONS = {
    "too-big": gettext_noop("The file is too big: no more than 50 MB. Part it into several."),
    "empty": gettext_noop("The file is empty: there must be a row of headings and rows below it."),
    "not-a-table": gettext_noop("This is not a table. Voronka reads .xlsx, .xls, .ods and .csv."),
    "encoding": gettext_noop("The letters of this file cannot be read. Save it as CSV UTF-8 and try again."),
    "markup": gettext_noop(
        "This is a web page or XML, even if it is called a table. Open it in Excel and save it as .xlsx or .csv."
    ),
    "columns": gettext_noop("The table has more than 200 columns."),
    "rows": gettext_noop("The table has more than 500 000 rows. Part it into several."),
    "killed": gettext_noop("The file is too heavy to read. Save it anew as .csv and try again."),
}


class Unreadable(Refused):
    """The file cannot be taken in; says why and what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(_(REASONS.get(code, REASONS["not-a-table"])), field="file")


@dataclass(frozen=True)
class Sheet:
    """A header, and rows with their number in the file (the header is row 1)."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]


def read_sheet(path: Path) -> Sheet:
    """The table in a file; raises Unreadable here or, for a file that breaks off, while its rows are read.

    Rows without any value are passed over; short ones are filled up, long ones cut to the header.
    """
    lines = lines_of(path)
    for _number, cells in lines:
        if any(cells):
            return Sheet(header_of(cells), _rows(lines, len(cells)))
    raise Unreadable("empty")


def header_of(cells: list[str]) -> list[str]:
    """Names of the columns, each another one; one without a heading goes by its number."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = cell or _("Column %(number)s") % {"number": place}
        names.append(f"{name} ({place})" if name in names else name)
    return names


def _rows(lines: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    for number, cells in lines:
        if any(cells):
            yield number, fitted(cells, width)


def fitted(cells: list[str], width: int) -> list[str]:
    """A row as wide as the header."""
    return (cells + [""] * (width - len(cells)))[:width]


def lines_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number, those without a value too; raises Unreadable as `read_sheet` does."""
    if path.stat().st_size > limits.FILE_BYTES:
        raise Unreadable("too-big")
    command = [sys.executable, "-m", "voronka.imports.reading.child", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:  # noqa: S603  # our own module
        try:
            for number, line in enumerate(child.stdout or (), start=1):
                said = json.loads(line)
                if isinstance(said, dict):
                    if "error" in said:
                        raise Unreadable(said["error"])
                    return
                yield number, said
            raise Unreadable("killed")
        finally:
            child.kill()
