"""An undoing beside other work, and one whose process is killed: all of it is done, once, or nothing."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once, somebody_waits, until
from voronka.core import jobs
from voronka.core.errors import Conflict
from voronka.core.jobs.rescue import rescue
from voronka.imports import tasks
from voronka.imports.actions import undoing
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.tests.undone import LATER, NOW, imported, undone
from voronka.people.kinds import PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("B8")]

PEOPLE = "ФИО;Компания\nИванов Иван;Ромашка\nПетров Пётр;Ромашка\n"
KILL = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_of_two_at_once_one_is_told_that_it_is_under_way(head: User) -> None:
    run = imported(PEOPLE, "persons", head)
    answers = at_once(*[lambda: undoing.undo(run=run, by=head, at=LATER)] * 2)
    assert sorted(type(one) for one in answers if isinstance(one, Exception)) == [Conflict]
    at_once(*[lambda: undoing.work(run_id=run.pk, at=LATER)] * 2)
    run.refresh_from_db()
    assert (run.state, run.error, run.undone["deleted"]) == (RunState.UNDONE, "", {"person": 2, "organization": 1})


def test_what_breaks_half_way_is_taken_back_whole_and_may_be_tried_again(head: User) -> None:
    run = imported(PEOPLE, "persons", head)
    undoing.undo(run=run, by=head, at=LATER)
    worker = threading.Thread(target=lambda: at_once(lambda: undoing.work(run_id=run.pk, at=LATER)))
    firm = Organization.objects.get()
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=firm.pk)
        worker.start()
        until(somebody_waits)
        with connection.cursor() as cursor:
            cursor.execute(KILL)
        worker.join(30)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.DONE, undoing.broken())
    assert Person.objects.count() == 2
    assert undone(run, head).state == RunState.UNDONE
    assert not Person.objects.exists()


def test_undoing_of_a_killed_worker_begins_anew(head: User, run_jobs: Callable[[], int]) -> None:
    run = imported(PEOPLE, "persons", head)
    undoing.undo(run=run, by=head, at=LATER)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name NOT LIKE %s", ["%undo_run"])
        cursor.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"
        )
    undoing.end_lost()
    assert rescue() == 1
    assert run_jobs() >= 1
    run.refresh_from_db()
    assert (run.state, Person.objects.count()) == (RunState.UNDONE, 0)


@pytest.mark.parametrize(("status", "after"), [("todo", RunState.UNDOING), ("failed", RunState.DONE)])
def test_undoing_without_a_living_job_is_given_back(head: User, status: str, after: RunState) -> None:
    run = imported(PEOPLE, "persons", head)
    undoing.undo(run=run, by=head, at=LATER)
    assert jobs.living(tasks.undo_run, "run_id") == {run.pk}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", [status])
    undoing.end_lost()
    run.refresh_from_db()
    assert (run.state, bool(run.error)) == (after, after == RunState.DONE)


def test_it_waits_for_an_import_that_links_to_what_it_would_delete(head: User) -> None:
    run = imported(PEOPLE, "persons", head)
    undoing.undo(run=run, by=head, at=LATER)
    worker = threading.Thread(target=lambda: at_once(lambda: undoing.work(run_id=run.pk, at=LATER)))
    with transaction.atomic():
        other = imported("ФИО;Компания\nСидоров Сидор;Ромашка\n", "persons", head, LATER)
        worker.start()
        until(somebody_waits)
    worker.join(30)
    run.refresh_from_db()
    assert (run.state, run.undone["deleted"]) == (RunState.UNDONE, {"person": 2})
    assert [str(one.organization) for one in Person.objects.all()] == ["Ромашка"]
    undone(other, head, LATER + timedelta(minutes=1))
    assert (Person.objects.count(), Organization.objects.count()) == (0, 1)


def test_it_waits_for_who_changes_a_record_and_leaves_that_one(head: User) -> None:
    run = imported(PEOPLE, "persons", head)
    undoing.undo(run=run, by=head, at=LATER)
    worker = threading.Thread(target=lambda: at_once(lambda: undoing.work(run_id=run.pk, at=LATER)))
    with transaction.atomic():
        actions.update(record=Person.objects.get(last_name="Иванов"), changes={"note": "?"}, by=head, at=LATER)
        worker.start()
        until(somebody_waits)
    worker.join(30)
    assert [one.last_name for one in Person.objects.all()] == ["Иванов"]
    assert ImportRun.objects.get().undone["kept"] == 2


def test_who_links_to_a_record_that_goes_away_is_told(head: User) -> None:
    """The other way round: the undoing was first."""
    run = imported(PEOPLE, "persons", head)
    undoing.undo(run=run, by=head, at=LATER)
    firm = Organization.objects.get()
    values = {"last_name": "Новый", "organization": firm.pk}
    said: list[object] = []
    other = threading.Thread(
        target=lambda: said.extend(at_once(lambda: actions.create(kind=PERSON, values=values, by=head, at=NOW)))
    )
    with transaction.atomic():
        undoing.work(run_id=run.pk, at=LATER)
        other.start()
        until(somebody_waits)
    other.join(30)
    assert isinstance(said[0], Exception)
    assert not Person.objects.exists()
