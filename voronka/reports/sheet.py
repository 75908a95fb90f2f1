"""A report as a workbook."""

from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.reports.queries.funnel import Funnel, FunnelQuestion, Part

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAMILIES = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


def funnel_sheet(question: FunnelQuestion, funnel: Funnel) -> BytesIO:
    """The funnel as one sheet: stages, then outcomes, then losses by reason; texts are never formulas."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, FAMILIES) as book:
        page = book.add_worksheet(_("Funnel"))
        bold = book.add_format({"bold": True})
        page.set_column(0, 0, 36)
        page.set_column(1, 6, 16)
        page.write_row(0, 0, [question.pipeline.name, *_period(question)], bold)
        heads = [
            _("Stage"),
            _("Deals"),
            _("Share, %"),
            _("To the next stage, %"),
            _("Median days"),
            _("Amount"),
            _("Currency"),
        ]
        page.write_row(2, 0, heads, bold)
        line = 3
        for step in funnel.steps:
            figures = [step.reached.count, _number(step.of_all), _number(step.to_next), _number(step.median_days)]
            line = _write(page, line, step.stage.name, figures, step.reached)
        for name, part in (
            (pgettext("deals", "Won"), funnel.won),
            (pgettext("deals", "Lost"), funnel.lost),
            (_("In work"), funnel.open),
        ):
            line = _write(page, line + 1, name, [part.count, None, None, None], part)
        page.write_row(line + 1, 0, [_("Lost by reason")], bold)
        line += 2
        for loss in funnel.losses:
            line = _write(page, line, loss.name, [loss.part.count, None, None, None], loss.part)
    file.seek(0)
    return file


def _period(question: FunnelQuestion) -> list[str]:
    return [day.isoformat() if day else "…" for day in (question.period.first, question.period.last)]


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _write(
    page: "xlsxwriter.worksheet.Worksheet", line: int, name: str, figures: list[float | None], part: Part
) -> int:
    """One line, and one more for each further currency; gives the number of the next line."""
    page.write_string(line, 0, name)
    for column, figure in enumerate(figures, start=1):
        if figure is not None:
            page.write_number(line, column, figure)
    for currency, amount in part.sums:
        page.write_number(line, 5, float(amount))
        page.write_string(line, 6, currency)
        line += 1
    return line if part.sums else line + 1
