"""An import from file to report; a dry run does the very same and takes it back."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from voronka.accounts.models import Action, User
from voronka.accounts.policies import may_manage_company
from voronka.imports.columns import Column, Reading, reading_of
from voronka.imports.engine.at_work import AtWork, at_work
from voronka.imports.engine.batch import STAGE, Batch
from voronka.imports.engine.course import Course, alone, hold, one_at_a_time
from voronka.imports.engine.examples import collect, with_cells
from voronka.imports.engine.kept_stage import Kept
from voronka.imports.engine.marks import Places, places_of
from voronka.imports.engine.portions import Portions
from voronka.imports.engine.report import Report, counted, first_problems, problems_of
from voronka.imports.engine.settling import Settled, settle
from voronka.imports.engine.staging import stage
from voronka.imports.engine.writing import write
from voronka.imports.models import ImportPortion
from voronka.imports.reading.layout import Layout, Passed
from voronka.imports.reading.sheet import Sheet, read_sheet
from voronka.imports.targets.base import Target
from voronka.imports.terms import RowTerms
from voronka.records import access
from voronka.records.history import written_by


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to import: the file, what it becomes, and which heading means which column (by name).

    `adds_values` to the lists of choices only where the one who imports may change those. Without `run_id` it can
    only be tried; an `attempt` says that the rows of the run are settled already, and by which reading of the file.
    `terms` hold for all rows.
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
    attempt: int = 0
    course: Course = field(default_factory=Course)


def carry_out(order: Order) -> Report:
    """Import the file: settle what each row becomes, all at once, and write the rows in portions.

    A run that was settled and broken off goes on with the portions that are not written. Within a transaction of the
    caller all is stored with it. Raises Stopped when its course says so, Unreadable for a bad file, Forbidden without
    the right to create the kind.
    """
    access.require(order.by, Action.CREATE, order.target.kind)
    if order.is_dry:
        return _tried(order)
    with alone(order.target.kind.name, order.run_id):
        kept, settled = Kept(order.run_id), None
        columns = _work(order, _named(order), 0).columns
        if not (order.attempt and kept.stands()):
            settled, columns = _settled(order, kept)
        Portions(
            run_id=order.run_id,
            attempt=settled.attempt if settled else order.attempt,
            kept=kept.name,
            fresh=lambda table: _batch(order, columns, table),
            by=order.by,
            course=order.course,
        ).write()
        report = _report(order.run_id, settled)
        order.course.end(report)
        kept.drop()
    return report


def _tried(order: Order) -> Report:
    """What would come of it: the very same, taken back."""
    sheet, work = _opened(order)
    batch = _batch(order, work.columns, STAGE)
    batch.found = {}
    with transaction.atomic():
        batch.create_stage()
    stage(batch, work.rows(sheet.rows), work.places, _reading(order), order.course.read)
    with transaction.atomic(), written_by(order.by):
        hold(order.run_id)
        one_at_a_time(order.target.kind.name)
        settle(batch, order.course)
        for step in (write, *batch.target.finish):
            order.course.go_on()
            step(batch)
        report = Report(
            problems=problems_of(batch),
            values=batch.made_values,
            passed=sheet.passed,
            made=batch.made,
            found=collect(batch),
            conflicts=batch.found.get("conflicts", []),
            **counted(batch),
        )
        transaction.set_rollback(True)
    batch.drop_stage()
    told = with_cells(report.found, report.conflicts, path=order.path, layout=order.layout, mapping=order.mapping)
    return replace(report, found=told)


def _settled(order: Order, kept: Kept) -> tuple[Settled, list[Column]]:
    sheet, work = _opened(order)
    batch = _batch(order, work.columns, kept.name)
    batch.create_stage()
    rows = stage(batch, work.rows(sheet.rows), work.places, _reading(order), order.course.read)
    attempt = 1 + (ImportPortion.objects.filter(run=order.run_id).aggregate(last=Max("attempt"))["last"] or 0)
    with transaction.atomic(), written_by(order.by) as trace:
        hold(order.run_id)
        settle(batch, order.course)
        settled = Settled(
            attempt=attempt,
            rows=rows,
            trace=trace,
            values=batch.made_values,
            made=batch.made,
            passed=sheet.passed,
        )
        order.course.settled(settled)
    return settled, work.columns


def _opened(order: Order) -> tuple[Sheet, AtWork]:
    sheet = read_sheet(order.path, order.layout)
    return sheet, _work(order, places_of(sheet.header, order.mapping, order.target), len(sheet.header))


def _named(order: Order) -> Places:
    """The columns without the file, where its rows are settled already."""
    known = order.target.by_name
    return [(place, known[name]) for place, name in enumerate(order.mapping.values()) if name in known]


def _work(order: Order, places: Places, width: int) -> AtWork:
    return at_work(order.terms, order.target, places, width, _reading(order), adds_values=order.adds_values)


def _reading(order: Order) -> Reading:
    return reading_of(order.by, order.region, adds_values=_adds_values(order))


def _adds_values(order: Order) -> bool:
    return (order.adds_values or order.terms.creates) and may_manage_company(order.by)


def _batch(order: Order, columns: list[Column], table: str) -> Batch:
    return Batch(
        target=order.target,
        columns=columns,
        by=order.by,
        at=order.at,
        zone=_reading(order).zone,
        run_id=order.run_id,
        stage=table,
        adds_values=_adds_values(order),
        terms=order.terms,
    )


def _report(run_id: int, settled: Settled | None) -> Report:
    """What the portions say together; the last time that the file was read tells of its rejected rows."""
    portions = list(ImportPortion.objects.filter(run=run_id))
    last = [one for one in portions if one.attempt == max(portion.attempt for portion in portions)]
    rows, rejected = (sum(getattr(one, name) for one in last) for name in ("rows", "rejected"))
    created, updated = (sum(getattr(one, name) for one in portions) for name in ("created", "updated"))
    return Report(
        rows=rows,
        created=created,
        updated=updated,
        duplicates=rows - created - updated - rejected,
        rejected=rejected,
        problems=first_problems(one.problems for one in last),
        values=settled.values if settled else [],
        passed=settled.passed if settled else Passed(),
        made=settled.made if settled else {},
    )
