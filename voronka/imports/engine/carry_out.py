"""An import from file to report; a dry run does the very same and takes it back."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Max

from voronka.accounts.models import Action, User
from voronka.accounts.policies import may_manage_company
from voronka.imports.columns import Reading, reading_of
from voronka.imports.engine import portions
from voronka.imports.engine.at_work import AtWork, at_work
from voronka.imports.engine.batch import STAGE, Batch
from voronka.imports.engine.course import Course, alone, hold, one_at_a_time
from voronka.imports.engine.day_order import LOOKED_AT, in_order
from voronka.imports.engine.examples import collect, with_cells
from voronka.imports.engine.kept_stage import Kept
from voronka.imports.engine.report import MADE, SETTLING, Report, counted, first_problems, made_of, problems_of
from voronka.imports.engine.settling import Settled, settle
from voronka.imports.engine.staging import Cells, stage
from voronka.imports.engine.writing import write
from voronka.imports.models import ImportPortion
from voronka.imports.reading.layout import Layout, Passed
from voronka.imports.reading.sheet import Sheet, read_sheet
from voronka.imports.targets.base import Target
from voronka.imports.targets.beside import Part, carried, parts_of
from voronka.imports.terms import RowTerms
from voronka.records import access, kinds
from voronka.records.history import written_by


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to import: the file, what it becomes, and which heading means which column (by name).

    `adds_values` to the lists of choices only where the one who imports may change those. Without `run_id` it can
    only be tried. `terms` hold for all rows.
    """

    path: Path
    target: Target
    mapping: dict[str, str]
    by: User
    at: datetime
    layout: Layout = field(default_factory=Layout)
    region: str = ""
    is_dry: bool = False
    adds_values: bool = True
    terms: RowTerms = field(default_factory=RowTerms)
    run_id: int = 0
    course: Course = field(default_factory=Course)


@dataclass(frozen=True)
class Record:
    """One of the records of a row, with the columns that read it."""

    part: Part
    work: AtWork
    is_single: bool

    def name(self, table: str) -> str:
        """The staging table of it: the table itself for the records that the file is of."""
        return table if self.part.is_main else f"{table}_{self.part.target.kind.name}"


def carry_out(order: Order) -> Report:
    """Import the file: settle what each row becomes, all at once, and write the rows in portions.

    A run that was settled and broken off goes on with the portions that are not written. Within a transaction of the
    caller all is stored with it. Raises Stopped when its course says so, Unreadable for a bad file, Forbidden without
    the right to create the kind.
    """
    access.require(order.by, Action.CREATE, order.target.kind)
    if order.is_dry:
        return _tried(order)
    with alone([one.kind.name for one in carried(order.target, order.mapping)], order.run_id):
        kept, settled = Kept(order.run_id), None
        records = _named(order)
        attempt = order.course.attempt()
        if not (attempt and kept.stands()):
            settled, records = _settled(order, kept)
        for one in records:
            portions.Portions(
                run_id=order.run_id,
                attempt=settled.attempt if settled else attempt,
                kept=one.name(kept.name),
                kind=one.part.target.kind.name,
                size=settled.portion if settled else order.course.portion(),
                fresh=partial(_batch, order, one),
                by=order.by,
                course=order.course,
            ).write()
        report = _report(order, settled)
        order.course.end(report)
        kept.drop()
    return report


def _tried(order: Order) -> Report:
    """What would come of it: the very same, taken back."""
    sheet, records = _opened(order)
    several = [_batch(order, one, one.name(STAGE)) for one in records]
    try:
        report = _foretold(order, sheet, records, several)
    finally:
        with suppress(DatabaseError):  # the connection is lost, and the tables with it
            for batch in several:
                batch.drop_stage()
    told = with_cells(report.found, report.conflicts, path=order.path, layout=order.layout, mapping=order.mapping)
    return replace(report, found=told)


def _foretold(order: Order, sheet: Sheet, records: list[Record], several: list[Batch]) -> Report:
    main = next(one for one in several if one.is_main)
    main.found = {}
    with transaction.atomic():
        for batch in several:
            batch.create_stage()
    _stage(order, sheet, records, several)
    with transaction.atomic(), written_by(order.by):
        hold(order.run_id)
        for name in sorted(batch.target.kind.name for batch in several):
            one_at_a_time(name)
        settle(several, order.course)
        for batch in several:
            for step in (write, *batch.target.finish):
                order.course.go_on()
                step(batch)
        counts: dict[str, Any] = dict(counted(main))
        report = Report(
            problems=problems_of(main),
            values=[value for batch in several for value in batch.made_values],
            passed=sheet.passed,
            found=collect(main),
            conflicts=main.found.get("conflicts", []),
            parts={one.target.kind.name: made_of(one) for one in several} if len(several) > 1 else {},
            **counts,
        )
        transaction.set_rollback(True)
    return report


