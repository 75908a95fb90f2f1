"""The rejected rows of an import as a workbook: put right and imported again."""

from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from voronka.imports.models import ImportRun
from voronka.imports.queries import source_of
from voronka.imports.reading.sheet import read_sheet

SETTINGS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


def problems_sheet(run: ImportRun) -> BytesIO:
    """The rows as they stood in the file, with the reason in the last column; texts are never formulas."""
    reasons = {int(number): str(reason) for number, reason in run.problems}
    source = read_sheet(source_of(run), run.layout)
    file = BytesIO()
    with xlsxwriter.Workbook(file, SETTINGS) as book:
        page = book.add_worksheet()
        for column, name in enumerate([*source.header, _("What is wrong")]):
            page.write_string(0, column, name, book.add_format({"bold": True}))
        line = 0
        for number, cells in source.rows:
            if number in reasons:
                line += 1
                for column, cell in enumerate([*cells, reasons[number]]):
                    page.write_string(line, column, cell)
    file.seek(0)
    return file
