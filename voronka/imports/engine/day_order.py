"""Whether a column of days says the month first, as people in the USA write it: judged by the column, not by a cell."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from voronka.imports.columns import Column, Reading
from voronka.imports.engine.marks import Places

LOOKED_AT = 2000  # rows
DAY = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
OF_TIME = ("date", "timestamp")
MONTHS = 12


def in_order(places: Places, rows: Sequence[Sequence[str]], region: str) -> Places:
    """The same, with columns of days read month first where the rows show it.

    Where no row tells, days with slashes are month first for the `region` US (ISO 3166), and day first else.
    """
    return [
        (place, _month_first(column))
        if _is_of_days(column) and _begins_with_month([row[place] for row in rows if len(row) > place], region)
        else (place, column)
        for place, column in places
    ]


def _is_of_days(column: Column) -> bool:
    return any(kind.startswith(OF_TIME) for _name, kind in column.staged)


def _begins_with_month(cells: Iterable[str], region: str) -> bool:
    found = [one for cell in cells if cell and (one := DAY.match(cell))]
    firsts, seconds = [int(one[1]) for one in found], [int(one[3]) for one in found]
    if not found or max(firsts) > MONTHS:
        return False
    return max(seconds) > MONTHS or (region == "US" and all(one[2] == "/" for one in found))


def _month_first(column: Column) -> Column:
    read = column.read

    def turned(raw: str, reading: Reading) -> Mapping[str, Any]:
        return read(DAY.sub(_as_iso, raw, count=1), reading)

    return replace(column, read=turned)


def _as_iso(found: re.Match[str]) -> str:
    return f"{found[4]}-{int(found[1]):02}-{int(found[3]):02}"
