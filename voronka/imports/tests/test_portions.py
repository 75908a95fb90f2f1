"""An import is written in portions: it can rest and go on where it stopped."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import Grant, User
from voronka.core.errors import Conflict, NotFound, Refused
from voronka.imports.actions import halting, undoing, working
from voronka.imports.engine import portions
from voronka.imports.engine.kept_stage import Kept
from voronka.imports.models import ImportPortion, ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.progress import progress_of
from voronka.imports.tests.portioned import NOW, SIX, begun, done
from voronka.people.models import Organization, Person

pytestmark = pytest.mark.req("B8")


@pytest.fixture(autouse=True)
def small_portions(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(portions, "SIZE", 2)


def pause_after(count: int, run: ImportRun, by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its owner pauses it when so many portions are written."""
    whole = portions.Portions._store

    def stored(self: portions.Portions, *place: int) -> None:
        whole(self, *place)
        if ImportPortion.objects.count() == count:
            halting.pause(run=run, by=by)

    monkeypatch.setattr(portions.Portions, "_store", stored)


def test_rows_are_written_portion_by_portion_and_counted_together(head: User) -> None:
    run = done(begun(head))
    assert (run.state, run.counts["created"], run.counts["rows"]) == (RunState.DONE, 6, 6)
    # The headings are row 1 of the file, so the first portion has one row.
    assert [one.created for one in run.portions.order_by("number")] == [1, 2, 2, 1]
    assert Person.objects.count() == 6
    assert Organization.objects.count() == 1
    assert run.wrote == {"person": [6, 0], "organization": [1, 0]}
    assert not Kept(run.pk).stands()


