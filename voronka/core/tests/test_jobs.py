"""Jobs go with the transaction, carry ids only, and survive their workers."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from voronka.core import jobs
from voronka.core.jobs import rescue
from voronka.core.jobs.pending import run_pending

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
seen: list[int] = []


@jobs.job(queue="test")
def note(*, number: int) -> None:
    seen.append(number)
    if number == 1:
        jobs.enqueue(note, number=10)


@pytest.fixture(autouse=True)
def clean() -> None:
    seen.clear()


def states() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def test_a_job_runs_and_so_does_what_it_enqueues(run_jobs: Callable[[], int]) -> None:
    assert jobs.enqueue(note, number=1)
    assert seen == []
    assert run_jobs() == 2
    assert seen == [1, 10]


def test_a_job_goes_with_its_transaction() -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        jobs.enqueue(note, number=2)
        raise ZeroDivisionError
    assert run_pending(at=NOW) == 0


def test_a_second_waiting_one_is_not_queued_and_does_not_spoil_the_transaction() -> None:
    with transaction.atomic():
        assert jobs.enqueue(note, once="note-3", number=3)
        assert not jobs.enqueue(note, once="note-3", number=3)
    assert run_pending(at=NOW) == 1
    assert jobs.enqueue(note, once="note-3", number=3)


def test_a_job_waits_for_its_time() -> None:
    jobs.enqueue(note, at=NOW + timedelta(hours=1), number=4)
    assert run_pending(at=NOW) == 0
    assert run_pending(at=NOW + timedelta(hours=1)) == 1


def test_jobs_carry_ids_only() -> None:
    with pytest.raises(TypeError, match="ids"):
        jobs.enqueue(note, number=[1])  # type: ignore[arg-type]  # the refused mistake


@pytest.mark.parametrize(("attempts", "after"), [(0, "todo"), (rescue.TIMES, "failed")])
def test_the_job_of_a_dead_worker_is_given_back_unless_it_keeps_killing(attempts: int, after: str) -> None:
    jobs.enqueue(note, number=5)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = (SELECT id FROM dead)",
            [attempts],
        )
        assert rescue.rescue() == 1
        assert states()[0][0] == after
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        assert cursor.fetchone() == (0,)
    assert rescue.rescue() == 0
