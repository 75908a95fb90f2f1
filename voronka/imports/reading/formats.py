"""A file as sheets of rows, by what it is and not by what it is called."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from voronka.imports.reading import limits
from voronka.imports.reading.kept_lines import GZIP, KeptLines
from voronka.imports.reading.limits import BadFile
from voronka.imports.reading.other_books import OtherBook
from voronka.imports.reading.packed import opened
from voronka.imports.reading.text import rows_of_text
from voronka.imports.reading.xlsx import Workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


class Book(Protocol):
    """What every reader gives: names of the sheets, which are hidden, what is to be said of the file, rows."""

    names: list[str]
    hidden: list[bool]
    notes: set[str]

    def height(self, index: int, /) -> int | None:
        """How many rows a sheet has, where the file says so."""

    def rows(self, index: int, /) -> Iterator[list[str]]:
        """The rows of a sheet as texts; raises BadFile."""


class TextBook:
    """A text is one sheet without a name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names, self.hidden = [""], [False]
        self.notes: set[str] = set()

    def height(self, _index: int) -> int | None:
        """Nobody has counted."""
        return None

    def rows(self, _index: int) -> Iterator[list[str]]:
        """The rows of the text; raises BadFile."""
        return rows_of_text(self.path)


def opened_book(path: Path) -> Book:
    """The reader that suits the file; raises BadFile with a code."""
    if path.stat().st_size > limits.FILE_BYTES:
        raise BadFile("too-big")
    with path.open("rb") as stream:
        head = stream.read(8192)
    if not head.strip():
        raise BadFile("empty")
    if head.startswith(ZIP):
        return _packed(path)
    if head.startswith(OLE):
        return OtherBook(path, is_packed=False)
    return KeptLines(path) if head.startswith(GZIP) else TextBook(path)


def _packed(path: Path) -> Book:
    with opened(path) as archive:
        parts = set(archive.namelist())
    if "xl/workbook.bin" in parts or "content.xml" in parts:
        return OtherBook(path, is_packed=True)
    if "[Content_Types].xml" in parts or "xl/workbook.xml" in parts:
        return Workbook(path)
    raise BadFile("not-a-table")
