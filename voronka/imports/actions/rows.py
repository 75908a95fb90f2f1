"""Rows that a program gives as JSON become a kept file, and are imported like any other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.imports.actions import runs
from voronka.imports.actions.runs import Terms
from voronka.imports.models import ImportRun
from voronka.imports.reading import limits
from voronka.imports.reading.kept_lines import write
from voronka.imports.reading.layout import Layout

FILE_NAME = "rows.json"
HEADINGS_FIRST = Layout(top=1)


def bring_rows(*, rows: Sequence[Mapping[str, Any]], target: str, terms: Terms, by: User, at: datetime) -> ImportRun:
    """Take rows in and begin at once, as `runs.bring`; their keys are names of columns, or headings as in a file.

    Problems count the rows from 2 on, as in a table below its headings. Raises Refused for rows without any value.
    """
    header = list(dict.fromkeys(key for row in rows for key in row))
    cells = [[_text(row.get(key)) for key in header] for row in rows]
    if not any(any(row) for row in cells):
        raise Refused(_("The rows hold no value."), field="rows")
    if len(header) > limits.COLUMNS or any(not " ".join(key.split()) for key in header):
        raise Refused(_("A row has between one and 200 columns, each with a name."), field="rows")
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        write(path, [("", False, [header, *cells])])
        with path.open("rb") as stream:
            file = File(stream, name=FILE_NAME)
            named = replace(terms, mapping=terms.mapping or _named(header, target, by), sheet="")
            return runs.bring(file=file, target=target, terms=named, by=by, at=at, layout=HEADINGS_FIRST)


def _named(header: Sequence[str], target: str, by: User) -> dict[str, str]:
    """The keys that are names of columns; what the others mean is guessed."""
    known = runs.target_of(target).asked_by(by).by_name
    return {key: key for key in header if key in known}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)
