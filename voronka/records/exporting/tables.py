"""Records as tables for other programs: .xlsx and .csv, safe to open there."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from itertools import batched
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from voronka.records.fields import Date, Field, FilterContext, Moment, Money, Number
from voronka.records.values import values_of

PORTION = 1_000
LONGEST = 32_000  # signs of a text in a cell; Excel takes 32 767
DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")


def lines(records: Iterable[Any], fields: Sequence[Field], asking: FilterContext) -> Iterator[list[Any]]:
    """The values of each record, portion by portion: numbers, dates and moments as they are, all else as text."""
    for portion in batched(records, PORTION, strict=False):
        values = values_of(portion, fields, by=asking.by, at=asking.at)
        for record in portion:
            yield [plain(field, values[record.pk][field.name], asking.zone) for field in fields]


def plain(field: Field, value: Any, zone: tzinfo) -> Any:
    """A value as it stands in a table; None where there is none."""
    if value is None or value == "":
        return None
    if isinstance(field, Moment) and isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None)
    if isinstance(field, Date | Number | Money):
        return value
    return field.show(value)


def write_xlsx(heads: Sequence[str], rows: Iterable[Sequence[Any]], title: str) -> IO[bytes]:
    """A workbook with one sheet, written line by line; text is never taken for a formula or a link."""
    file = TemporaryFile()  # noqa: SIM115  # the answer that sends it closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd.mm.yyyy",
    }
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(_sheet_name(title))
    bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    money = book.add_format({"num_format": "#,##0.00"})
    sheet.set_column(0, max(len(heads) - 1, 0), 22)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, [str(head) for head in heads], bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write_cell(sheet, (number, column), value, moment, money)
    book.close()
    file.seek(0)
    return file


def _write_cell(sheet: Any, place: tuple[int, int], value: Any, moment: Any, money: Any) -> None:
    row, column = place
    match value:
        case None:
            return
        case datetime():
            sheet.write_datetime(row, column, value, moment)
        case date():
            sheet.write_datetime(row, column, value)
        case Decimal():
            sheet.write_number(row, column, value, money if value.as_tuple().exponent else None)
        case _:
            sheet.write_string(row, column, str(value)[:LONGEST])


def write_csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """A table parted by semicolons, with the mark by which Excel knows UTF-8; an apostrophe disarms formulas."""
    file = TemporaryFile()  # noqa: SIM115  # the answer that sends it closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([disarmed(str(head)) for head in heads])
    for row in rows:
        writer.writerow([_csv_text(value) for value in row])
    text.flush()
    text.detach()
    file.seek(0)
    return file


def _csv_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%d.%m.%Y %H:%M}"
        case date():
            return f"{value:%d.%m.%Y}"
        case Decimal():
            return str(value).replace(".", ",")
    return disarmed(str(value))


def disarmed(text: str) -> str:
    """Text that a spreadsheet does not run as a formula. Source: OWASP, «CSV Injection».

    An import takes the apostrophe off again, so one that stood there before gets another one.
    """
    return f"'{text}" if DANGEROUS.match(text) else text


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "Voronka"