def test_it_rests_and_goes_on_where_it_stopped(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begun(head)
    pause_after(2, run, head, monkeypatch)
    assert done(run).state == RunState.PAUSED
    assert Person.objects.count() == 3
    assert Kept(run.pk).stands()
    run.file.storage.delete(run.file.name)  # it is not read again
    run = halting.resume(run=run, by=head, at=NOW + timedelta(hours=2))
    assert done(run).state == RunState.DONE
    assert run.counts == {"rows": 6, "created": 6, "updated": 0, "duplicates": 0, "rejected": 0}
    assert Person.objects.count() == 6


def test_it_goes_on_by_the_portions_that_it_was_settled_with(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another release may write bigger ones: rows would be left out, others written twice."""
    run = begun(head)
    pause_after(2, run, head, monkeypatch)
    done(run)
    monkeypatch.setattr(portions, "SIZE", 3)
    run = done(halting.resume(run=run, by=head, at=NOW + timedelta(hours=2)))
    assert (run.state, run.error, run.portion_rows) == (RunState.DONE, "", 2)
    assert run.counts == {"rows": 6, "created": 6, "updated": 0, "duplicates": 0, "rejected": 0}
    assert Person.objects.count() == 6


def test_columns_of_one_sort_keep_their_values_when_it_goes_on(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the columns mean is kept as JSON, which forgets their order."""
    text = "Фамилия;Имя;Отчество;Должность\n" + "".join(f"Иванов{n};Иван;Иванович;токарь\n" for n in range(6))
    names = {"Фамилия": "last_name", "Имя": "first_name", "Отчество": "middle_name", "Должность": "position"}
    run = begun(head, text, mapping=names)
    pause_after(1, run, head, monkeypatch)
    done(run)
    done(halting.resume(run=run, by=head, at=NOW + timedelta(hours=2)))
    told = {(one.first_name, one.middle_name, one.position) for one in Person.objects.all()}
    assert told == {("Иван", "Иванович", "токарь")}
    assert Person.objects.count() == 6


def test_how_far_it_is_is_told_with_the_pace_of_the_present_stretch(
    head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(head)
    assert progress_of(run, at=NOW).total == 0
    pause_after(2, run, head, monkeypatch)
    done(run)
    assert run.writing_at is not None
    told = progress_of(run, at=run.writing_at + timedelta(seconds=6))
    assert (told.done, told.total, told.rate, told.left) == (3, 6, 0.5, 6)
    rested = halting.resume(run=run, by=head, at=run.writing_at + timedelta(hours=2))
    assert rested.writing_at is not None
    told = progress_of(rested, at=rested.writing_at + timedelta(seconds=6))
    assert (told.done, told.total, told.rate) == (3, 6, None)


def test_cancelled_after_the_first_portion_it_is_taken_back(
    head: User, monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[[], int]
) -> None:
    run = begun(head)
    pause_after(2, run, head, monkeypatch)
    done(run)
    Grant.objects.filter(action="delete").delete()  # what was not brought to its end needs no right to delete
    assert halting.cancel(run=run, by=head, at=NOW).state == RunState.UNDOING
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.undone["deleted"]) == (RunState.UNDONE, {"person": 3, "organization": 1})
    assert not Person.objects.exists()
    assert not Organization.objects.exists()


def test_a_finished_one_is_undone_in_all_its_portions(head: User) -> None:
    run = done(begun(head))
    undoing.undo(run=run, by=head, at=NOW + timedelta(hours=1))
    undoing.work(run_id=run.pk, at=NOW + timedelta(hours=1))
    assert not Person.objects.exists()


def test_what_breaks_in_the_middle_can_be_gone_on_with(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begun(head)
    whole = portions.write

    def broken(batch: Any) -> None:
        if ImportPortion.objects.count() == 2:
            raise ZeroDivisionError
        whole(batch)

    monkeypatch.setattr(portions, "write", broken)
    assert done(run).state == RunState.PAUSED
    assert run.error == working.broken()
    monkeypatch.setattr(portions, "write", whole)
    run = halting.resume(run=run, by=head, at=NOW + timedelta(hours=2))
    assert done(run).state == RunState.DONE
    assert Person.objects.count() == 6


def test_rows_of_one_person_go_together_however_far_they_stand_apart(head: User) -> None:
    rows = SIX.replace("k0", "") + ";Иванов0;+7 903 000-00-00;Лютик\n;Иванов0;+7 903 000-00-00;Ромашка\n"
    run = done(begun(head, rows))
    assert run.counts == {"rows": 8, "created": 6, "updated": 1, "duplicates": 1, "rejected": 0}
    assert [one.rows for one in run.portions.order_by("number")] == [3, 2, 2, 1, 0]
    person = Person.objects.get(last_name="Иванов0")
    assert person.organization is not None
    assert person.organization.name == "Ромашка"
    assert [one.organization.name for one in person.positions.all()] == ["Лютик"]


def test_organizations_below_others_of_the_file_go_in_one_portion(head: User) -> None:
    text = "Название;Холдинг\n" + "".join(f"Фирма {n};Фирма {n + 1}\n" for n in range(5)) + "Фирма 5;\n"
    run = done(begun(head, text, "organizations", {"Название": "name", "Холдинг": "parent"}))
    assert (run.state, run.error, run.counts["created"]) == (RunState.DONE, "", 6)
    assert Organization.objects.get(name="Фирма 0").parent.name == "Фирма 1"
    assert run.portions.count() == 1


def test_what_is_deleted_meanwhile_rejects_its_rows_only(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begun(head)
    pause_after(2, run, head, monkeypatch)
    done(run)
    Person.objects.update(organization=None)
    Organization.objects.all().delete()
    run = halting.resume(run=run, by=head, at=NOW + timedelta(hours=2))
    assert done(run).state == RunState.DONE
    assert (run.counts["created"], run.counts["rejected"]) == (3, 3)
    assert [number for number, _reason in run.problems] == [5, 6, 7]


def test_a_server_that_crashed_has_lost_the_settled_rows_and_they_are_read_anew(
    head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(head)
    pause_after(2, run, head, monkeypatch)
    done(run)
    Kept(run.pk).drop()
    run = halting.resume(run=run, by=head, at=NOW + timedelta(hours=2))
    assert done(run).state == RunState.DONE
    assert run.counts == {"rows": 6, "created": 6, "updated": 0, "duplicates": 0, "rejected": 0}
    assert Person.objects.count() == 6


def test_only_what_is_under_way_is_paused_and_only_what_rests_goes_on(head: User, colleague: User) -> None:
    run = begun(head)
    with pytest.raises(Conflict):
        halting.resume(run=run, by=head, at=NOW)
    with pytest.raises(NotFound):
        halting.pause(run=run, by=colleague)
    assert halting.pause(run=run, by=head).state == RunState.PAUSED
    with pytest.raises(Conflict):
        halting.pause(run=run, by=head)
    ImportRun.objects.update(state=RunState.WORKING, is_dry=True)
    with pytest.raises(Refused):
        halting.pause(run=run, by=head)


def test_one_that_rests_before_it_has_written_begins_from_the_file(head: User) -> None:
    run = halting.pause(run=begun(head), by=head)
    assert done(run).state == RunState.PAUSED
    assert not Person.objects.exists()
    assert done(halting.resume(run=run, by=head, at=NOW)).state == RunState.DONE
    assert Person.objects.count() == 6
