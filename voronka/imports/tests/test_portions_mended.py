"""The portions of an import, attacked: undone whole however it ended, and no lock outlives it."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once, somebody_waits, until
from voronka.imports.actions import files, halting, runs, undoing, working
from voronka.imports.engine import course, portions
from voronka.imports.engine.kept_stage import Kept
from voronka.imports.models import ImportPortion, ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.tests import test_several_records
from voronka.imports.tests.portioned import HEAD, NAMES, NOW, SIX, begun, done
from voronka.imports.tests.test_portions import pause_after
from voronka.people.models import Consent, ConsentPurpose, Organization, Person
from voronka.sales import defaults

pytestmark = pytest.mark.req("B8")

LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def small_portions(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(portions, "SIZE", 2)


def _agreeing(by: User) -> ImportRun:
    purpose = ConsentPurpose.objects.exclude(texts=None).first()
    assert purpose is not None
    mapping = {"Фамилия": "last_name", "Согласие": f"consent_{purpose.code}"}
    text = "Фамилия;Согласие\n" + "".join(f"Иванов{n};да\n" for n in range(6))
    return begun(by, text, mapping=mapping)


@pytest.mark.parametrize("is_finished", [True, False])
def test_what_carries_consents_is_undone_in_all_its_stretches(
    head: User, monkeypatch: pytest.MonkeyPatch, is_finished: bool
) -> None:
    run = _agreeing(head)
    pause_after(2, run, head, monkeypatch)
    done(run)
    if is_finished:
        done(halting.resume(run=run, by=head, at=LATER))
        undoing.undo(run=run, by=head, at=LATER)
    else:
        halting.cancel(run=run, by=head, at=LATER)
    undoing.work(run_id=run.pk, at=LATER)
    assert (Person.objects.count(), Consent.objects.count()) == (0, 0)


def test_what_settling_made_is_not_left_behind(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begun(head)
    monkeypatch.setattr(portions, "write", lambda _batch: 1 / 0)
    assert done(run).state == RunState.PAUSED
    assert Organization.objects.count() == 1
    halting.cancel(run=run, by=head, at=LATER)
    undoing.work(run_id=run.pk, at=LATER)
    assert not Organization.objects.exists()


def test_what_was_made_when_the_file_was_read_once_more_is_undone_too(
    head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(head, SIX.replace("k5;Иванов5;+7 903 000-00-05;Ромашка", "k5;Иванов5;;Лютик"))
    pause_after(2, run, head, monkeypatch)
    done(run)
    Kept(run.pk).drop()
    Person.objects.all().delete()
    Organization.objects.filter(name="Лютик").delete()
    run = done(halting.resume(run=run, by=head, at=LATER))
    assert (run.state, run.counts["duplicates"]) == (RunState.DONE, 0)
    undoing.undo(run=run, by=head, at=LATER)
    undoing.work(run_id=run.pk, at=LATER)
    assert (Person.objects.count(), Organization.objects.count()) == (0, 0)


def test_a_purpose_that_goes_while_it_rests_stops_nothing(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = _agreeing(head)
    pause_after(1, run, head, monkeypatch)
    done(run)
    ConsentPurpose.objects.update(is_active=False)
    assert done(halting.resume(run=run, by=head, at=LATER)).state == RunState.DONE
    assert Person.objects.count() == 6


def test_a_place_of_work_that_vanishes_rejects_its_row(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    more = ";Иванов9;+7 903 000-00-90;Лютик\n;Иванов9;+7 903 000-00-90;Клевер\n"
    run = begun(head, SIX + more)
    pause_after(2, run, head, monkeypatch)
    done(run)
    Organization.objects.get(name="Клевер").delete()
    run = done(halting.resume(run=run, by=head, at=LATER))
    connection.check_constraints()
    assert (run.state, [number for number, _reason in run.problems]) == (RunState.DONE, [9])


@pytest.mark.req("H12")
def test_what_rests_for_a_month_is_ended_and_says_nothing_of_anybody(
    head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(head)
    pause_after(2, run, head, monkeypatch)
    done(run)
    ImportPortion.objects.update(problems=[[2, "Иванов"]])
    assert files.forget_old(at=NOW + timedelta(days=31)) == 1
    run.refresh_from_db()
    assert (run.state, run.counts["created"], Kept(run.pk).stands()) == (RunState.DONE, 3, False)
    assert not any(ImportPortion.objects.values_list("problems", flat=True))
    undoing.undo(run=run, by=head, at=LATER)
    undoing.work(run_id=run.pk, at=LATER)
    assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_undoing_does_not_wait_for_a_portion_that_waits_for_it(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "AT_ONCE", 2)
    run = begun(head, HEAD + "".join(f"k{n};Иванов{n};;Ромашка\n" for n in range(8)), mapping=NAMES)
    whole, once = portions.tell, threading.Lock()
    undoer = threading.Thread(target=lambda: at_once(lambda: undoing.work(run_id=run.pk, at=NOW)), daemon=True)

    def cancelled_at_the_last_moment(batch: Any) -> None:
        if once.acquire(blocking=False):
            at_once(lambda: halting.cancel(run=run, by=head, at=NOW))
            undoer.start()
            until(lambda: bool(at_once(somebody_waits)[0]))
        whole(batch)

    monkeypatch.setattr(portions, "tell", cancelled_at_the_last_moment)
    worker = threading.Thread(target=lambda: at_once(lambda: working.work(run_id=run.pk, at=NOW)), daemon=True)
    worker.start()
    worker.join(30)
    undoer.join(30)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.UNDONE, "")
    assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_check_and_an_import_of_several_kinds_do_not_block_each_other(head: User) -> None:
    defaults.ensure()
    text = (test_several_records.HEAD + test_several_records.ROWS).encode()
    several = [
        runs.bring(
            file=SimpleUploadedFile("a.csv", text),
            target="persons",
            terms=runs.Terms(mapping=test_several_records.MAPPING, region="RU", is_dry=is_dry),
            by=head,
            at=NOW,
        )
        for is_dry in (False, True, True)
    ]
    at_once(*[lambda pk=run.pk: working.work(run_id=pk, at=NOW) for run in several])
    states = {ImportRun.objects.get(pk=run.pk).state for run in several}
    assert states == {RunState.DONE, RunState.CHECKED}


@pytest.mark.django_db(transaction=True)
def test_no_lock_outlives_an_unlocking_that_is_broken_off(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, failed = course._ask, threading.Lock()

    def ask(statement: str, *parameters: str | int) -> str | int:
        if "pg_advisory_unlock(" in statement and failed.acquire(blocking=False):
            raise DatabaseError
        return whole(statement, *parameters)

    monkeypatch.setattr(course, "_ask", ask)
    assert done(begun(head)).state == RunState.DONE
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = ("
            "SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert cursor.fetchone()[0] == 0
