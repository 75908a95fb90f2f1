"""Workbooks that calamine reads, a sheet at a time: .xls, .xlsb and .ods."""

import mmap
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from voronka.imports.reading.limits import BadFile
from voronka.imports.reading.packed import opened, refuse_definitions

LOCKED = "EncryptedPackage".encode("utf-16-le")
MACROS = "_VBA_PROJECT".encode("utf-16-le")


class OtherBook:
    """An opened workbook, as `xlsx.Workbook`."""

    def __init__(self, path: Path, *, is_packed: bool) -> None:
        self.notes: set[str] = set()
        if is_packed:
            self._look_inside(path)
        else:
            self._look_over(path)
        try:
            self.book = CalamineWorkbook.from_path(path)
        except Exception as error:  # whatever the other library makes of a hostile file
            raise BadFile("locked" if "password" in str(error).lower() else "not-a-table") from error
        pages = [page for page in self.book.sheets_metadata if page.typ == SheetTypeEnum.WorkSheet]
        if not pages:
            raise BadFile("empty")
        self.names = [page.name for page in pages]
        self.hidden = [page.visible != SheetVisibleEnum.Visible for page in pages]
        self.last: tuple[int, CalamineSheet] | None = None

    def _look_inside(self, path: Path) -> None:
        with opened(path) as archive:
            parts = archive.namelist()
            self.notes |= {"macros"} if any(_is_program(part) for part in parts) else set()
            if "content.xml" in parts:
                self._look_at_content(archive)

    @staticmethod
    def _look_at_content(archive: zipfile.ZipFile) -> None:
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise BadFile("locked")
        refuse_definitions(archive, "content.xml")

    def _look_over(self, path: Path) -> None:
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            if content.find(LOCKED) >= 0:
                raise BadFile("locked")
            self.notes |= {"macros"} if content.find(MACROS) >= 0 else set()

    def _sheet(self, index: int) -> CalamineSheet:
        if self.last is None or self.last[0] != index:
            try:
                self.last = index, self.book.get_sheet_by_name(self.names[index])
            except (CalamineError, ValueError) as error:
                raise BadFile("not-a-table") from error
        return self.last[1]

    def height(self, index: int) -> int | None:
        """How many rows the sheet has."""
        return self._sheet(index).total_height

    def rows(self, index: int) -> Iterator[list[str]]:
        """The rows of a sheet, the empty ones above its first value too; raises BadFile."""
        for row in self._sheet(index).iter_rows():
            yield [plain(cell) for cell in row]


def _is_program(part: str) -> bool:
    return part.lower().endswith("vbaproject.bin") or part.startswith(("Basic/", "Scripts/"))


def plain(cell: Any) -> str:
    """A cell as text."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else format(cell, ".15g")
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
