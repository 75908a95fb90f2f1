"""What is known of a file before it is imported: headings, a sample, the guessed mapping and country."""

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.imports.guessing import guess_mapping, guess_region
from voronka.imports.presets.registry import recognise
from voronka.imports.reading.layout import Layout
from voronka.imports.reading.sheet import SheetAhead, read_sheet, sheets_ahead
from voronka.imports.record_ids import own_mapping
from voronka.imports.survey import AT_ONCE, Survey
from voronka.imports.targets.base import Target

SAMPLE = 200


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A first look at a file; it `looks_like` an export of a program (the name of a preset) of a kind (plural).

    `survey` counts the values of its columns where that was asked for.
    """

    layout: Layout
    above: list[int]
    header: list[str]
    sample: list[list[str]]
    mapping: dict[str, str]
    region: str
    looks_like: tuple[str, str] | None = None
    survey: dict[str, Any] = field(default_factory=dict)


def look(path: Path, target: Target, layout: Layout | None = None, *, preset: str = "", surveys: bool = False) -> Plan:
    """Headings, the first rows, and what they most likely mean, of the sheet that most likely is meant.

    The meaning is that of the `preset`, where one is named. Raises Unreadable.
    """
    sheet = read_sheet(path, layout or Layout(likely_sheet(sheets_ahead(path))))
    first = [cells for _at, cells in islice(sheet.rows, AT_ONCE if surveys else SAMPLE)]
    survey = Survey(sheet.header).add(first).as_json(is_whole=next(sheet.rows, None) is None) if surveys else {}
    sample = first[:SAMPLE]
    guessed = guess_mapping(target, sheet.header, sample, preset=preset)
    mapping = own_mapping(target.kind, target.by_name, sheet.header, guessed)
    region = _region(sheet.header, sample, mapping)
    above = sheet.passed.above
    found = recognise(sheet.header, name=preset)
    return Plan(
        layout=sheet.layout,
        above=above,
        header=sheet.header,
        sample=sample,
        mapping=mapping,
        region=region,
        looks_like=(found.preset.name, found.export.kind) if found else None,
        survey=survey,
    )


def likely_sheet(sheets: list[SheetAhead]) -> int:
    """The first sheet that is seen and has a table; the first one where none has."""
    tables = [one for one in sheets if one.is_table]
    return next((one.index for one in (*(one for one in tables if not one.is_hidden), *tables)), 0)


def sheet_named(path: Path, said: str) -> Layout:
    """A sheet by its name or, where none has it, by its number from 1; raises Refused for an unknown one."""
    sheets = sheets_ahead(path)
    named = [one.index for one in sheets if one.name.strip().lower() == said.strip().lower()]
    numbered = [int(said) - 1] if said.strip().isdecimal() and 0 < int(said) <= len(sheets) else []
    for index in (*named, *numbered):
        return Layout(index)
    known = ", ".join(f"“{one.name}”" for one in sheets[:20])
    raise Refused(
        _("The file has no sheet “%(name)s”; there are: %(known)s.") % {"name": said[:80], "known": known},
        field="sheet",
    )


def _region(header: list[str], sample: list[list[str]], mapping: dict[str, str]) -> str:
    places = [place for place, heading in enumerate(header) if mapping.get(heading) == "phones"]
    numbers = [row[place] for row in sample for place in places if row[place]]
    return guess_region(numbers, settings.PHONE_REGION)
