"""Undoing of a whole import: what it made goes, what it changed stands as before, what was touched since stays."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import Grant, User
from voronka.activities.kinds import TASK
from voronka.activities.models import HistoryEntry, HistoryLink, Ref
from voronka.core.errors import Conflict, Forbidden, NotFound, Refused
from voronka.imports.actions import undoing
from voronka.imports.models import ImportedRow
from voronka.imports.models.runs import RunState
from voronka.imports.tests.undone import LATER, NOW, agree, imported, stands, undone
from voronka.imports.undo_result import stayed
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions
from voronka.records.actions import custom_fields, erasures
from voronka.records.actions.merges import merge
from voronka.records.edits import edits
from voronka.records.history import event_model
from voronka.records.models import SearchEntry
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8", "B2")]

PEOPLE = "Внешний код;ФИО;Телефон;Компания\n1;Иванов Иван;89031234567;Ромашка\n2;Петров Пётр;89031234568;Ромашка\n"


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_what_it_made_goes_with_all_that_came_with_it(head: User) -> None:
    run = imported(PEOPLE, "persons", head)
    assert run.wrote == {"organization": [1, 0], "person": [2, 0]}
    assert undone(run, head).state == RunState.UNDONE
    assert (run.undone["deleted"], run.undone["kept"]) == ({"organization": 1, "person": 2}, 0)
    assert (run.undone_by, run.undone_at) == (head, LATER)
    for model in (Person, Organization, SearchEntry, HistoryEntry, HistoryLink, ImportedRow):
        assert not model._default_manager.exists()


def test_the_same_file_can_be_imported_again(head: User) -> None:
    undone(imported(PEOPLE, "persons", head), head)
    assert imported(PEOPLE, "persons", head, LATER).counts["created"] == 2
    assert Person.objects.count() == 2


def test_what_it_changed_stands_exactly_as_before(head: User, colleague: User) -> None:
    values = {"last_name": "Иванов", "phones": ["+79030000000"], "external_id": "1", "owner": colleague.pk}
    person = actions.create(kind=PERSON, values=values, by=head, at=NOW)
    before = stands(person)
    text = PEOPLE.replace("Компания", "Ответственный").replace("Ромашка", "olga@example.com")
    run = imported(text, "persons", head)
    assert run.wrote == {"person": [1, 1]}
    assert stands(person) != before
    undone(run, head)
    assert (run.undone["deleted"], run.undone["restored"]) == ({"person": 1}, {"person": 1})
    assert stands(person) == before
    assert (person.version, person.updated_at) == (3, LATER)
    assert SearchEntry.objects.get(record_id=person.pk).digits.strip() == "+79030000000"
    assert SearchEntry.objects.get(record_id=person.pk).owner == colleague
    latest = edits(PERSON, person.pk, by=head)[0][0]
    assert latest.by == head
    assert str(PERSON.field("phones").label) in {one.label for one in latest.changes}
    told = HistoryEntry.objects.filter(type="assigned").order_by("pk").values_list("data__to", flat=True)
    assert list(told) == [str(head), str(colleague)]


def test_a_changed_record_stays_and_is_named_the_others_go(head: User) -> None:
    run = imported(PEOPLE, "persons", head)
    ivanov = Person.objects.get(last_name="Иванов")
    actions.update(record=ivanov, changes={"note": "звонил"}, by=head, at=LATER)
    undone(run, head)
    firm = Organization.objects.get()
    assert list(Person.objects.all()) == [ivanov]
    assert run.undone["deleted"] == {"person": 1}
    named = {(kind, pk, why) for kind, pk, why, _what in run.undone["refused"]}
    assert named == {("person", ivanov.pk, "changed"), ("organization", firm.pk, "linked")}
    assert imported(PEOPLE, "persons", head, LATER).counts == {
        "rows": 2, "created": 1, "updated": 0, "duplicates": 1, "rejected": 0,
    }  # fmt: skip


@pytest.mark.parametrize("what", ["task", "deal", "consent", "own link"])
def test_with_something_new_that_hangs_on_it_it_stays(head: User, admin: User, what: str) -> None:
    run = imported(PEOPLE, "persons", head)
    person = Person.objects.get(last_name="Иванов")
    defaults.ensure()
    match what:
        case "task":
            values = {"title": "Позвонить", "due_at": LATER, "subject": Ref("person", person.pk)}
            actions.create(kind=TASK, values=values, by=head, at=LATER)
        case "deal":
            Deal.objects.all().delete()
            actions.create(kind=DEAL, values={"name": "Станок", "person": person.pk}, by=head, at=LATER)
        case "consent":
            agree(person, head)
        case "own link":
            custom_fields.add(kind="organization", label="Куратор", holds="link", given={"target": "person"}, by=admin)
            firm = actions.create(kind=ORGANIZATION, values={"name": "Завод"}, by=head, at=LATER)
            Organization.objects.filter(pk=firm.pk).update(custom={"kurator": person.pk})
    undone(run, head)
    assert list(Person.objects.all()) == [person]
    assert ("person", person.pk, "linked") in {(kind, pk, why) for kind, pk, why, _what in run.undone["refused"]}


def test_merged_and_erased_ones_stay_as_they_are(head: User, admin: User) -> None:
    text = PEOPLE + "3;Сидоров Сидор;89031234569;Ромашка\n4;Козлов Козьма;89031234570;Ромашка\n"
    run = imported(text, "persons", head)
    ivanov, petrov, sidorov, _kozlov = Person.objects.order_by("pk")
    merge(kind=PERSON, ids=[ivanov.pk, petrov.pk], into=ivanov.pk, values={}, by=head, at=LATER)
    erasures.erase(kind=PERSON, pk=sidorov.pk, said="Сидоров Сидор", why="request", by=admin, at=LATER)
    undone(run, head)
    told = {pk: why for kind, pk, why, _what in run.undone["refused"] if kind == "person"}
    assert told == {ivanov.pk: "changed", petrov.pk: "merged", sidorov.pk: "erased"}
    assert set(Person.objects.values_list("pk", flat=True)) == {ivanov.pk, sidorov.pk}
    named = {one.id: (one.name, one.url) for one in stayed(run, by=head)}
    assert named[petrov.pk] == ("Иванов Иван", PERSON.url(ivanov.pk))
    assert "Сидоров" not in str(run.undone)


def test_what_was_deleted_since_is_no_obstacle(head: User) -> None:
    run = imported(PEOPLE, "persons", head)
    actions.delete(kind=PERSON, ids=[Person.objects.order_by("pk")[0].pk], by=head, at=LATER)
    undone(run, head)
    assert (run.state, run.undone["gone"], run.undone["kept"]) == (RunState.UNDONE, 1, 0)
    assert not Person.objects.exists()


@pytest.mark.req("E1")
def test_only_who_imported_or_an_administrator(head: User, colleague: User, outsider: User, admin: User) -> None:
    run = imported(PEOPLE, "persons", head)
    for user in (colleague, outsider):
        with pytest.raises(NotFound):
            undoing.undo(run=run, by=user, at=LATER)
    assert undone(run, admin).undone_by == admin
    assert not Person.objects.exists()


@pytest.mark.req("E1")
def test_deleting_and_editing_ask_for_their_rights(seller: User, colleague: User, own_role: Any) -> None:
    text = "Внешний код;ФИО;Ответственный\n1;Иванов Иван;\n2;Петров Пётр;maria@example.com\n"
    run = imported(text, "persons", seller)
    given = Grant.objects.get(role=own_role, kind="person", action="delete")
    Grant.objects.filter(pk=given.pk).delete()
    with pytest.raises(Forbidden):
        undoing.undo(run=run, by=User.objects.get(pk=seller.pk), at=LATER)
    given.save(force_insert=True)
    undone(run, User.objects.get(pk=seller.pk))
    foreign = Person.objects.get()
    assert foreign.owner == colleague
    assert run.undone["refused"] == [["person", foreign.pk, "rights", ""]]


def test_once_and_within_thirty_days(head: User) -> None:
    run = imported(PEOPLE, "persons", head)
    with pytest.raises(Refused):
        undoing.undo(run=run, by=head, at=NOW + timedelta(days=30, seconds=1))
    undoing.undo(run=run, by=head, at=NOW + timedelta(days=30))
    with pytest.raises(Conflict):
        undoing.undo(run=run, by=head, at=LATER)
    undoing.work(run_id=run.pk, at=LATER)
    with pytest.raises(Refused):
        undoing.undo(run=run, by=head, at=LATER)


def test_where_nothing_could_be_taken_back_it_may_be_tried_again(head: User) -> None:
    run = imported("Фамилия\nИванов\n", "persons", head)
    actions.update(record=Person.objects.get(), changes={"note": "звонил"}, by=head, at=LATER)
    undone(run, head)
    assert (run.state, bool(run.error), run.undone_at, run.undone["kept"]) == (RunState.DONE, True, None, 1)


def test_two_imports_are_undone_one_after_the_other(head: User) -> None:
    first = imported(PEOPLE, "persons", head)
    second = imported(PEOPLE.replace("Телефон", "Примечание"), "persons", head, LATER)
    assert second.wrote == {"person": [0, 2]}
    undone(second, head)
    assert undone(first, head).undone["kept"] == 0
    assert not Person.objects.exists()


def test_a_later_import_of_the_same_file_changes_nothing_about_it(head: User) -> None:
    first = imported(PEOPLE, "persons", head)
    again = imported(PEOPLE, "persons", head, LATER)
    assert again.wrote == {}
    undone(again, head)
    assert Person.objects.count() == 2
    undone(first, head)
    assert not Person.objects.exists()
    assert not ImportedRow.objects.exists()


def test_history_of_the_restored_record_goes_on(head: User) -> None:
    person = actions.create(kind=PERSON, values={"last_name": "Иванов", "external_id": "1"}, by=head, at=NOW)
    run = imported("Внешний код;Фамилия;Примечание\n1;Иванов;из файла\n", "persons", head)
    undone(run, head)
    notes = event_model(PERSON).objects.filter(pgh_obj_id=person.pk).order_by("pgh_id").values_list("note", "version")
    assert list(notes) == [("", 1), ("из файла", 2), ("", 3)]
