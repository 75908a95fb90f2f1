"""The reader as a process of its own: `python -m voronka.imports.reading.child FILE` writes JSON lines."""

import json
import sys
from pathlib import Path

from voronka.imports.reading import limits
from voronka.imports.reading.formats import rows_of
from voronka.imports.reading.limits import BadFile


def main(path: str) -> int:
    """Write `[cell, …]` a line, then `{"end": rows}` or `{"error": code}`."""
    limits.apply()
    try:
        count = _write_rows(Path(path))
    except BadFile as error:
        return _refuse(str(error))
    except (MemoryError, UnicodeError, ValueError, OSError):
        return _refuse("not-a-table")
    sys.stdout.write(json.dumps({"end": count}) + "\n")
    return 0


def _write_rows(path: Path) -> int:
    count = 0
    for row in rows_of(path):
        cells = [cell.replace("\x00", "").strip()[: limits.CELL_CHARACTERS] for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > limits.COLUMNS:
            raise BadFile("columns")
        sys.stdout.write(json.dumps(cells, ensure_ascii=False) + "\n")
        count += 1
        if count > limits.ROWS:
            raise BadFile("rows")
    return count


def _refuse(code: str) -> int:
    sys.stdout.write(json.dumps({"error": code}) + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
