"""What the numbers of a workbook stand for: days and moments by their format, leading zeros, plain numbers."""

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal

# Ids of formats that programs do not write down. Source: ECMA-376 part 1, §18.8.30.
DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
QUOTED = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.', re.IGNORECASE)
LAST = 2_958_465  # 31.12.9999


def sort_of(code: str) -> str:
    """What a format makes of a number: "date", "elapsed", the zeros of «000000», or "" for a plain one."""
    bare = QUOTED.sub("", code.partition(";")[0]).strip()
    if re.search(r"\[[hms]+\]", bare, re.IGNORECASE):
        return "elapsed"
    if re.fullmatch(r"0{2,}", bare):
        return bare
    return "date" if re.search(r"[dmyhs]", bare.replace("General", ""), re.IGNORECASE) else ""


def written(raw: str, sort: str, *, from_1904: bool) -> str:
    """A number of a workbook as text: ISO for days and moments, no more than 15 digits for a number."""
    try:
        value = float(raw)
    except ValueError:
        return raw
    if not math.isfinite(value):
        return ""
    if sort == "date" and 0 <= value <= LAST:
        return _moment(value, from_1904=from_1904)
    if sort == "elapsed":
        return str(timedelta(seconds=round(value * 86_400)))
    if value.is_integer() and abs(value) < 1e21:
        whole = str(int(value)) if abs(value) < 1e15 else str(int(Decimal(format(value, ".15g"))))
        return whole.zfill(len(sort)) if sort.startswith("0") else whole
    return format(value, ".15g")


def _moment(value: float, *, from_1904: bool) -> str:
    """Day 60 of 1900 never was: Excel counts it since Lotus did. Source: ECMA-376 part 1, §18.17.4.1."""
    if value < 1 and not from_1904:
        return (datetime(1900, 1, 1) + timedelta(seconds=round(value * 86_400))).time().isoformat()  # noqa: DTZ001  # a clock without a day
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if value < 60 else 30)  # noqa: DTZ001  # workbooks know no zones
    try:
        moment = first + timedelta(days=int(value), seconds=round(value % 1 * 86_400))
    except OverflowError:
        return str(value)
    return moment.date().isoformat() if value.is_integer() else moment.isoformat()
