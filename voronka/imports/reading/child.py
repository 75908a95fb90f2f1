"""The reader as a process of its own: it writes JSON lines."""

import json
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from voronka.imports.reading import limits
from voronka.imports.reading.formats import Book, opened_book
from voronka.imports.reading.limits import BadFile

AHEAD = 40
ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def main(path: str, seconds: str, what: str) -> int:
    """Write for each sheet `{"sheet": name, …}` and `[cell, …]` a line, then `{"end": notes}` or `{"error": code}`.

    `what` is "ahead" for the beginning of every sheet, "all" for all of it, or the number of one sheet, from nought.
    """
    limits.apply(int(seconds))
    try:
        book = opened_book(Path(path))
        for index in _wanted(book, what):
            _write_sheet(book, index, is_ahead=what == "ahead")
    except BadFile as error:
        return _refuse(str(error))
    except MemoryError:
        return _refuse("heavy")
    except (UnicodeError, ValueError, OSError, OverflowError, RecursionError):
        return _refuse("not-a-table")
    _say({"end": sorted(book.notes)})
    return 0


def _wanted(book: Book, what: str) -> Iterable[int]:
    every = range(len(book.names))
    if len(every) > limits.SHEETS:
        raise BadFile("sheets")
    if what.isdecimal() and int(what) not in every:
        raise BadFile("no-sheet")
    return [int(what)] if what.isdecimal() else every


def _write_sheet(book: Book, index: int, *, is_ahead: bool) -> None:
    rows: Iterable[list[str]] = book.rows(index)
    about: dict[str, Any] = {"sheet": book.names[index], "hidden": book.hidden[index]}
    if is_ahead:
        about["rows"] = book.height(index)
        rows = islice(rows, AHEAD)
    _say(about)
    for count, row in enumerate(rows, start=1):
        cells = [cell.replace("\x00", "").strip()[: limits.CELL_CHARACTERS] for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > limits.COLUMNS:
            raise BadFile("columns")
        if count > limits.ROWS:
            raise BadFile("rows")
        _say(cells)


def _say(what: Any) -> None:
    sys.stdout.write(ENCODE(what) + "\n")


def _refuse(code: str) -> int:
    _say({"error": code})
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
