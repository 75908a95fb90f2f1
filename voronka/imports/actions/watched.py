"""What a run keeps of its course: the rows that are read, what is settled, and the end."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from voronka.imports.actions import lead_routing
from voronka.imports.engine.course import Course, Stopped
from voronka.imports.engine.report import COUNTS, SETTLING, Report
from voronka.imports.engine.settling import Settled
from voronka.imports.engine.trace import wrote
from voronka.imports.live import announce
from voronka.imports.models import ImportPortion, ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.queries import traces_of

TOLD_AFTER = 10_000  # rows that are read between two words to open pages


class Watched(Course):
    """The course of a run: its page shows the rows, its owner may pause or cancel it."""

    def __init__(self, run: ImportRun, at: datetime) -> None:
        self.run, self.at = run, at
        self.told = 0
        # A run that was stopped may be at work again before the process that worked on it has heard of it.
        self.same = ImportRun.objects.filter(pk=run.pk, state=RunState.WORKING, started_at=run.started_at)

    def read(self, count: int) -> None:
        if not self.same.update(rows_read=count):
            raise Stopped
        if count >= self.told + TOLD_AFTER:
            self.told = count
            announce(self.run.pk)

    def go_on(self) -> None:
        if not self.same.exists():
            raise Stopped

    def attempt(self) -> int:
        return self.same.values_list("attempt", flat=True).first() or 0

    def portion(self) -> int:
        return self.same.values_list("portion_rows", flat=True).first() or 0

    def settled(self, facts: Settled) -> None:
        run = self.same.select_for_update(no_key=True).first()
        if run is None:
            raise Stopped
        if run.trace is None:
            run.trace, run.wrote_at = facts.trace, self.at
        else:  # the file had to be read anew: what was made then stays to be undone
            nothing = dict.fromkeys(COUNTS, 0)
            ImportPortion.objects.create(
                run=run, attempt=facts.attempt, kind=SETTLING, trace=facts.trace, number=0, **nothing
            )
        for name, ids in facts.made.items():
            run.made[name] = [*run.made.get(name, []), *ids]
        run.new_values += [value for value in facts.values if value not in run.new_values]
        run.attempt, run.rows_read, run.passed = facts.attempt, facts.rows, asdict(facts.passed)
        run.portion_rows = facts.portion
        settled = ("attempt", "portion_rows", "trace", "wrote_at", "rows_read", "made", "new_values", "passed")
        run.save(update_fields=settled)
        self.same.update(writing_at=Now())
        announce(self.run.pk)

    def written(self) -> None:
        announce(self.run.pk)

    def end(self, report: Report) -> None:
        with transaction.atomic():
            done = {"counts": report.counts(), "problems": report.problems, "error": ""}
            done |= {"survey": {}, "found": {}, "conflicts": []}
            if not self.keep(state=RunState.DONE, wrote=wrote(traces_of(self.run.pk)), **done):
                raise Stopped
            self.run.portions.update(problems=[])  # they are told by the run now
            lead_routing.begin(ImportRun.objects.get(pk=self.run.pk))

    def keep(self, **values: Any) -> int:
        """Store what came of the run, unless it was stopped; meanwhile an erasure may have taken its file."""
        count = self.same.update(**values, finished_at=self.at)
        announce(self.run.pk)
        return count


def told(report: Report) -> dict[str, Any]:
    """What came of a trial, by the columns of a run."""
    return {
        "rows_read": report.rows,
        "counts": report.counts(),
        "problems": report.problems,
        "new_values": report.values,
        "found": report.found,
        "conflicts": report.conflicts,
        "passed": asdict(report.passed),
        "error": "",
    }
