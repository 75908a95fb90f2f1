"""The work on a run: progress on the way, and an end whatever happens."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from voronka.accounts.models import User
from voronka.core import jobs
from voronka.core.errors import Refused
from voronka.core.jobs.rescue import rescue
from voronka.imports import tasks
from voronka.imports.actions import runs, working
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.tests.books import xlsx
from voronka.people.models import Person
from voronka.sales import defaults
from voronka.sales.models import Deal

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
DEALS = {"Сделка": "name", "Сумма": "amount", "Создана": "created_at"}


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def begun(by: User, text: str, kind: str = "persons", **mapping: str) -> ImportRun:
    """A run that its job is about to work on."""
    run = ImportRun(kind=kind, owner=by, created_at=NOW, started_at=NOW, file_name="a.csv", mapping=mapping)
    run.state, run.region = RunState.WORKING, "RU"
    run.file.save("source", ContentFile(text.encode()), save=False)
    run.save()
    return run


@pytest.mark.req("B8")
def test_long_file_tells_its_progress_and_comes_to_an_end(head: User) -> None:
    run = begun(head, "Фамилия\n" + "".join(f"Иванов {n}\n" for n in range(2001)), Фамилия="last_name")
    working.work(run_id=run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.error, run.rows_read) == (RunState.DONE, "", 2001)
    assert Person.objects.count() == 2001


@pytest.mark.req("B8")
@pytest.mark.parametrize(
    "row",
    ["Станок;-500;", "Станок;99999999999999999;", "Станок;1e30;", "Станок;1;9999-12-31", "Станок;1;0001-01-02",
     "Станок;1;9999-12-31T23:59:59+14:00"],
)  # fmt: skip
def test_bad_cell_rejects_its_row_only(head: User, row: str) -> None:
    defaults.ensure()
    run = begun(head, f"Сделка;Сумма;Создана\n{row}\nЛиния;10;2025-01-02\n", "deals", **DEALS)
    working.work(run_id=run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.counts["created"], run.counts["rejected"]) == (RunState.DONE, 1, 1)
    assert run.problems[0][0] == 2
    assert Deal.objects.get().name == "Линия"


@pytest.mark.parametrize("never", ["0001-01-01T00:00:00", "01.01.0001 0:00:00", "0000-00-00 00:00:00"])
def test_null_date_of_another_program_is_no_date(head: User, never: str) -> None:
    defaults.ensure()
    run = begun(head, f"Сделка;Сумма;Создана\nСтанок;1;{never}\n", "deals", **DEALS)
    working.work(run_id=run.pk, at=NOW)
    assert Deal.objects.get().created_at == NOW


def test_run_that_breaks_by_our_mistake_fails_in_words(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_order: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(working, "carry_out", broken)
    run = begun(head, "Фамилия\nИванов\n", Фамилия="last_name")
    working.work(run_id=run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.error, run.finished_at) == (RunState.FAILED, working.broken(), NOW)


@pytest.mark.parametrize(("status", "after"), [("todo", RunState.WORKING), ("doing", RunState.WORKING),
                                               ("failed", RunState.FAILED), ("aborted", RunState.FAILED)])  # fmt: skip
def test_run_without_a_living_job_is_ended(head: User, status: str, after: RunState) -> None:
    run = begun(head, "Фамилия\nИванов\n", Фамилия="last_name")
    jobs.enqueue(tasks.carry_out_run, run_id=run.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", [status])
    working.end_lost(at=NOW + timedelta(minutes=1))
    run.refresh_from_db()
    assert run.state == after
    assert bool(run.error) == (after == RunState.FAILED)


def test_run_of_a_killed_worker_begins_anew(head: User, run_jobs: Callable[[], int]) -> None:
    """The rescuer gives its job back; what the dead worker had read is gone with its connection."""
    run = begun(head, "Фамилия\nИванов\n", Фамилия="last_name")
    jobs.enqueue(tasks.carry_out_run, run_id=run.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"
        )
    assert working.end_lost(at=NOW) == 0
    assert rescue() == 1
    assert run_jobs() == 1
    run.refresh_from_db()
    assert (run.state, run.counts["created"]) == (RunState.DONE, 1)


def test_columns_of_a_sheet_that_is_no_longer_chosen_are_refused(head: User, tmp_path: Path) -> None:
    book = xlsx(tmp_path / "a", {"А": [["Surname"], ["Smith"]], "Б": [["Фамилия"], ["Иванов"]]})
    file = ContentFile(book.read_bytes(), name="a.xlsx")
    opened = runs.upload(file=file, target="persons", by=head, at=NOW)
    runs.choose_sheet(run=opened, sheet=1, by=head)
    with pytest.raises(Refused):
        runs.check(run=opened, mapping={"Surname": "last_name"}, region="RU", by=head, at=NOW)
    assert ImportRun.objects.get().state == RunState.UPLOADED
