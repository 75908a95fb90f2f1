"""An import measured: what it takes from the first byte of the file to the last entry of the search index."""

import resource
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files.base import File
from django.db import connection, transaction

from bench.imports import contacts
from voronka.accounts.models import User
from voronka.imports.actions import runs, undoing, working
from voronka.imports.columns import reading_of
from voronka.imports.engine.batch import Batch
from voronka.imports.engine.marks import places_of
from voronka.imports.engine.staging import Cells, stage
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.plan import look
from voronka.imports.reading.sheet import read_sheet
from voronka.imports.targets.registry import TARGETS


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Seconds of an import of so many rows and of its floor, megabytes of this process at their highest."""

    rows: int
    seconds: float
    floor: float
    memory: int


def measured(count: int, *, at: datetime) -> Measured:
    """Import new contacts as a job does it, and undo them; the floor copies the same rows to a table without index."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        contacts.write(path, count, seed=int(at.timestamp()))
        by = User.objects.filter(is_superuser=True).order_by("pk")[0]
        with Clock() as floor, transaction.atomic():
            _copy(path, by, at)
            transaction.set_rollback(True)
        with path.open("rb") as stream:
            terms = runs.Terms(mapping={}, region="RU", is_dry=False)
            run = runs.bring(file=File(stream, name=path.name), target="persons", terms=terms, by=by, at=at)
    with Clock() as whole:
        working.work(run_id=run.pk, at=at)
    run.refresh_from_db()
    assert run.counts["created"] == count, (run.error, run.counts)  # else something else was measured
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    _forget(run, by, at)
    return Measured(rows=count, seconds=whole.seconds, floor=floor.seconds, memory=memory)


def _forget(run: ImportRun, by: User, at: datetime) -> None:
    """The base as it was."""
    undoing.undo(run=run, by=by, at=at)
    undoing.work(run_id=run.pk, at=at)
    run.refresh_from_db()
    assert run.state == RunState.UNDONE, run.error
    run.file.delete(save=False)
    run.delete()


def table(found: Measured) -> str:
    """One line for people."""
    return (
        f"Import of {found.rows} new contacts: {found.seconds:.1f} s, {found.rows / found.seconds:.0f} rows/s,"
        f" {found.seconds / found.floor:.1f} × the floor (the file read and a bare COPY: {found.floor:.1f} s),"
        f" {found.memory} MB"
    )


def _copy(path: Path, by: User, at: datetime) -> None:
    """What cannot be saved: cells are read, rows go to a table without index and trigger."""
    target = TARGETS["persons"]
    sheet = read_sheet(path)
    places = places_of(sheet.header, look(path, target).mapping, target)
    reading = reading_of(by, "RU", adds_values=False)
    columns = list(dict.fromkeys(column for _place, column in places))
    batch = Batch(target=target, columns=columns, by=by, at=at, zone=reading.zone)
    batch.create_stage()
    stage([Cells(batch=batch, places=places, marked=places)], sheet.rows, reading)


class Clock:
    """Seconds that a block takes."""

    seconds = 0.0

    def __enter__(self) -> "Clock":
        connection.ensure_connection()
        self.began = time.perf_counter()
        return self

    def __exit__(self, *_error: object) -> None:
        self.seconds = time.perf_counter() - self.began
