"""What came of the files of a migration: counts for each, and every row that was not taken, with the reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.imports.folders.sources import OURS
from voronka.imports.models import ImportRun, Part
from voronka.imports.problems import SETTINGS
from voronka.imports.queries import source_of
from voronka.imports.reading.sheet import read_sheet, whole_sheets
from voronka.imports.targets.registry import TARGETS

NUMBERS = ("rows", "made", "changed", "known", "noted", "kept", "rejected")
TITLE = 31  # signs of the name of a sheet
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


@dataclass(kw_only=True)
class FileResult:
    """One file: what its rows became, how many of each; `unused` are its columns that have no place here.

    `noted` rows stand as notes on cards, `kept` ones as they are in the file of a run.
    """

    file: str
    becomes: list[str] = field(default_factory=list)
    rows: int = 0
    made: int = 0
    changed: int = 0
    known: int = 0
    noted: int = 0
    kept: int = 0
    rejected: int = 0
    why_kept: str = ""
    error: str = ""
    unused: list[str] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The numbers by their names."""
        return {name: getattr(self, name) for name in NUMBERS}


def results_of(runs: Iterable[ImportRun]) -> list[FileResult]:
    """The runs of a migration, put together by file, in the order in which they were taken."""
    found: dict[str, FileResult] = {}
    for run in runs:
        _add(found.setdefault(run.file_name, FileResult(file=run.file_name)), run)
    return list(found.values())


def _add(result: FileResult, run: ImportRun) -> None:
    counts = run.counts or {}
    result.runs.append(run.pk)
    result.rows += counts.get("rows", 0)
    made = counts.get("created", 0)
    if run.part == Part.NOTES:
        result.noted += made
    else:
        result.made += made
    result.changed += counts.get("updated", 0)
    result.known += counts.get("duplicates", 0)
    result.kept += counts.get("kept", 0)
    result.rejected += counts.get("rejected", 0)
    result.problems = sorted([*result.problems, *((int(number), str(why)) for number, why in run.problems)])
    result.why_kept = run.passed.get("why", "") or result.why_kept
    result.unused = run.passed.get("unused", []) or result.unused
    result.error = run.error or result.error
    label = str(TARGETS[run.kind].kind.labels) if run.part == Part.RECORDS else str(run.get_part_display())
    result.becomes = list(dict.fromkeys([*result.becomes, label]))


def totals_of(results: Iterable[FileResult]) -> dict[str, int]:
    """The sums over all files."""
    listed = list(results)
    return {name: sum(getattr(one, name) for one in listed) for name in NUMBERS}


def not_taken_sheet(runs: Iterable[ImportRun]) -> BytesIO:
    """Every row that was not taken, as it stood in its file, with the reason: a sheet for each file.

    Where a file is no longer kept there are the numbers of its rows and the reasons alone.
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, SETTINGS) as book:
        bold = book.add_format({"bold": True})
        for place, run in enumerate((one for one in runs if one.problems), start=1):
            page = book.add_worksheet(f"{place} {run.file_name}".translate(FORBIDDEN)[:TITLE])
            for line, cells in enumerate(_lines(run)):
                for column, cell in enumerate(cells):
                    page.write_string(line, column, cell, *([bold] if line == 0 else []))
        if not book.worksheets():
            book.add_worksheet()
    file.seek(0)
    return file


def kept_sheet(run: ImportRun) -> BytesIO:
    """The rows of a kept file as a workbook, whatever it is kept as; blank lines are left out. Raises Refused."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, SETTINGS) as book:
        for place, sheet in enumerate(whole_sheets(source_of(run)), start=1):
            page = book.add_worksheet(f"{place} {sheet.name}".translate(FORBIDDEN)[:TITLE])
            filled = (cells for _number, cells in sheet.lines if any(cells))
            for line, cells in enumerate(filled):
                for column, cell in enumerate(cells):
                    page.write_string(line, column, cell)
    file.seek(0)
    return file


def _lines(run: ImportRun) -> Iterator[list[str]]:
    reasons = {int(number): str(why) for number, why in run.problems}
    try:
        sheet: Any = read_sheet(source_of(run), run.layout)
    except Refused:
        yield [_("Row"), _("What is wrong")]
        yield from ([str(number), why] for number, why in reasons.items())
        return
    width = next((at for at, name in enumerate(sheet.header) if name.startswith(OURS)), len(sheet.header))
    yield [_("Row"), *sheet.header[:width], _("What is wrong")]
    for number, cells in sheet.rows:
        if number in reasons:
            yield [str(number), *cells[:width], reasons[number]]
