"""Tables as text: cells parted by a comma, a semicolon, a tab or a bar."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from voronka.imports.reading import limits
from voronka.imports.reading.cards import is_cards, rows_of_cards
from voronka.imports.reading.encodings import encoding_of
from voronka.imports.reading.limits import BadFile

SEPARATORS = "\t;,|"
SAMPLE = 65_536
LINES = 50
# The apostrophe by which a table keeps a text from being run as a formula, ours as well as that of other programs.
DISARMED = re.compile(r"''*[=+\-@\t\r\n]")
MARKUP = ("<!doctype", "<html", "<?xml", "<table")


def rows_of_text(path: Path) -> Iterator[list[str]]:
    """The rows of a text; raises BadFile with a code."""
    with path.open(encoding=encoding_of(path), newline="", errors="strict") as stream:
        csv.field_size_limit(limits.CELL_CHARACTERS * 4)
        try:
            sample = stream.read(SAMPLE)
            if sample.lstrip("\ufeff \r\n\t").lower().startswith(MARKUP):
                raise BadFile("markup")
            stream.seek(0)
            if is_cards(sample):
                yield from rows_of_cards(stream)
                return
            for row in csv.reader(stream, delimiter=separator_of(sample)):
                yield [cell[1:] if DISARMED.match(cell) else cell for cell in row]
        except UnicodeDecodeError as error:
            raise BadFile("encoding") from error
        except csv.Error as error:
            raise BadFile("not-a-table") from error


def separator_of(sample: str) -> str:
    """What parts the cells of a text: what parts most of its first rows into the same number of cells, most of them.

    Raises BadFile for a text without lines.
    """
    if not sample.strip():
        raise BadFile("empty")
    return max(SEPARATORS, key=lambda sign: _evenness(sample, sign))


def _evenness(sample: str, sign: str) -> tuple[float, int]:
    """The share of rows that are alike, and how many cells they have; nothing where there is one cell."""
    widths: list[int] = []
    try:
        for row in csv.reader(sample.splitlines(keepends=True), delimiter=sign):
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) == LINES:
                break
    except csv.Error:
        return 0, 0
    if len(sample) >= SAMPLE and 1 < len(widths) < LINES:
        widths.pop()  # the sample ends in the middle of it
    parted = Counter(width for width in widths if width > 1)
    if not parted:
        return 0, 0
    width, count = max(parted.items(), key=lambda one: (one[1], one[0]))
    return count / len(widths), width
