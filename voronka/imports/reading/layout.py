"""Where on a sheet the table stands: its headings below a letterhead, in one row or two, its totals at the bottom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

type Line = tuple[int, list[str]]
type Lines = Iterator[Line]

LONGEST_VALUE = 80
WIDE = 0.6  # a row of headings fills so much of what the widest row fills
# What no heading is: a letter box, a phone, a number, a day.
VALUE = re.compile(r"[^@\s]+@[^@\s]+\.\w+|\+?[\d\s()./:,%₽$€T-]*\d[\d\s()./:,%₽$€T-]*")
YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}")  # «2025», «1»: columns are headed so
TOTAL = re.compile(
    r"(?:всего|итого|итог|общий итог|total|grand total)"
    r"(?: (?:по|за|в|for|of|in) .{1,60}| (?:строк|записей|rows))? ?[:.]?(?: ?[\d\s.,]+)?",
    re.IGNORECASE,
)
AFTER_TOTALS = 5  # rows below them: who signed, a date


@dataclass(frozen=True)
class Layout:
    """Which sheet is the table (from 0) and which rows its headings are: `deep` ones from `top` on (from 1).

    `top` is 0 as long as nobody has looked for them.
    """

    sheet: int = 0
    top: int = 0
    deep: int = 1


@dataclass
class Passed:
    """What was read and is no row of the table: rows above the headings, totals; and what is to be said of the file."""

    above: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def found_in(first: Sequence[Line], sheet: int) -> Layout | None:
    """Where the headings stand, judged by the first rows of a sheet; None for one without any value.

    They are the first row that is about as wide as the table and holds no values. A table without headings begins with
    its first wide row: nothing of it is passed over.
    """
    filled = [(number, cells) for number, cells in first if any(cells)]
    if not filled:
        return None
    widest = max(_width(cells) for _number, cells in filled)
    wide = [one for one in filled if _width(one[1]) >= WIDE * widest]
    top, cells = wide[0]
    if _has_values(cells):
        wider = (one for one in wide[1:] if _width(one[1]) > _width(cells) and not _has_values(one[1]))
        top, cells = next(wider, (top, cells))
    top, cells = _group_above(filled, top, cells)
    below = [row for number, row in filled if number > top]
    next_row = dict(filled).get(top + 1)
    return Layout(sheet, top, 2 if next_row and _goes_on(cells, next_row, below[1:]) else 1)


def headings(rows: Sequence[list[str]]) -> list[str]:
    """Names of the columns out of the rows of headings: «Контакт» over «Телефон» gives «Контакт: Телефон»."""
    if len(rows) < 2:
        return [_one_line(cell) for cell in rows[0]] if rows else []
    upper, lower = rows[0], rows[1]
    names = []
    group = ""
    for place in range(max(len(upper), len(lower))):
        above, below = _at(upper, place), _at(lower, place)
        group = above or (group if below else "")
        names.append(f"{group}: {below}" if group and below and group != below else below or group)
    return names


def without_totals(rows: Lines, passed: Passed) -> Lines:
    """The rows but the totals at the bottom, and what little stands below these; `passed` names them."""
    held: list[Line] = []
    for number, cells in rows:
        is_narrow = bool(held) and _width(cells) <= max(1, len(cells) // 4)
        if len(held) <= AFTER_TOTALS and (is_narrow or TOTAL.fullmatch(_one_line(next(filter(None, cells)))[:100])):
            held.append((number, cells))
        else:
            yield from held
            held.clear()
            yield number, cells
    passed.totals = [number for number, _cells in held]


def _width(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell)


def _has_values(cells: Sequence[str]) -> bool:
    short = [cell for cell in cells if 0 < len(cell) <= LONGEST_VALUE]
    return any(VALUE.fullmatch(cell) and not YEAR.fullmatch(cell) for cell in short)


def _group_above(filled: Sequence[Line], top: int, cells: list[str]) -> Line:
    """The row over the found one where it names groups of its columns: narrow, for its cells were merged."""
    above = dict(filled).get(top - 1)
    below = [row for number, row in filled if number > top]
    if above and not _has_values(above) and _width(above) > 1 and _goes_on(above, cells, below):
        return top - 1, above
    return top, cells


def _goes_on(upper: Sequence[str], lower: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row goes on with the headings of the one above: it fills what was merged there.

    Sure where it fills nothing else; where it fills everything, it must hold no values and the rows below must.
    """
    width = max(len(upper), len(lower))
    gaps = {place for place in range(1, width) if not _at(upper, place)}
    if not _at(upper, 0) or not gaps or _has_values(lower):
        return False
    groups = gaps | {place - 1 for place in gaps}
    named = {place for place in range(width) if _at(lower, place)}
    return named == groups and (len(groups) < width or any(_has_values(row) for row in below[:10]))


def _at(cells: Sequence[str], place: int) -> str:
    return _one_line(cells[place]) if place < len(cells) else ""


def _one_line(cell: str) -> str:
    return " ".join(cell.split())
