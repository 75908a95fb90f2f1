"""Leads of an import that ended otherwise than it was meant to meet the rules all the same, under one mark."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from voronka.accounts.models import User
from voronka.activities.models import Task
from voronka.core import jobs
from voronka.core.errors import Refused
from voronka.imports.actions import files, halting, lead_routing, undoing
from voronka.imports.actions.lead_routing import route
from voronka.imports.engine import portions
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.queries import traces_of
from voronka.imports.tests.portioned import begun, done
from voronka.imports.tests.test_lead_routing import HEAD, THREE, rule
from voronka.imports.tests.test_portions import pause_after
from voronka.imports.tests.undone import LATER, imported, undone
from voronka.records import actions
from voronka.sales.models import Lead, LeadAssignment, RoutingRule

pytestmark = [pytest.mark.django_db, pytest.mark.req("E7"), pytest.mark.req("B8")]
__all__ = ["rule"]  # a fixture


def break_off(run: ImportRun, patched: pytest.MonkeyPatch) -> None:
    def fail(*_given: Any) -> None:
        raise ValueError

    patched.setattr(undoing, "take_back", fail)
    undoing.work(run_id=run.pk, at=LATER)


def refuse(run: ImportRun, patched: pytest.MonkeyPatch) -> None:
    def fail(*_given: Any) -> None:
        raise Refused("?")

    patched.setattr(undoing, "take_back", fail)
    undoing.work(run_id=run.pk, at=LATER)


def lose(_run: ImportRun, patched: pytest.MonkeyPatch) -> None:
    patched.setattr(jobs, "living", lambda *_given: set())
    assert undoing.end_lost() == 1


def take_nothing_back(run: ImportRun, patched: pytest.MonkeyPatch) -> None:
    for lead in Lead.objects.all():
        actions.update(record=lead, changes={"company": "Ромашка"}, by=run.owner, at=LATER)
    undoing.work(run_id=run.pk, at=LATER)


@pytest.mark.parametrize("end", [break_off, refuse, lose, take_nothing_back])
def test_when_an_undoing_takes_nothing_back_the_rules_go_on(
    end: Any, rule: RoutingRule, head: User, monkeypatch: pytest.MonkeyPatch, run_jobs: Any
) -> None:
    run = imported(THREE, "leads", head)
    undoing.undo(run=run, by=head, at=LATER)
    assert route(run_id=run.pk, after=0, at=LATER) == 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # the portion is over, and no other one was called for
    with monkeypatch.context() as patched:
        end(run, patched)
    run.refresh_from_db()
    assert (run.state, bool(run.error)) == (RunState.DONE, True)
    run_jobs()
    assert LeadAssignment.objects.count() == 3


@pytest.fixture
def halted(rule: RoutingRule, head: User, monkeypatch: pytest.MonkeyPatch) -> ImportRun:
    """An import that its owner pauses when two of its portions are written: three leads of six stand."""
    monkeypatch.setattr(portions, "SIZE", 2)
    six = "".join(f"Белов{n};+7 903 000-00-0{n}\n" for n in range(6))
    run = begun(head, HEAD + six, "leads", {"Фамилия": "last_name", "Телефон": "phones"})
    with monkeypatch.context() as patched:
        pause_after(2, run, head, patched)
        assert done(run).state == RunState.PAUSED
    return run


@pytest.mark.parametrize("end", [break_off, refuse, lose])
def test_when_a_cancelled_import_cannot_be_undone_the_rules_go_on(
    end: Any, halted: ImportRun, head: User, monkeypatch: pytest.MonkeyPatch, run_jobs: Any
) -> None:
    run = halting.cancel(run=halted, by=head, at=LATER)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # that of the undoing breaks here
    with monkeypatch.context() as patched:
        end(run, patched)
    run.refresh_from_db()
    assert (run.state, run.is_unfinished, run.wrote["lead"]) == (RunState.DONE, True, [3, 0])
    while run_jobs():
        pass
    assert LeadAssignment.objects.count() == 3


def test_leads_of_an_import_that_rests_too_long_meet_the_rules(halted: ImportRun, run_jobs: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert files.forget_old(at=LATER + timedelta(days=31)) == 1
    halted.refresh_from_db()
    assert halted.state == RunState.DONE
    while run_jobs():
        pass
    assert LeadAssignment.objects.count() == 3


def test_all_portions_have_one_mark_and_what_they_wrote_is_told_at_once(
    rule: RoutingRule, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lead_routing, "PORTION", 1)
    run = imported(THREE, "leads", head)
    marks = len(traces_of(run.pk))
    for met in (1, 2, 3):
        assert route(run_id=run.pk, after=0, at=LATER) == 1
        run.refresh_from_db()
        assert (run.wrote["lead"], run.wrote["task"]) == ([3, 0], [met, 0])
        assert len(traces_of(run.pk)) == marks + 1
    assert route(run_id=run.pk, after=0, at=LATER) == 0
    run.refresh_from_db()
    assert (run.wrote["lead"], run.wrote["task"]) == ([3, 0], [3, 0])
    back = undone(run, head, LATER + timedelta(hours=1))
    assert (back.state, back.undone["kept"], Task.objects.count()) == (RunState.UNDONE, 0, 0)
