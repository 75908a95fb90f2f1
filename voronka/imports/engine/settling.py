"""What each row becomes: found out for the whole file before the first row is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction

from voronka.imports.engine.batch import Batch
from voronka.imports.engine.conflicts import leave_ours, rules_of_rows
from voronka.imports.engine.course import Course
from voronka.imports.engine.demands import ask
from voronka.imports.engine.matching import match
from voronka.imports.engine.several import gather, link, reject, rejected, tell_of_heads
from voronka.imports.engine.twins import chain
from voronka.imports.engine.writing import mark_new
from voronka.imports.reading.layout import Passed
from voronka.imports.targets.base import Step


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What is known when all rows are read and settled: the mark of what the file made beside its rows, and what.

    `attempt` counts how often the file was read for this run, `portion` the rows of the file that are written at once.
    """

    attempt: int
    portion: int
    rows: int
    trace: UUID
    values: list[str]
    made: dict[str, list[int]]
    passed: Passed


def settle(several: Sequence[Batch], course: Course) -> None:
    """Give each staged row its record, the id of a new one, or the problem that rejects it; raises Stopped.

    `several` are the records that a row carries, those first that others link to. A row goes in with all of them or
    with none, so where one rejects a row all is settled once more without it: what it said may have been taken over.
    What rows name and nobody has, values of lists or organizations, is made now.
    """
    if len(several) == 1:
        _settle(several, course)
        return
    known: set[int] = set()
    while True:
        point = transaction.savepoint_create()
        _settle(several, course)
        fresh = rejected(several, known)
        if not fresh:
            transaction.savepoint_commit(point)
            return
        transaction.savepoint_rollback(point)
        known |= fresh.keys()
        for batch in several:
            batch.made_values.clear()
            batch.made.clear()
            reject(batch, fresh)


def _settle(several: Sequence[Batch], course: Course) -> None:
    for place, batch in enumerate(several):
        alike = () if batch.is_single else (*batch.target.alike, chain, gather)
        last: tuple[Step, ...] = (ask, mark_new, *batch.target.among, chain, tell_of_heads)
        steps: tuple[Step, ...] = (
            match, rules_of_rows, partial(link, above=several[:place]), *alike, leave_ours, *batch.target.resolve, *last
        )  # fmt: skip
        for step in steps:
            course.go_on()
            step(batch)
