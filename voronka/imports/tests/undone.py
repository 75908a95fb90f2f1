"""Imports to undo: a file becomes a run and its records, the run is taken back, and what stands then is looked at."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from voronka.accounts.models import User
from voronka.imports.actions import undoing, working
from voronka.imports.guessing import guess_mapping
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.targets.registry import TARGETS
from voronka.people.actions import consents
from voronka.people.models import ConsentPurpose, Person

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SILENT = {"version", "updated_at"}


def imported(text: str, target: str, by: User, at: datetime = NOW) -> ImportRun:
    """The run of a file that was imported, its columns guessed."""
    header = text.splitlines()[0].split(";")
    rows = [line.split(";") for line in text.splitlines()[1:]]
    run = ImportRun(kind=target, owner=by, created_at=at, started_at=at, file_name="a.csv", region="RU")
    run.state, run.mapping = RunState.WORKING, guess_mapping(TARGETS[target], header, rows)
    run.file.save("source", ContentFile(text.encode()), save=False)
    run.save()
    working.work(run_id=run.pk, at=at)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.DONE, "")
    return run


def undone(run: ImportRun, by: User, at: datetime = LATER) -> ImportRun:
    """The same run after its undoing."""
    undoing.undo(run=run, by=by, at=at)
    undoing.work(run_id=run.pk, at=at)
    run.refresh_from_db()
    return run


def stands(record: Any) -> dict[str, Any]:
    """The columns of a record but those that every version changes."""
    record.refresh_from_db()
    return {one.attname: getattr(record, one.attname) for one in record._meta.concrete_fields if one.name not in SILENT}


def agree(person: Person, by: User) -> None:
    """The person agrees, after the import."""
    purpose = ConsentPurpose.objects.exclude(texts=None).first()
    assert purpose is not None
    consents.record(about=person, purpose=purpose, is_given=True, channel="phone", by=by, at=LATER)
