"""Runs that are written in portions, begun and brought to their end."""

from datetime import UTC, datetime

from django.core.files.base import ContentFile

from voronka.accounts.models import User
from voronka.imports.actions import working
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
NAMES = {"Код": "external_id", "Фамилия": "last_name", "Телефон": "phones", "Компания": "organization"}
HEAD = "Код;Фамилия;Телефон;Компания\n"
SIX = HEAD + "".join(f"k{n};Иванов{n};+7 903 000-00-{n:02};Ромашка\n" for n in range(6))


def begun(by: User, text: str = SIX, kind: str = "persons", mapping: dict[str, str] = NAMES) -> ImportRun:
    """A run that its job is about to work on."""
    run = ImportRun(kind=kind, owner=by, created_at=NOW, started_at=NOW, file_name="a.csv", mapping=mapping)
    run.state, run.region = RunState.WORKING, "RU"
    run.file.save("source", ContentFile(text.encode()), save=False)
    run.save()
    return run


def done(run: ImportRun) -> ImportRun:
    """The same after the work of its job."""
    working.work(run_id=run.pk, at=NOW)
    run.refresh_from_db()
    return run
