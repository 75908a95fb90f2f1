"""An import from file to report; a dry run does the very same and takes it back."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from voronka.accounts.models import Action, User
from voronka.accounts.policies import may_manage_company
from voronka.imports.columns import reading_of
from voronka.imports.engine.batch import Batch
from voronka.imports.engine.course import Course
from voronka.imports.engine.demands import ask
from voronka.imports.engine.marks import places_of
from voronka.imports.engine.matching import match
from voronka.imports.engine.staging import stage
from voronka.imports.engine.telling import tell
from voronka.imports.engine.writing import mark_new, write
from voronka.imports.reading.layout import Layout, Passed
from voronka.imports.reading.sheet import read_sheet
from voronka.imports.targets.base import Step, Target
from voronka.records import access
from voronka.records.history import written_by

PROBLEMS_KEPT = 10_000


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to import: the file, what it becomes, and which heading means which column (by name).

    `adds_values` to the lists of choices only where the one who imports may change those.
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
    run_id: int | None = None
    course: Course = field(default_factory=Course)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What came of it: counts, the rejected rows with the reason, by their number in the file, new values of lists.

    `passed` are the rows of the file that are none of the table, and what is to be said of the file.
    `made` are the ids of values and pipelines, which have no history by which they could be found again.
    """

    rows: int
    created: int
    updated: int
    duplicates: int
    rejected: int
    problems: list[tuple[int, str]] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    passed: Passed = field(default_factory=Passed)
    made: dict[str, list[int]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """The five numbers."""
        names = ("rows", "created", "updated", "duplicates", "rejected")
        return {name: getattr(self, name) for name in names}


def carry_out(order: Order) -> Report:
    """Import the file in one transaction: all of it or nothing. What its course does at the end is part of that.

    Raises Stopped when its course says so, Unreadable for a bad file, Forbidden without the right to create the kind.
    """
    kind = order.target.kind
    access.require(order.by, Action.CREATE, kind)
    sheet = read_sheet(order.path, order.layout)
    places = places_of(sheet.header, order.mapping, order.target)
    columns = list(dict.fromkeys(column for _place, column in places))
    adds_values = order.adds_values and may_manage_company(order.by)
    reading = reading_of(order.by, order.region, adds_values=adds_values)
    batch = Batch(
        target=order.target,
        columns=columns,
        by=order.by,
        at=order.at,
        zone=reading.zone,
        run_id=order.run_id,
        adds_values=adds_values,
    )
    with transaction.atomic():
        batch.create_stage()
    stage(batch, sheet.rows, places, reading, order.course.read)
    with transaction.atomic(), written_by(order.by) as trace:
        order.course.begin()
        one_at_a_time(kind.name)
        for step in _steps(order.target):
            order.course.go_on()
            step(batch)
        report = _report(batch, sheet.passed)
        if order.is_dry:
            transaction.set_rollback(True)
        else:
            order.course.go_on()
            tell(batch)
            order.course.end(report, trace)
    batch.run("DROP TABLE IF EXISTS {stage}")
    return report


def _steps(target: Target) -> tuple[Step, ...]:
    return (match, *target.resolve, ask, mark_new, *target.among, write, *target.finish)


def one_at_a_time(kind: str) -> None:
    """Two imports of one kind run one after the other, so that the second recognises the rows of the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import {kind}"])


def _report(batch: Batch, passed: Passed) -> Report:
    numbers: tuple[Any, ...] = batch.rows(
        """
        SELECT count(*), count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_changed),
               count(*) FILTER (WHERE is_twin OR problem IS NULL AND NOT is_new AND NOT is_changed),
               count(*) FILTER (WHERE problem IS NOT NULL AND NOT is_twin)
        FROM {stage}
        """
    )[0]
    problems = batch.rows(
        "SELECT number, problem FROM {stage} WHERE problem IS NOT NULL ORDER BY number LIMIT {limit}",
        limit=str(PROBLEMS_KEPT),
    )
    rows, created, updated, duplicates, rejected = numbers
    return Report(
        rows=rows,
        created=created,
        updated=updated,
        duplicates=duplicates,
        rejected=rejected,
        problems=[(number, reason) for number, reason in problems],
        values=batch.made_values,
        passed=passed,
        made=batch.made,
    )
