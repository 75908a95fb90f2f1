"""What each row becomes: found out for the whole file before the first row is written."""

from dataclasses import dataclass
from uuid import UUID

from voronka.imports.engine.batch import Batch
from voronka.imports.engine.conflicts import rules_of_rows
from voronka.imports.engine.course import Course
from voronka.imports.engine.demands import ask
from voronka.imports.engine.matching import match
from voronka.imports.engine.twins import chain
from voronka.imports.engine.writing import mark_new
from voronka.imports.reading.layout import Passed


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What is known when all rows are read and settled: the mark of what the file made beside its rows, and what.

    `attempt` counts how often the file was read for this run.
    """

    attempt: int
    rows: int
    trace: UUID
    values: list[str]
    made: dict[str, list[int]]
    passed: Passed


def settle(batch: Batch, course: Course) -> None:
    """Give each staged row its record, the id of a new one, or the problem that rejects it; raises Stopped.

    What rows name and nobody has, values of lists or organizations, is made now.
    """
    for step in (match, rules_of_rows, *batch.target.resolve, ask, mark_new, *batch.target.among):
        course.go_on()
        step(batch)
    chain(batch)
