"""What a run keeps of its course: the rows that are read, and the end, stored with the records."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from voronka.imports.engine.carry_out import Report
from voronka.imports.engine.course import Course, Stopped, hold
from voronka.imports.engine.trace import wrote
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState


class Watched(Course):
    """The course of a run: its page shows the rows, its owner may cancel it, its end is stored with the records."""

    def __init__(self, run: ImportRun, at: datetime) -> None:
        self.run_id, self.at = run.pk, at
        # A cancelled run may be begun anew before the process that worked on it has heard of it.
        self.same = ImportRun.objects.filter(pk=run.pk, state=RunState.WORKING, started_at=run.started_at)

    def read(self, count: int) -> None:
        if not self.same.update(rows_read=count):
            raise Stopped

    def begin(self) -> None:
        hold(self.run_id)
        self.go_on()

    def go_on(self) -> None:
        if not self.same.exists():
            raise Stopped

    def end(self, report: Report, trace: UUID) -> None:
        marked = {"trace": trace, "wrote": wrote(trace), "made": report.made}
        if not self.keep(state=RunState.DONE, **marked, **told(report)):
            raise Stopped

    def keep(self, **values: Any) -> int:
        """Store what came of the run, unless it was cancelled; meanwhile an erasure may have taken its file."""
        return self.same.update(**values, finished_at=self.at)


def told(report: Report) -> dict[str, Any]:
    """What came of the rows, by the columns of a run."""
    return {
        "rows_read": report.rows,
        "counts": report.counts(),
        "problems": report.problems,
        "new_values": report.values,
        "passed": asdict(report.passed),
        "error": "",
    }
