"""Rows out of the bytes of a file, by what the file is and not by what it is called."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from voronka.imports.reading import limits
from voronka.imports.reading.limits import BadFile
from voronka.imports.reading.text import rows_of_text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def rows_of(path: Path) -> Iterator[list[str]]:
    """Every row of the first sheet as texts; raises BadFile with a code."""
    if path.stat().st_size > limits.FILE_BYTES:
        raise BadFile("too-big")
    with path.open("rb") as stream:
        head = stream.read(8192)
    if not head.strip():
        raise BadFile("empty")
    if head.startswith((b"PK\x03\x04", OLE)):
        yield from _workbook(path, packed=head.startswith(b"PK"))
    else:
        yield from rows_of_text(path)


def _workbook(path: Path, *, packed: bool) -> Iterator[list[str]]:
    if packed:
        _refuse_bomb(path)
    try:
        book = CalamineWorkbook.from_path(path)
        if not book.sheet_names:
            raise BadFile("empty")
        sheet = book.get_sheet_by_index(0)
    except (CalamineError, ValueError) as error:
        raise BadFile("not-a-table") from error
    for row in sheet.iter_rows():
        yield [_plain(cell) for cell in row]


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError) as error:
        raise BadFile("not-a-table") from error
    if unpacked > limits.UNPACKED_BYTES or unpacked > limits.PACK_RATIO * max(path.stat().st_size, 50_000):
        raise BadFile("too-big")
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise BadFile("not-a-table")


def _plain(cell: Any) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
