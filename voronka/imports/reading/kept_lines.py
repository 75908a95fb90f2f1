"""The format in which a kept file is written anew: packed JSON lines, sheet after sheet, rows at their numbers."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from voronka.imports.reading import limits
from voronka.imports.reading.limits import BadFile

GZIP = b"\x1f\x8b"
FIRST = {"voronka": "rows"}


class KeptLines:
    """An opened file of ours, as `xlsx.Workbook`."""

    notes: set[str] = set()

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names: list[str] = []
        self.hidden: list[bool] = []
        for said in self._lines():
            if isinstance(said, dict):
                self.names.append(str(said.get("sheet", "")))
                self.hidden.append(bool(said.get("hidden")))
        if not self.names:
            raise BadFile("empty")

    def height(self, _index: int) -> int | None:
        """Nobody has counted."""
        return None

    def rows(self, index: int) -> Iterator[list[str]]:
        """The rows of a sheet; raises BadFile."""
        at = -1
        for said in self._lines():
            if isinstance(said, dict):
                at += 1
            elif at == index:
                yield [str(cell) for cell in said]

    def _lines(self) -> Iterator[Any]:
        """What follows the first line: an object begins a sheet, a list is a row."""
        size = 0
        try:
            with gzip.open(self.path, "rt", encoding="utf-8") as stream:
                if json.loads(stream.readline(1000)) != FIRST:
                    raise BadFile("not-a-table")
                while line := stream.readline(limits.COLUMNS * limits.CELL_CHARACTERS):
                    size += len(line)
                    if size > limits.UNPACKED_BYTES:
                        raise BadFile("swollen")
                    said = json.loads(line)
                    if not isinstance(said, dict | list):
                        raise BadFile("not-a-table")
                    yield said
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise BadFile("not-a-table") from error


def write(path: Path, sheets: Iterable[tuple[str, bool, Iterable[list[str]]]]) -> None:
    """Write sheets: name, whether it is hidden, rows; raises BadFile for what could not be read again."""
    with gzip.open(path, "wt", compresslevel=3, encoding="utf-8") as stream:
        stream.write(json.dumps(FIRST) + "\n")
        for name, is_hidden, rows in sheets:
            stream.write(json.dumps({"sheet": name, "hidden": is_hidden}, ensure_ascii=False) + "\n")
            for cells in rows:
                stream.write(json.dumps(cells, ensure_ascii=False) + "\n")
    if path.stat().st_size > limits.FILE_BYTES:
        raise BadFile("too-big")
