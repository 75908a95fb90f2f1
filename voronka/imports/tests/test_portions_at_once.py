"""Portions beside other work, and a process that is killed in the middle: nothing is doubled, nothing is lost."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.db import connection, transaction

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once, somebody_waits, until
from voronka.imports.actions import working
from voronka.imports.engine import portions
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.tests.portioned import HEAD, NOW, SIX, begun, done
from voronka.people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("B8")]

# What a killed process would do; it says when it is at work, and is killed while it waits for a row.
CHILD = """
import sys, django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[2]
from django.utils import timezone
from voronka.imports.actions import working
from voronka.imports.engine import portions
portions.SIZE, portions.AT_ONCE = 2, int(sys.argv[3])
working.work(run_id=int(sys.argv[1]), at=timezone.now())
"""


@pytest.fixture(autouse=True)
def small_portions(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(portions, "SIZE", 2)


def test_two_portions_are_written_at_a_time(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "AT_ONCE", 2)
    seen: set[int] = set()
    whole = portions.write

    def noting(batch: Any) -> None:
        seen.add(threading.get_ident())
        whole(batch)

    monkeypatch.setattr(portions, "write", noting)
    run = done(begun(head, HEAD + "".join(f"k{n};Иванов{n};;Ромашка\n" for n in range(40))))
    assert (run.state, run.counts["created"]) == (RunState.DONE, 40)
    assert len(seen) == 2
    assert threading.get_ident() not in seen
    assert Person.objects.count() == 40


def test_a_portion_that_meets_a_deadlock_is_written_once_more(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody holds the second record of the portion and asks for the first one."""
    done(begun(head))
    first, second = Person.objects.order_by("pk")[:2]
    run = begun(head, "Код;Фамилия\nk0;Петров0\nk1;Петров1\n", mapping={"Код": "external_id", "Фамилия": "last_name"})
    monkeypatch.setattr(portions, "SIZE", 10)
    worker = threading.Thread(target=lambda: at_once(lambda: working.work(run_id=run.pk, at=NOW)))
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=second.pk)
        worker.start()
        until(somebody_waits)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL deadlock_timeout = '10min'")  # the import is the one that gives way
        Person.objects.filter(pk=first.pk).update(note="занят")
    worker.join(30)
    run.refresh_from_db()
    assert (run.state, run.counts["updated"]) == (RunState.DONE, 2)
    assert Person.objects.get(pk=first.pk).last_name == "Петров0"


@pytest.mark.parametrize("at_a_time", [1, 2])
def test_a_worker_that_is_killed_in_the_middle_has_doubled_and_lost_nothing(
    head: User, tmp_path: Path, at_a_time: int
) -> None:
    done(begun(head, SIX.replace("Иванов", "Петров")))
    wanted = HEAD + "".join(f"k{n};Иванов{n};+7 903 000-00-{n:02};Ромашка\n" for n in range(20))
    run = begun(head, wanted)
    with transaction.atomic():
        Person.objects.select_for_update().get(external_id="k5")  # the portion of this row cannot be written
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(run.pk), str(tmp_path), str(at_a_time)], env=os.environ | _address()
        )
        until(somebody_waits, 30)
        written = at_once(lambda: _written(run, at_a_time))[0]
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
    assert isinstance(written, int)
    assert written >= 3
    run.refresh_from_db()
    assert run.state == RunState.WORKING
    assert done(run).state == RunState.DONE
    assert run.counts == {"rows": 20, "created": 14, "updated": 6, "duplicates": 0, "rejected": 0}
    assert run.portions.filter(attempt=run.attempt).count() == 11
    assert sorted(Person.objects.values_list("external_id", flat=True)) == sorted(f"k{n}" for n in range(20))
    assert {one.last_name[:6] for one in Person.objects.all()} == {"Иванов"}


def _written(run: ImportRun, at_a_time: int) -> int:
    """How many portions are written when nothing goes on any more without the row that is held."""
    until(lambda: run.portions.count() >= (3 if at_a_time == 1 else 10), 30)
    return run.portions.count()


def _address() -> dict[str, str]:
    known = connection.settings_dict
    user, password, name = (quote(str(known[part]), safe="") for part in ("USER", "PASSWORD", "NAME"))
    url = f"postgresql://{user}:{password}@/{name}?host={quote(str(known['HOST']), safe='')}&port={known['PORT']}"
    return {"DATABASE_URL": url, "SECRET_KEY": str(configured.SECRET_KEY)}
