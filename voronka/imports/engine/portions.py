"""The settled rows of a run are written portion by portion, each in a transaction of its own, two at a time."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue

import structlog
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import translation
from psycopg import errors as pg

from voronka.accounts.models import User
from voronka.imports.engine.batch import STAGE, Batch
from voronka.imports.engine.course import Course, hold
from voronka.imports.engine.report import counted, problems_of
from voronka.imports.engine.telling import tell
from voronka.imports.engine.vanished import refuse_vanished
from voronka.imports.engine.writing import write
from voronka.imports.models import ImportPortion
from voronka.records.history import written_by

log = structlog.get_logger(__name__)

SIZE = 5_000  # rows of the file; a run keeps the size that it was settled with
AT_ONCE = min(2, os.cpu_count() or 1)
TRIES = 4
# What other people do at the same moment: the portion is taken back whole and written once more.
PASSING = (pg.DeadlockDetected, pg.SerializationFailure, pg.ForeignKeyViolation, pg.UniqueViolation)

type Waiting = SimpleQueue[tuple[int, int, int]]


@dataclass(frozen=True, kw_only=True)
class Portions:
    """A run whose rows are settled in the table `kept`, to be written by so many (`size`) rows of the file.

    `fresh` gives a batch on a table of this name.
    """

    run_id: int
    attempt: int
    kept: str
    kind: str
    size: int
    fresh: Callable[[str], Batch]
    by: User
    course: Course

    def write(self) -> None:
        """Write what is not written yet; raises Stopped, or what a portion raised.

        A portion is stored with its rows: whatever happens to the process, none is written twice or left out.
        """
        done = set(self._written().values_list("number", flat=True))
        waiting: Waiting = SimpleQueue()
        for one in self._ranges():
            if one[0] not in done:
                waiting.put(one)
        if connection.in_atomic_block or waiting.qsize() < 2 or AT_ONCE == 1:
            self._work_off(waiting)
        else:
            self._side_by_side(waiting)

    def _written(self) -> QuerySet[ImportPortion]:
        return ImportPortion.objects.filter(run=self.run_id, attempt=self.attempt, kind=self.kind)

    def _ranges(self) -> Iterator[tuple[int, int, int]]:
        """Number of a portion, the row of the file before it, its last row."""
        batch = self.fresh(self.kept)
        batch.run("CREATE INDEX IF NOT EXISTS {stage}_twins ON {stage} (twin_of) WHERE twin_of IS NOT NULL")
        batch.run("ANALYZE {stage}")
        last = batch.rows("SELECT max(number) FROM {stage}")[0][0] or 0
        size = last if batch.target.together(batch) else self.size
        for number, before in enumerate(range(0, last, size or 1)):
            yield number, before, before + size

    def _side_by_side(self, waiting: "Waiting") -> None:
        language = translation.get_language()

        def work() -> None:
            try:
                with translation.override(language):
                    self._work_off(waiting)
            except BaseException:
                for _one in _taken(waiting):  # the other one ends after the portion that it is at
                    pass
                raise
            finally:
                connection.close()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for one in [pool.submit(work) for _one in range(AT_ONCE)]:
                one.result()

    def _work_off(self, waiting: "Waiting") -> None:
        for number, before, last in _taken(waiting):
            for left in reversed(range(TRIES)):
                if self._written().filter(number=number).exists():  # by a process that was killed while it stored it
                    break
                try:
                    self._store(number, before, last)
                    break
                except (IntegrityError, OperationalError) as error:
                    if not left or not isinstance(error.__cause__, PASSING):
                        raise
                    log.warning("a portion of an import is written once more", run=self.run_id, number=number)

    def _store(self, number: int, before: int, last: int) -> None:
        with transaction.atomic(), written_by(self.by) as trace:
            hold(self.run_id)
            self.course.go_on()
            batch = self.fresh(STAGE)
            self._take(batch, before, last)
            gone = refuse_vanished(batch)
            for step in (write, *batch.target.finish):
                step(batch)
            counts, problems = counted(batch), problems_of(batch)
            if not batch.is_main:  # what the settling rejected is told by the records that the file is of
                counts["rejected"], problems = len(gone), [one for one in problems if one[0] in gone]
            self.course.go_on()
            tell(batch)
            ImportPortion.objects.create(
                run_id=self.run_id,
                attempt=self.attempt,
                kind=self.kind,
                number=number,
                problems=problems,
                trace=trace,
                **counts,
            )
            self.course.written()
            batch.drop_stage()

    def _take(self, batch: Batch, before: int, last: int) -> None:
        """The rows of a portion, each with those that it stands for: they are written together."""
        batch.take_over_stage(self.kept)
        names = batch.rows(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [self.kept],
        )
        batch.run(
            "INSERT INTO {stage} ({names}) SELECT {names} FROM {kept}"
            " WHERE number > %s AND number <= %s AND twin_of IS NULL OR twin_of > %s AND twin_of <= %s",
            [before, last, before, last],
            kept=self.kept,
            names=", ".join(str(name) for (name,) in names),
        )
        batch.run("ANALYZE {stage}")


def _taken(waiting: "Waiting") -> Iterator[tuple[int, int, int]]:
    while True:
        try:
            yield waiting.get_nowait()
        except Empty:
            return
