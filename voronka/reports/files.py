"""A report as a file that the browser keeps."""

from collections.abc import Iterable
from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _

from voronka.records.exporting.tables import write_xlsx
from voronka.records.fields import FilterContext
from voronka.reports.sheet import TYPE


def report_file(name: str, heads: list[str], lines: Iterable[list[Any]], context: FilterContext) -> FileResponse:
    """One sheet of lines, named by the report and the day."""
    file = write_xlsx(heads, lines, _("Report"))
    named = f"{name}-{context.at.astimezone(context.zone):%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=named, content_type=TYPE)
