"""Imports to undo: a file becomes a run and its records, and the run is taken back, as the job does it."""

from datetime import UTC, datetime, timedelta

from django.core.files.base import ContentFile

from voronka.accounts.models import User
from voronka.imports.actions import runs, undoing
from voronka.imports.guessing import guess_mapping
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.targets.registry import TARGETS

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def imported(text: str, target: str, by: User, at: datetime = NOW) -> ImportRun:
    """The run of a file that was imported, its columns guessed."""
    header = text.splitlines()[0].split(";")
    rows = [line.split(";") for line in text.splitlines()[1:]]
    run = ImportRun(kind=target, owner=by, created_at=at, started_at=at, file_name="a.csv", region="RU")
    run.state, run.mapping = RunState.WORKING, guess_mapping(TARGETS[target], header, rows)
    run.file.save("source", ContentFile(text.encode()), save=False)
    run.save()
    runs.work(run_id=run.pk, at=at)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.DONE, "")
    return run


def undone(run: ImportRun, by: User, at: datetime = LATER) -> ImportRun:
    """The same run after its undoing."""
    undoing.undo(run=run, by=by, at=at)
    undoing.work(run_id=run.pk, at=at)
    run.refresh_from_db()
    return run
