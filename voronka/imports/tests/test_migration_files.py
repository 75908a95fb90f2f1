"""Kept files of a migration: they stay when others go, and lose whoever is erased."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.imports.actions import files
from voronka.imports.actions.migrations import migrate
from voronka.imports.models import Migration
from voronka.imports.queries import runs_of_migration, source_of
from voronka.imports.reading.sheet import whole_sheets
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records.actions import erasures

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
CONTACTS = "CONTACTID,Last Name,First Name,Contact Owner,Email\n1,Petrov,Ivan,Nobody,ivan@petrov.example\n"
WARRANTIES = "Device,Buyer,Until\nChair,ivan@petrov.example,2027\nTable,anna@x.example,2028\n"
pytestmark = [pytest.mark.django_db, pytest.mark.req("H12", "B8")]


@pytest.fixture
def moved(tmp_path: Path, settings: Any, admin: User) -> Migration:
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "Contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (folder / "Warranties.csv").write_text(WARRANTIES, encoding="utf-8")
    migration, _results = migrate(folder=folder, preset="zoho", by=admin, at=NOW)
    assert migration
    return migration


def kept(migration: Migration) -> dict[str, str]:
    return {
        run.file_name: str([cells for sheet in whole_sheets(source_of(run)) for cells in sheet.lines])
        for run in runs_of_migration(migration)
        if run.file
    }


def test_rows_without_a_place_stay_longer_than_files_of_imports(moved: Migration) -> None:
    assert files.forget_old(at=NOW + timedelta(days=31)) == 1
    assert list(kept(moved)) == ["Warranties.csv"]


def test_erased_human_is_in_no_kept_file(
    moved: Migration, admin: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    person = Person.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        erasures.erase(kind=PERSON, pk=person.pk, why="request", said=str(person), by=admin, at=NOW)
    left = {name for name, text in kept(moved).items() if "ivan" in text.lower()}
    assert left == set()
    assert {run.file_name for run in runs_of_migration(moved) if run.file} >= {"Warranties.csv"}