def _settled(order: Order, kept: Kept) -> tuple[Settled, list[Record]]:
    sheet, records = _opened(order)
    several = [_batch(order, one, one.name(kept.name)) for one in records]
    for batch in several:
        batch.create_stage()
    rows = _stage(order, sheet, records, several)
    attempt = 1 + (ImportPortion.objects.filter(run=order.run_id).aggregate(last=Max("attempt"))["last"] or 0)
    with transaction.atomic(), written_by(order.by) as trace:
        hold(order.run_id)
        settle(several, order.course)
        made: dict[str, list[int]] = {}
        for name, ids in (item for batch in several for item in batch.made.items()):
            made.setdefault(name, []).extend(ids)
        settled = Settled(
            attempt=attempt,
            portion=portions.SIZE,
            rows=rows,
            trace=trace,
            values=[value for batch in several for value in batch.made_values],
            made=made,
            passed=sheet.passed,
        )
        order.course.settled(settled)
    return settled, records


def _opened(order: Order) -> tuple[Sheet, list[Record]]:
    sheet = read_sheet(order.path, order.layout)
    first = list(islice(sheet.rows, LOOKED_AT))
    sheet = replace(sheet, rows=chain(first, sheet.rows))
    return sheet, _records(order, sheet.header, [cells for _number, cells in first])


def _named(order: Order) -> list[Record]:
    """The records of a row without the file, where its rows are settled already."""
    return _records(order, list(order.mapping))


def _records(order: Order, header: list[str], first: Sequence[Sequence[str]] = ()) -> list[Record]:
    """The records of a row; its `first` rows show how the file writes days."""
    parts = [
        replace(one, places=in_order(one.places, first, order.region))
        for one in parts_of(order.target, header, order.mapping, order.at)
    ]
    return [Record(one, _work(order, one, len(header)), is_single=len(parts) == 1) for one in parts]


def _work(order: Order, part: Part, width: int) -> AtWork:
    """The terms hold for the records that the file is of; of them only the owner, for what stands beside."""
    terms = order.terms if part.is_main else RowTerms(owner=order.terms.owner, among=order.terms.among)
    reading, adds_values = _reading(order), order.adds_values
    return at_work(terms, part.target, part.places, width, reading, adds_values=adds_values)


def _stage(order: Order, sheet: Sheet, records: list[Record], several: list[Batch]) -> int:
    cells = [
        Cells(batch=batch, places=one.work.places, marked=one.part.marked)
        for one, batch in zip(records, several, strict=True)
    ]
    main = next(one for one in records if one.part.is_main)
    return stage(cells, main.work.rows(sheet.rows), _reading(order), order.course.read)


def _reading(order: Order) -> Reading:
    return reading_of(order.by, order.region, adds_values=_adds_values(order))


def _adds_values(order: Order) -> bool:
    return (order.adds_values or order.terms.creates) and may_manage_company(order.by)


def _batch(order: Order, record: Record, table: str) -> Batch:
    return Batch(
        target=record.part.target,
        columns=[*record.work.columns, *(one for one in record.part.more if one not in record.work.columns)],
        by=order.by,
        at=order.at,
        zone=_reading(order).zone,
        run_id=order.run_id,
        stage=table,
        is_main=record.part.is_main,
        is_single=record.is_single,
        adds_values=_adds_values(order),
        terms=order.terms if record.part.is_main else RowTerms(owner=order.terms.owner, among=order.terms.among),
    )


def _report(order: Order, settled: Settled | None) -> Report:
    """What the portions say together; the last time that the file was read tells of its rejected rows."""
    several = list(ImportPortion.objects.filter(run=order.run_id).exclude(kind=SETTLING))
    own = [one for one in several if one.kind == order.target.kind.name]
    beside = [one for one in several if one.kind != order.target.kind.name]
    last = [one for one in own if one.attempt == max(portion.attempt for portion in own)]
    rows, rejected = (sum(getattr(one, name) for one in last) for name in ("rows", "rejected"))
    created, updated = (sum(getattr(one, name) for one in own) for name in ("created", "updated"))
    names = dict.fromkeys(one.kind for one in several)
    parts = {name: [sum(getattr(one, word) for one in several if one.kind == name) for word in MADE] for name in names}
    return Report(
        rows=rows,
        created=created,
        updated=updated,
        duplicates=max(0, rows - created - updated - rejected),  # what a crash made written twice is counted twice
        rejected=rejected + sum(one.rejected for one in beside),
        problems=first_problems([*(one.problems for one in last), *(_labelled(one) for one in beside)]),
        values=settled.values if settled else [],
        passed=settled.passed if settled else Passed(),
        made=settled.made if settled else {},
        parts=parts if len(parts) > 1 else {},
    )


def _labelled(portion: ImportPortion) -> list[tuple[int, str]]:
    label = kinds.get(portion.kind).label
    return [(number, f"{label}: {reason}") for number, reason in portion.problems]
