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
from voronka.imports.tests.undone import LATER, NOW, imported, undone
from voronka.people.actions import consents
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import BankAccount, Consent, ConsentPurpose, LegalEntity, Organization, Person, Position
from voronka.people.tests.accounts import BIC, CORRESPONDENT, account
from voronka.records import actions
from voronka.records.actions import custom_fields, erasures
from voronka.records.actions.merges import merge
from voronka.records.edits import edits
from voronka.records.history import event_model
from voronka.records.models import ClassifierValue, SearchEntry
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Pipeline, StageChange

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8", "B2")]

PEOPLE = "Внешний код;ФИО;Телефон;Компания\n1;Иванов Иван;89031234567;Ромашка\n2;Петров Пётр;89031234568;Ромашка\n"
SILENT = {"version", "updated_at"}


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def stands(record: Any) -> dict[str, Any]:
    """The columns of a record but those that every version changes."""
    record.refresh_from_db()
    return {one.attname: getattr(record, one.attname) for one in record._meta.concrete_fields if one.name not in SILENT}


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
            _agree(person, head)
        case "own link":
            custom_fields.add(kind="organization", label="Куратор", holds="link", given={"target": "person"}, by=admin)
            firm = actions.create(kind=ORGANIZATION, values={"name": "Завод"}, by=head, at=LATER)
            Organization.objects.filter(pk=firm.pk).update(custom={"kurator": person.pk})
    undone(run, head)
    assert list(Person.objects.all()) == [person]
    assert ("person", person.pk, "linked") in {(kind, pk, why) for kind, pk, why, _what in run.undone["refused"]}


def _agree(person: Person, by: User) -> None:
    purpose = ConsentPurpose.objects.exclude(texts=None).first()
    assert purpose is not None
    consents.record(about=person, purpose=purpose, is_given=True, channel="phone", by=by, at=LATER)


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


def test_what_was_deleted_since_is_no_obstacle(head: User) -> None:
    run = imported(PEOPLE, "persons", head)
    actions.delete(kind=PERSON, ids=[Person.objects.order_by("pk")[0].pk], by=head, at=LATER)
    undone(run, head)
    assert (run.state, run.undone["gone"], run.undone["kept"]) == (RunState.UNDONE, 1, 0)
    assert not Person.objects.exists()


def test_places_of_work_go_and_old_ones_come_back(head: User) -> None:
    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=head, at=NOW)
    values = {"last_name": "Иванов", "first_name": "Иван", "phones": ["+79031234567"], "organization": firm.pk}
    person = actions.create(kind=PERSON, values=values, by=head, at=NOW)
    before = stands(person)
    head_line = "ФИО;Телефон;Компания;Работал по\n"
    run = imported(
        head_line + "Иванов Иван;89031234567;Ромашка;01.02.2020\nИванов Иван;89031234567;Василёк;\n", "persons", head
    )
    assert Position.objects.exists()
    undone(run, head)
    assert run.undone["kept"] == 0
    assert stands(person) == before
    assert not Position.objects.exists()
    assert list(Organization.objects.all()) == [firm]


def test_legal_entity_and_accounts_stand_as_before(head: User) -> None:
    first = f"Наименование;ИНН;Расчетный счет;БИК;Корр. счет\nРомашка;7707083893;{account(1)};{BIC};{CORRESPONDENT}\n"
    imported(first, "organizations", head)
    entity = LegalEntity.objects.get()
    before = stands(entity)
    run = imported(first.replace(account(1), account(2)), "organizations", head)
    assert BankAccount.objects.count() == 2
    undone(run, head)
    assert (run.state, run.undone["restored"]) == (RunState.UNDONE, {"legal_entity": 1})
    assert stands(entity) == before
    assert [one.number for one in BankAccount.objects.all()] == [account(1)]


def test_deals_go_with_the_pipeline_that_was_made_for_them(admin: User) -> None:
    defaults.ensure()
    known = Pipeline.objects.count()
    run = imported("Сделка;Этап;Компания\nСтанок;Осмотр;Завод\nЛиния;Проигрыш;Завод\n", "deals", admin)
    assert (Deal.objects.count(), Pipeline.objects.count()) == (2, known + 1)
    undone(run, admin)
    for model in (Deal, StageChange, Organization):
        assert not model._default_manager.exists()
    assert Pipeline.objects.count() == known


def test_values_that_nobody_else_uses_are_taken_out(admin: User) -> None:
    text = "Название;Отрасль;Сегменты\nРомашка;Луна;Дилер\nЛютик;Марс;Оптовик\n"
    known = ClassifierValue.objects.count()
    run = imported(text, "organizations", admin)
    assert ClassifierValue.objects.count() == known + 4
    values = {one.name: one.pk for one in ClassifierValue.objects.filter(name__in=("Луна", "Оптовик"))}
    firm = actions.create(kind=ORGANIZATION, values={"name": "Своя", "industry": values["Луна"]}, by=admin, at=LATER)
    Organization.objects.filter(pk=firm.pk).update(segments=[values["Оптовик"]])
    undone(run, admin)
    assert (run.undone["values"], ClassifierValue.objects.count()) == (2, known + 2)
    assert set(ClassifierValue.objects.filter(name__in=("Луна", "Марс", "Дилер", "Оптовик"))) == set(
        ClassifierValue.objects.filter(pk__in=values.values())
    )


def test_holding_is_taken_apart_without_a_circle(head: User) -> None:
    upper = actions.create(kind=ORGANIZATION, values={"name": "Верх", "external_id": "1"}, by=head, at=NOW)
    lower = actions.create(
        kind=ORGANIZATION, values={"name": "Низ", "external_id": "2", "parent": upper.pk}, by=head, at=NOW
    )
    run = imported("Внешний код;Название;Холдинг\n2;Низ;Бок\n3;Бок;\n", "organizations", head)
    actions.update(record=upper, changes={"parent": lower.pk}, by=head, at=LATER)
    undone(run, head)
    assert (run.state, bool(run.error), run.undone) == (RunState.DONE, True, {})
    assert Organization.objects.count() == 3


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
    assert (run.state, bool(run.error), run.undone["kept"]) == (RunState.DONE, True, 1)


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


def test_what_it_said_of_consents_was_not_said(head: User) -> None:
    person = actions.create(kind=PERSON, values={"last_name": "Иванов", "external_id": "1"}, by=head, at=NOW)
    _agree(person, head)
    name = Consent.objects.get().purpose.name
    run = imported(f"Внешний код;Фамилия;{name}\n1;Иванов;нет\n2;Петров;да\n", "persons", head)
    assert Consent.objects.count() == 3
    undone(run, head)
    assert [one.is_given for one in Consent.objects.all()] == [True]
    assert list(Person.objects.all()) == [person]


def test_history_of_the_restored_record_goes_on(head: User) -> None:
    person = actions.create(kind=PERSON, values={"last_name": "Иванов", "external_id": "1"}, by=head, at=NOW)
    run = imported("Внешний код;Фамилия;Примечание\n1;Иванов;из файла\n", "persons", head)
    undone(run, head)
    notes = event_model(PERSON).objects.filter(pgh_obj_id=person.pk).order_by("pgh_id").values_list("note", "version")
    assert list(notes) == [("", 1), ("из файла", 2), ("", 3)]
