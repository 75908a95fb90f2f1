"""Cancelling an import that waits or is under way: it ends at once, and nothing of it is stored."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once, somebody_waits, until
from voronka.core.errors import Conflict
from voronka.imports.actions import halting, runs, working
from voronka.imports.engine import carry_out
from voronka.imports.engine.course import one_at_a_time
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.people.models import Person

pytestmark = pytest.mark.req("B8")

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
PEOPLE = "Фамилия\nИванов\nПетров\n".encode()


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def brought(by: User, *, is_dry: bool = False, content: bytes = PEOPLE) -> ImportRun:
    """A run whose job waits."""
    terms = runs.Terms(mapping={}, region="RU", is_dry=is_dry)
    return runs.bring(file=SimpleUploadedFile("a.csv", content), target="persons", terms=terms, by=by, at=NOW)


@pytest.mark.parametrize("is_dry", [True, False])
def test_run_that_waits_never_begins(head: User, run_jobs: Callable[[], int], is_dry: bool) -> None:
    run = halting.cancel(run=brought(head, is_dry=is_dry), by=head, at=NOW)
    assert (run.state, run.finished_at, run.error) == (RunState.CANCELLED, NOW, "")
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.counts) == (RunState.CANCELLED, {})
    assert not Person.objects.exists()
    assert working.end_lost(at=NOW) == 0


@pytest.mark.parametrize("state", [RunState.UPLOADED, RunState.CHECKED, RunState.DONE, RunState.FAILED])
def test_what_has_come_to_its_end_is_not_cancelled(head: User, state: RunState) -> None:
    run = brought(head)
    ImportRun.objects.update(state=state)
    with pytest.raises(Conflict):
        halting.cancel(run=run, by=head, at=NOW)


def test_cancelled_run_may_be_begun_anew(head: User, run_jobs: Callable[[], int]) -> None:
    run = halting.cancel(run=brought(head), by=head, at=NOW)
    assert runs.rethink(run=run, by=head).state == RunState.UPLOADED
    runs.check(run=run, mapping=run.mapping, region="RU", by=head, at=NOW + timedelta(minutes=1))
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.counts["created"]) == (RunState.CHECKED, 2)


def test_work_that_did_not_hear_of_it_does_not_end_the_run_that_was_begun_anew(
    head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = brought(head)
    whole = working.carry_out

    def begun_anew_meanwhile(order: Any) -> Any:
        ImportRun.objects.filter(pk=run.pk).update(started_at=NOW + timedelta(minutes=1), rows_read=7)
        return whole(order)

    monkeypatch.setattr(working, "carry_out", begun_anew_meanwhile)
    working.work(run_id=run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.rows_read, run.finished_at) == (RunState.WORKING, 7, None)
    assert not Person.objects.exists()


@pytest.mark.parametrize("is_dry", [True, False])
@pytest.mark.parametrize("mapping", [{}, {"Фамилия": "last_name", "Фирма": "organizations.name"}], ids=["one", "two"])
def test_its_staged_rows_go_at_once(
    head: User, is_dry: bool, mapping: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = runs.Terms(mapping=mapping, region="RU", is_dry=is_dry)
    file = SimpleUploadedFile("a.csv", "Фамилия;Фирма\nИванов;Ромашка\n".encode())
    run = runs.bring(file=file, target="persons", terms=terms, by=head, at=NOW)
    whole = carry_out._stage

    def cancelled_meanwhile(*given: Any) -> int:
        count = whole(*given)
        assert _staged()
        halting.cancel(run=run, by=head, at=NOW)
        return count

    monkeypatch.setattr(carry_out, "_stage", cancelled_meanwhile)
    working.work(run_id=run.pk, at=NOW)
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert _staged() == []


def _staged() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^imports?_stage'")
        return [name for (name,) in cursor.fetchall()]


def _working(run: ImportRun) -> threading.Thread:
    return threading.Thread(target=lambda: at_once(lambda: working.work(run_id=run.pk, at=timezone.now())))


def _seconds_to_end(worker: threading.Thread, run: ImportRun, by: User) -> float:
    begun = time.monotonic()
    halting.cancel(run=run, by=by, at=NOW)
    worker.join(30)
    return time.monotonic() - begun


@pytest.mark.django_db(transaction=True)
def test_import_that_stands_at_a_long_statement_ends_within_two_seconds(head: User) -> None:
    """It waits for another import here; a statement that works is broken off the same way."""
    run = brought(head)
    worker = _working(run)
    with transaction.atomic():
        one_at_a_time("person")
        worker.start()
        until(somebody_waits)
        # On a connection of its own, as the page does it: this one holds the other import.
        seconds = at_once(lambda: _seconds_to_end(worker, run, head))[0]
    assert isinstance(seconds, float)
    assert seconds < 2
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.CANCELLED, "")
    assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_import_that_writes_ends_within_two_seconds(head: User) -> None:
    run = brought(head, content="Фамилия\n".encode() + "".join(f"Иванов {n}\n" for n in range(6000)).encode())
    worker = _working(run)
    worker.start()
    until(lambda: _writes(run))
    assert _seconds_to_end(worker, run, head) < 2
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert not Person.objects.exists()


def _writes(run: ImportRun) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2")
        return bool(cursor.fetchone()[0])


def test_page_stops_what_is_under_way(client: Client, head: User) -> None:
    run = brought(head)
    client.force_login(head)
    assert (
        reverse("imports:cancel", args=[run.pk]) in client.get(reverse("imports:run", args=[run.pk])).content.decode()
    )
    assert client.post(reverse("imports:cancel", args=[run.pk])).status_code == 303
    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert reverse("imports:rethink", args=[run.pk]) in page
    assert client.post(reverse("imports:cancel", args=[run.pk])).status_code == 409


@pytest.mark.req("E1")
def test_nobody_else_stops_it(client: Client, head: User, colleague: User, outsider: User, admin: User) -> None:
    run = brought(head)
    for user in (colleague, outsider, admin):
        client.force_login(user)
        assert client.post(reverse("imports:cancel", args=[run.pk])).status_code == 404
    run.refresh_from_db()
    assert run.state == RunState.WORKING


def test_bad_request_stops_nothing(client: Client, head: User) -> None:
    run = brought(head)
    client.force_login(head)
    assert client.get(reverse("imports:cancel", args=[run.pk])).status_code == 405
    assert client.post(reverse("imports:cancel", args=[run.pk + 1])).status_code == 404


def test_program_cancels(head: User, colleague: User) -> None:
    run = brought(head)
    url = f"/api/v1/imports/{run.pk}/cancel"
    assert _program(colleague).post(url).status_code == 404
    answer = _program(head).post(url)
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert _program(head).post(url).status_code == 409


def _program(user: User) -> Client:
    _token, plain = tokens.issue(user=user, name="test", at=timezone.now())
    return Client(headers={"Authorization": f"Bearer {plain}"})
