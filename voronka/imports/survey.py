"""Which values stand in the columns of a file, and how often: counted once, within bounds, kept with the run."""

from collections.abc import Iterable, Sequence
from typing import Any

from voronka.imports.value_lists import ValueList

AT_ONCE = 3000  # rows that are counted while the file is being taken in; a longer file is counted by a job
MOST, LONGEST = 200, 120


class Survey:
    """Counts the values of each column while rows go by: the first two hundred different ones of each."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header
        self.counts: list[dict[str, int]] = [{} for _name in header]
        self.rest = [0] * len(header)
        self.rows = 0

    def add(self, rows: Iterable[Sequence[str]]) -> "Survey":
        """Count these rows too."""
        for cells in rows:
            self.rows += 1
            for place, cell in enumerate(cells):
                if not cell:
                    continue
                counts = self.counts[place]
                if cell in counts:
                    counts[cell] += 1
                elif len(counts) < MOST:
                    counts[cell] = 1
                else:
                    self.rest[place] += 1
        return self

    def as_json(self, *, is_whole: bool) -> dict[str, Any]:
        """What is kept. Names, numbers and letter boxes, different in every row, are no values of any list."""
        columns = {}
        for name, counts, rest in zip(self.header, self.counts, self.rest, strict=True):
            if rest and max(counts.values()) == 1:
                columns[name] = {"values": [], "rest": rest + len(counts)}
                continue
            often = sorted(counts.items(), key=lambda one: -one[1])
            columns[name] = {"values": [[text[:LONGEST], count] for text, count in often], "rest": rest}
        return {"rows": self.rows, "is_whole": is_whole, "columns": columns}


def unknown(told: dict[str, Any], values: ValueList) -> tuple[list[tuple[str, int]], int]:
    """What of a surveyed column the list lacks, the commonest first, and how many cells were not looked into."""
    found: dict[str, tuple[str, int]] = {}
    for cell, count in told.get("values", ()):
        for piece in values.pieces(cell):
            if not values.has(piece):
                first, so_far = found.get(piece.casefold(), (piece, 0))
                found[piece.casefold()] = (first, so_far + count)
    return sorted(found.values(), key=lambda one: -one[1])[:MOST], int(told.get("rest", 0))
