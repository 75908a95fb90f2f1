"""The shapes of imports in the API."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field


class BringIn(Schema):
    """What goes with a file: `kind` is a plural name (persons), `mapping` a JSON object heading → name of a field.

    Mapping and region (the country of phones, ISO 3166) are guessed when left out. `sheet` is the name
    or number (from 1) of a sheet, the first one with a table by default. A dry run stores nothing. Values
    that the lists of choices do not have are added by an administrator's import, unless `add_values` is false; else
    they reject their rows.

    `terms` is a JSON object of what holds for all rows, every key may be left out: `fixed` {field: text} stands in for
    empty cells; `values` {field: {text: {"do": "create" | "use" | "share" | "empty" | "reject", "value": what to use,
    "among": e-mails}}} tells what becomes of values that a list lacks, or of an `owner` whom no employee is called:
    only the records of that one are shared out among several; `owner` "me" | "queue" | "share" tells whose new records
    without an owner are, `among` lists the e-mails of those who share; `conflicts` "sure" | "fill" | "theirs" | "ours"
    tells who is right where a known record differs, `rows` {number of the row: the same} for single rows; `ground`
    "consent" | "other" | "none" and `ground_note` tell by what right data of people are kept.
    """

    kind: str = ""
    mapping: str = ""
    region: str = ""
    terms: str = ""
    sheet: str = ""
    dry_run: bool = False
    add_values: bool = True


type Cell = str | int | float | bool | None


class BringRows(Schema):
    """Rows instead of a file: each an object, name of a column or heading → value, or several values of a list.

    The rest is as beside a file, with objects instead of texts. A column that nobody understands is left out, so look
    at `mapping` in the answer; problems number the rows from 2 on.
    """

    kind: str
    rows: Annotated[list[dict[str, Cell | list[Cell]]], Field(min_length=1, max_length=10_000)]
    mapping: dict[str, str] = {}
    region: str = ""
    terms: dict[str, Any] = {}
    dry_run: bool = False
    add_values: bool = True


class Counts(Schema):
    """What came of the rows, or what would.

    Where rows carry several records, `parts` says for each kind how many are new and how many change.
    """

    rows: int
    created: int
    updated: int
    duplicates: int
    rejected: int
    parts: dict[str, list[int]] = {}


class ProblemOut(Schema):
    """A row that did not go in; `row` is its number in the file, where the headings are row 1."""

    row: int
    reason: str


class ReasonOut(Schema):
    """Why rows are rejected: one of the reasons in words, and how many rows have such a one."""

    reason: str
    count: int


class ForetoldOut(Schema):
    """What a check says beside the counts: how many rows are known records, by what; how many repeat another row.

    `matched_by` counts by voronka_id, external_id, phones, emails, inn or merged; `again` are rows that were imported
    before; `conflicts` are rows that say something else than their record, ten thousand at most.
    """

    matched_by: dict[str, int]
    again: int
    twins: int
    conflicts: int
    reasons: list[ReasonOut]


class StayedOut(Schema):
    """A record that an undoing left as it is: its kind (persons), a code for programs, a sentence for people.

    `why` is erased, merged, changed, rights, unknown (what stood before is not kept), lost (so is what it was linked
    to) or linked (to something that came since).
    """

    kind: str
    id: int
    name: str
    why: str
    reason: str


class UndoOut(Schema):
    """What came of an undoing: how many records of each kind went and were restored, and what stayed.

    `kept` counts all that stayed, `stayed` names ten thousand at most. Without `at` nothing could be taken back.
    """

    deleted: dict[str, int]
    restored: dict[str, int]
    kept: int
    values: int
    stayed: list[StayedOut]
    at: datetime | None


class RunOut(Schema):
    """An import: `state` is working, paused, checked (a dry run has ended), done, failed, cancelled, undoing or undone.

    `error` says why it failed, or broke off and is paused; one that could not be undone is done again, and `error`
    says why. Rows are all read before the first of them is written.

    `sheet` is the number of the sheet, from 1; `sha256` is of the file as it was brought. `foretold` is there after a
    dry run. `new_values` names what lists of choices got, or would get.
    """

    id: int
    kind: str
    file_name: str
    sha256: str
    state: str
    dry_run: bool
    sheet: int
    mapping: dict[str, str]
    region: str
    terms: dict[str, Any]
    rows_read: int
    rows_written: int
    counts: Counts | None
    foretold: ForetoldOut | None
    problems: list[ProblemOut]
    new_values: list[str]
    error: str
    created_at: datetime
    finished_at: datetime | None
    undo: UndoOut | None
