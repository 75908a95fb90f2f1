"""Open pages hear how an import goes on: those who may see its page, and nobody else."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.core.live import listener
from voronka.core.live.publish import CHANNEL
from voronka.core.live.visibility import who_may_see
from voronka.imports.actions import halting, undoing
from voronka.imports.engine import portions
from voronka.imports.models import ImportRun, Migration
from voronka.imports.models.runs import RunState
from voronka.imports.tests.portioned import NOW, begun, done

pytestmark = pytest.mark.req("B8", "X8")


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(portions, "SIZE", 2)


@pytest.fixture
def heard(transactional_db: None) -> Any:
    """What was said of imports and migrations since the last time."""
    with psycopg.connect(autocommit=True, **listener._address()) as other:
        other.execute(f"LISTEN {CHANNEL}")

        def told() -> list[tuple[str, int]]:
            events = [json.loads(one.payload) for one in other.notifies(timeout=0.5)]
            return [(one["kind"], one["id"]) for one in events if one["kind"] in {"import", "migration"}]

        yield told


def test_each_step_is_told(head: User, heard: Callable[[], list[Any]], run_jobs: Callable[[], int]) -> None:
    run = begun(head)
    assert heard() == []
    done(run)
    assert heard() == [("import", run.pk)] * 6  # settled, four portions, the end
    migration = Migration.objects.create(owner=head, preset="zoho", folder="zoho", created_at=NOW)
    ImportRun.objects.update(migration=migration)
    run.refresh_from_db()
    undoing.undo(run=run, by=head, at=NOW)
    both = [("import", run.pk), ("migration", migration.pk)]
    assert heard() == both
    run_jobs()
    assert heard() == both
    second = begun(head)
    halting.resume(run=halting.pause(run=second, by=head), by=head, at=NOW)
    assert heard() == [("import", second.pk)] * 2
    halting.cancel(run=second, by=head, at=NOW)
    assert heard() == [("import", second.pk)]


@pytest.mark.req("E1")
def test_only_those_hear_who_may_see_the_page(head: User, colleague: User, admin: User) -> None:
    run = begun(head)
    migration = Migration.objects.create(owner=admin, preset="zoho", folder="zoho", created_at=NOW)
    everybody = [head.pk, colleague.pk, admin.pk]
    assert who_may_see(everybody, "import", run.pk) == {head.pk}
    ImportRun.objects.update(state=RunState.UNDOING)
    assert who_may_see(everybody, "import", run.pk) == {head.pk, admin.pk}
    assert who_may_see(everybody, "import", run.pk + 1) == set()
    assert who_may_see(everybody, "import", None) == set()
    assert who_may_see(everybody, "migration", migration.pk) == {admin.pk}


def test_the_page_listens_and_asks_but_seldom(client: Client, head: User) -> None:
    run = begun(head)
    client.force_login(head)
    for state, every in ((RunState.WORKING, True), (RunState.PAUSED, False), (RunState.UPLOADED, False)):
        ImportRun.objects.update(state=state)
        page = client.get(reverse("imports:run", args=[run.pk])).content.decode()
        step = page.partition('id="step"')[2].partition(">")[0]
        assert (f'data-live="import:{run.pk}"' in step) == (state != RunState.UPLOADED)
        assert ("every 15s" in step) == every
