"""Large exports: a job makes the file in the name of its owner, nobody else gets it, it goes after a week."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from voronka.accounts.models import Action, Grant, User
from voronka.core.errors import Refused
from voronka.core.live.visibility import who_may_see
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records.actions import erasures, exports
from voronka.records.exporting.wanted import Wanted
from voronka.records.fields import FilterContext
from voronka.records.models import ExportEntry, ReadEntry, Way
from voronka.records.models.exports import ExportState
from voronka.records.tests.lists import NOW, address, person, seen, text

EXPORT = "/persons/export/"
RunJobs = Callable[[], int]

pytestmark = pytest.mark.req("H12")


@pytest.fixture(autouse=True)
def small(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of this test alone; three records are many."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    monkeypatch.setattr(exports, "PORTION", 2)


@pytest.fixture
def people(seller: User, outsider: User) -> list[Person]:
    person(outsider, "Чужой")
    return [person(seller, f"Петров{number}", phones=f"+7903123450{number}") for number in range(5)]


def asked(by: User, code: str = "csv", **more: Any) -> ExportEntry:
    wanted = Wanted(kind=PERSON, code=code, filter={}, columns=("name", "phones"), **more)
    return exports.ask(wanted=wanted, count=5, by=by, at=NOW)


@pytest.fixture
def finished(seller: User, people: list[Person], run_jobs: RunJobs) -> ExportEntry:
    entry = asked(seller)
    run_jobs()
    entry.refresh_from_db()
    return entry


def page(pk: int, name: str = "export") -> str:
    return reverse(f"records:{name}", args=[pk])


def test_a_large_list_is_written_while_one_goes_on(
    client: Client, seller: User, people: list[Person], run_jobs: RunJobs
) -> None:
    response = seen(client, seller, address(EXPORT, format="csv", cols="name,phones", sort="name"))
    entry = ExportEntry.objects.get()
    assert (response.status_code, response["Location"]) == (303, page(entry.pk))
    assert "0 / 5" in text(client.get(page(entry.pk)))
    run_jobs()
    assert "готов" in text(client.get(page(entry.pk)))
    rows = b"".join(client.get(page(entry.pk, "export-file")).streaming_content).decode("utf-8-sig").splitlines()
    assert rows == ["ФИО;Телефоны", *(f"Петров{number};'+7 903 123-45-0{number}" for number in range(5))]
    entry.refresh_from_db()
    assert (entry.state, entry.done, entry.count) == (ExportState.DONE, 5, 5)
    kept = ReadEntry.objects.filter(way=Way.EXPORT, user=seller, kind="person")
    assert sorted(pk for entry in kept for pk in entry.ids) == sorted(one.pk for one in people)
    assert "Люди .csv" in text(client.get(reverse("records:exports")))


@pytest.mark.parametrize("name", ["export", "export-file", "export-stop"])
def test_nobody_else_gets_it(client: Client, colleague: User, finished: ExportEntry, name: str) -> None:
    client.force_login(colleague)
    answer = client.post(page(finished.pk, name)) if name == "export-stop" else client.get(page(finished.pk, name))
    assert answer.status_code == 404
    assert "exports__line" not in text(client.get(reverse("records:exports")))


@pytest.mark.req("E1")
def test_what_was_allowed_when_it_was_asked_is_not_allowed_for_ever(
    seller: User, people: list[Person], run_jobs: RunJobs
) -> None:
    entry = asked(seller)
    Grant.objects.filter(role__in=seller.roles.all(), action=Action.EXPORT).delete()
    run_jobs()
    entry.refresh_from_db()
    assert (entry.done, entry.file.read().decode("utf-8-sig").splitlines()) == (0, ["ФИО;Телефоны"])


def test_two_clicks_are_one_export_and_three_are_enough(seller: User, people: list[Person]) -> None:
    assert asked(seller) == asked(seller)
    asked(seller, "xlsx")
    asked(seller, "vcf")
    with pytest.raises(Refused):
        asked(seller, text="петров")


def test_stopped(client: Client, seller: User, people: list[Person], run_jobs: RunJobs) -> None:
    entry = asked(seller)
    client.force_login(seller)
    client.post(page(entry.pk, "export-stop"))
    run_jobs()
    entry.refresh_from_db()
    assert (entry.state, entry.file.name) == (ExportState.STOPPED, "")
    assert exports.stop(export=entry, at=NOW).state == ExportState.STOPPED


def test_stopped_in_the_middle_leaves_no_file(seller: User, people: list[Person], tmp_path: Path) -> None:
    entry = asked(seller)
    exports.stop(export=ExportEntry.objects.get(), at=NOW)
    with pytest.raises(exports.Stopped):
        exports._make(entry, FilterContext(by=seller, at=NOW, zone=UTC))
    assert entry.done == 2, "it looks after each portion"
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("status", "after"),
    [("todo", ExportState.WORKING), ("doing", ExportState.WORKING), ("failed", ExportState.FAILED)],
)
def test_one_without_a_living_job_is_ended(seller: User, people: list[Person], status: str, after: str) -> None:
    entry = asked(seller)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", [status])
    exports.end_lost(at=NOW)
    entry.refresh_from_db()
    assert (entry.state, bool(entry.error)) == (after, after == ExportState.FAILED)


def test_files_go_after_a_week(finished: ExportEntry, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> None:
    assert finished.finished_at
    with django_capture_on_commit_callbacks(execute=True):
        assert exports.forget_old(at=finished.finished_at + timedelta(days=6)) == 0
        assert exports.forget_old(at=finished.finished_at + timedelta(days=8)) == 1
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_an_erasure_leaves_no_file(
    client: Client, admin: User, people: list[Person], finished: ExportEntry, django_capture_on_commit_callbacks: Any
) -> None:
    person = people[0]
    with django_capture_on_commit_callbacks(execute=True):
        erasures.erase(kind=PERSON, pk=person.pk, why="request", said=str(person), by=admin, at=NOW)
    assert not Path(finished.file.path).exists()
    client.force_login(finished.user)
    assert client.get(page(finished.pk, "export-file"))["Location"] == page(finished.pk)
    assert "больше не хранится" in text(client.get(page(finished.pk)))


def test_pages_of_exports_ask_as_often_for_thirty_as_for_one(
    client: Client, seller: User, finished: ExportEntry
) -> None:
    client.force_login(seller)
    client.get(reverse("records:exports"))
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked_for:
            assert client.get(reverse("records:exports")).status_code == 200
        counts.append(len(asked_for))
        for _number in range(30):
            exports.record(
                wanted=Wanted(kind=PERSON, code="csv", filter={}, columns=("name",)), count=1, by=seller, at=NOW
            )
    assert counts[0] == counts[1]
    with CaptureQueriesContext(connection) as asked_for:
        assert client.get(page(finished.pk)).status_code == 200
    assert len(asked_for) <= 12


def test_a_format_that_cannot_hold_so_much_is_named(seller: User, people: list[Person]) -> None:
    wanted = Wanted(kind=PERSON, code="xlsx", filter={}, columns=("name",))
    wanted.__dict__["format"] = replace(wanted.format, most=4)
    with pytest.raises(Refused, match=r"\.xlsx"):
        wanted.count(FilterContext(by=seller, at=NOW, zone=UTC))


def test_open_pages_of_its_owner_hear_of_it(
    client: Client, seller: User, people: list[Person], run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "TOLD_AFTER", 4)
    entry = asked(seller)
    live = f'data-live="export:{entry.pk}"'
    assert live in seen(client, seller, page(entry.pk)).content.decode()
    with CaptureQueriesContext(connection) as queries:
        run_jobs()
    told = [one["sql"] for one in queries if "pg_notify" in one["sql"] and '"export"' in one["sql"]]
    assert len(told) == 2  # in the middle and at the end
    assert who_may_see([seller.pk + 1, seller.pk], "export", entry.pk) == {seller.pk}
    assert live not in seen(client, seller, page(entry.pk)).content.decode()
