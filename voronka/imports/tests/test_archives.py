"""A whole export as one .zip: taken over by a job as a folder is; a hostile one is refused in words, at once."""

import stat
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.imports.actions import archives, files
from voronka.imports.actions.migrations import migrate
from voronka.imports.folders import archives as folders
from voronka.imports.models import ImportRun, Migration
from voronka.imports.reading import limits
from voronka.imports.tests.portioned import NOW
from voronka.people.models import Organization, Person
from voronka.sales.models import Deal, Lead

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]

SMALL = Path(__file__).parent / "data"
LEADS = (SMALL / "Leads.csv").read_text(encoding="utf-8")
type Parts = dict[str | zipfile.ZipInfo, str | bytes]


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def packed(parts: Parts) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def export(prefix: str = "Data/") -> bytes:
    parts: Parts = {f"{prefix}{one.name}": one.read_bytes() for one in SMALL.glob("*.csv")}
    return packed(parts | {"__MACOSX/._Leads.csv": b"x", "Data/photo.png": b"x", f"{prefix}.hidden.csv": b"x"})


def dropped(client: Client, by: User, content: bytes, name: str = "zoho.zip") -> Any:
    client.force_login(by)
    return client.post(reverse("imports:imports"), {"target": "persons", "file": SimpleUploadedFile(name, content)})


def link(name: str) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name)
    found.external_attr = (stat.S_IFLNK | 0o777) << 16
    return found


def counted() -> list[int]:
    return [one._default_manager.count() for one in (Organization, Person, Lead, Deal)]


@pytest.mark.django_db(transaction=True)
def test_it_is_taken_over_as_the_folder_is(
    client: Client, admin: User, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    answer = dropped(client, admin, export())
    migration = Migration.objects.get()
    assert (answer.status_code, answer.url) == (303, reverse("imports:migration", args=[migration.pk]))
    page = client.get(answer.url).content.decode()
    assert "0 / 4" in page.replace("\xa0", " ")
    assert reverse("imports:migration_undo", args=[migration.pk]) not in page
    assert files.forget_lost(at=NOW.replace(year=2100)) == 0
    run_jobs()
    migration.refresh_from_db()
    assert (migration.preset, migration.folder, migration.tables, migration.error) == ("zoho", "zoho.zip", 4, "")
    assert migration.finished_at
    assert not migration.archive
    made = counted()
    assert made == [4, 3, 5, 4]
    page = client.get(answer.url).content.decode()
    assert "Zoho CRM" in page
    assert reverse("imports:migration_undo", args=[migration.pk]) in page
    kept = {str(run.file.path) for run in ImportRun.objects.all()}
    assert {str(one) for one in (tmp_path / "media").rglob("*") if one.is_file()} == kept  # the archive is gone
    migrate(folder=SMALL, preset="zoho", by=admin, at=NOW)
    assert counted() == made


@pytest.mark.req("E1")
def test_only_an_administrator_drops_one(client: Client, head: User, admin: User) -> None:
    answer = dropped(client, head, export())
    assert answer.status_code == 422
    assert "администратор" in answer.content.decode()
    assert not Migration.objects.exists()
    client.force_login(head)
    assert ".zip" not in client.get(reverse("imports:imports")).content.decode()
    client.force_login(admin)
    assert ".zip" in client.get(reverse("imports:imports")).content.decode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no archive at all", "no-archive"),
        (export()[:-300], "no-archive"),
        (packed({"../Leads.csv": LEADS}), "unsafe"),
        (packed({"/etc/Leads.csv": LEADS}), "unsafe"),
        (packed({"C:\\Leads.csv": LEADS}), "unsafe"),
        (packed({"Data\\..\\..\\Leads.csv": LEADS}), "unsafe"),
        (packed({link("Leads.csv"): "/etc/passwd"}), "unsafe"),
        (packed({"Leads.csv": LEADS, "more.ZIP": packed({"a.csv": "a"})}), "nested"),
        (packed({"Leads.csv": LEADS, "more.tar.gz": "x"}), "nested"),
        (packed({"Leads.csv": b"0" * 60_000_000}), "swollen"),
        (packed({f"{n}.csv": "a" for n in range(501)}), "many"),
        (packed({"photo.png": "x"}), "no-tables"),
        (packed({"[Content_Types].xml": "x", "a.csv": "a"}), "workbook"),
    ],
)
def test_a_hostile_one_is_refused_at_once(
    client: Client, admin: User, tmp_path: Path, content: bytes, why: str
) -> None:
    answer = dropped(client, admin, content)
    assert answer.status_code == 422
    assert str(folders.BadArchive(why).message) in answer.content.decode().replace("&#39;", "'")
    assert not Migration.objects.exists()
    assert not [one for one in (tmp_path / "media").rglob("*") if one.is_file()]


def test_a_locked_one(client: Client, admin: User) -> None:
    content = bytearray(export())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert str(folders.BadArchive("locked").message) in dropped(client, admin, bytes(content)).content.decode()


def test_one_that_lies_about_its_sizes(tmp_path: Path) -> None:
    content = bytearray(packed({"Leads.csv": b"0" * 3_000_000}))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.find(mark) + place
        content[at : at + 4] = (1000).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content)
    (tmp_path / "into").mkdir()
    with pytest.raises(folders.BadArchive):
        folders.unpack(tmp_path / "a.zip", tmp_path / "into")
    assert sum(one.stat().st_size for one in (tmp_path / "into").iterdir()) <= 1000


def test_a_big_one(client: Client, admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 100)
    assert "200 МБ" in dropped(client, admin, export()).content.decode()


def test_tables_of_one_name_and_russian_names(tmp_path: Path) -> None:
    old = zipfile.ZipInfo("a/\u043a\u043b.csv")
    parts: Parts = {"a/Leads.csv": "1", "b/leads.CSV": "2", old: "3", "b\\Leads.csv": "4"}
    (tmp_path / "a.zip").write_bytes(packed(parts))
    (tmp_path / "into").mkdir()
    names = folders.unpack(tmp_path / "a.zip", tmp_path / "into")
    assert names == ["Leads.csv", "leads-2.csv", "кл.csv", "Leads-3.csv"]
    assert [(tmp_path / "into" / name).read_text() for name in names] == ["1", "2", "3", "4"]


def test_of_another_program(client: Client, admin: User, run_jobs: Callable[[], int]) -> None:
    dropped(client, admin, packed({"a.csv": "Фамилия\nИванов\n"}), "bitrix.zip")
    run_jobs()
    migration = Migration.objects.get()
    assert "Zoho CRM" in migration.error
    assert not migration.archive
    assert migration.error in client.get(reverse("imports:migration", args=[migration.pk])).content.decode()


def test_one_that_broke_off_is_told_and_goes_on_when_dropped_again(
    client: Client, admin: User, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped(client, admin, export())
    migration = Migration.objects.get()
    moments = {"created_at": NOW, "started_at": NOW}
    ImportRun.objects.create(owner=admin, migration=migration, kind="organizations", file_name="a.csv", **moments)
    archives.work(migration_id=migration.pk, at=NOW)
    migration.refresh_from_db()
    assert (migration.error, bool(migration.archive)) == (archives.broken(), False)
    dropped(client, admin, export())
    monkeypatch.setattr("voronka.core.jobs.living", lambda _job, _name: set())
    assert archives.end_lost() == 1
    assert not Migration.objects.exclude(archive="").exists()
    dropped(client, admin, export())
    run_jobs()
    assert counted() == [4, 3, 5, 4]
