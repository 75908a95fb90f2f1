"""Rows out of the bytes of a file, by what the file is and not by what it is called."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes
from python_calamine import CalamineError, CalamineWorkbook

from voronka.imports.reading import limits

SEPARATORS = ",;\t|"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class BadFile(Exception):
    """The file cannot be read; the argument is a code that `sheet` puts into words."""


def rows_of(path: Path) -> Iterator[list[str]]:
    """Every row of the first sheet as texts; raises BadFile with a code."""
    if path.stat().st_size > limits.FILE_BYTES:
        raise BadFile("too-big")
    head = path.read_bytes()[:8192]
    if not head.strip():
        raise BadFile("empty")
    if head.startswith((b"PK\x03\x04", OLE)):
        yield from _workbook(path, packed=head.startswith(b"PK"))
    else:
        yield from _text(path, head)


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


def _text(path: Path, head: bytes) -> Iterator[list[str]]:
    encoding = _encoding(path, head)
    with path.open(encoding=encoding, newline="", errors="strict") as stream:
        sample = stream.read(65_536)
        stream.seek(0)
        csv.field_size_limit(limits.CELL_CHARACTERS * 4)
        try:
            yield from csv.reader(stream, delimiter=separator_of(sample))
        except UnicodeDecodeError as error:
            raise BadFile("encoding") from error
        except csv.Error as error:
            raise BadFile("not-a-table") from error


def _encoding(path: Path, head: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    if b"\x00" in head or _noise(head) > 0.05:
        raise BadFile("not-a-table")
    whole = path.read_bytes()
    try:
        whole.decode()
    except UnicodeDecodeError:
        return _eight_bit(whole[:200_000])
    return "utf-8"


def _noise(head: bytes) -> float:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    return controls / len(head)


def _eight_bit(sample: bytes) -> str:
    best = from_bytes(sample, cp_isolation=["cp1251", "koi8_r", "cp866", "cp1252", "mac_cyrillic"]).best()
    if best is None:
        raise BadFile("encoding")
    return best.encoding


def separator_of(sample: str) -> str:
    """What parts the cells of a text, by its first line; raises BadFile for one without lines."""
    lines = [line for line in io.StringIO(sample).read().splitlines()[:20] if line.strip()]
    if not lines:
        raise BadFile("empty")
    counts = {sign: len(next(csv.reader([lines[0]], delimiter=sign))) for sign in SEPARATORS}
    return max(counts, key=lambda sign: counts[sign])
