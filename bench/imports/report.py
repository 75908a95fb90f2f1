"""An import measured: what it takes from the first byte of the file to the last entry of the search index."""

import resource
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from bench.imports import contacts
from voronka.accounts.models import User
from voronka.imports.columns import reading_of
from voronka.imports.engine.batch import Batch
from voronka.imports.engine.marks import places_of
from voronka.imports.engine.staging import stage
from voronka.imports.plan import carry_out_file, look
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
    """Import new contacts and take them back; the floor reads the same file and copies it to a table without index."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        contacts.write(path, count, seed=int(at.timestamp()))
        by = User.objects.filter(is_superuser=True).order_by("pk")[0]
        with Clock() as floor, transaction.atomic():
            _copy(path, by, at)
            transaction.set_rollback(True)
        with Clock() as whole, transaction.atomic():
            report = carry_out_file(path=path, target=TARGETS["persons"], by=by, at=at, region="RU")
            transaction.set_rollback(True)
    assert report.created == count, report.counts()  # else something else was measured
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Measured(rows=count, seconds=whole.seconds, floor=floor.seconds, memory=memory)


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
    stage(batch, sheet.rows, places, reading)


class Clock:
    """Seconds that a block takes."""

    seconds = 0.0

    def __enter__(self) -> "Clock":
        connection.ensure_connection()
        self.began = time.perf_counter()
        return self

    def __exit__(self, *_error: object) -> None:
        self.seconds = time.perf_counter() - self.began
