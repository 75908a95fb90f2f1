"""Calls, meetings, notes, tasks and campaigns out of files: what they are about, their history, their undoing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.activities.models import HistoryEntry, HistoryLink, Interaction, Task
from voronka.imports.engine.report import Report
from voronka.imports.models.runs import RunState
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.imports.tests.undone import imported, undone
from voronka.marketing.models import Campaign
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.actions import approvals
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Deal, Lead, Stage
from voronka.sales.tests.method import agreed_by

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def firm(admin: User) -> Organization:
    made: Organization = actions.create(
        kind=ORGANIZATION, values={"name": "Ромашка", "external_id": "11"}, by=admin, at=NOW
    )
    return made


@pytest.fixture
def person(admin: User, firm: Organization) -> Person:
    values = {"last_name": "Иванов", "first_name": "Пётр", "external_id": "201", "organization": firm.pk}
    made: Person = actions.create(kind=PERSON, values=values, by=admin, at=NOW)
    return made


def brought(folder: Path, target: str, text: str, by: User, **options: Any) -> Report:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return carry_out_file(path=path, target=TARGETS[target], by=by, at=NOW, **options)


CALLS = """TASKID,Call Start Time,Call Duration (in seconds),Call Owner,Subject,Call Type,CONTACTID,ACCOUNTID,LEADID
1,2021-04-15 23:03:00,420,{owner},Цена,Outbound,201,,0
2,2021-04-16 10:00:00,0,{owner},Отгрузка,Inbound,,11,
3,2021-04-16 10:00:00,30,{owner},Никто,Inbound,0,,
4,2021-04-16 10:00:00,30,{owner},Чужой,Inbound,999,,
5,2031-04-16 10:00:00,30,{owner},Потом,Inbound,,11,
"""


def test_calls_stand_in_the_history_of_their_clients(
    tmp_path: Path, admin: User, seller: User, firm: Organization, person: Person
) -> None:
    report = brought(tmp_path, "interactions", CALLS.format(owner=seller.full_name), admin)
    assert (report.created, report.rejected) == (2, 3)
    assert [number for number, _why in report.problems] == [4, 5, 6]
    assert "999" in report.problems[1][1]
    first, second = Interaction.objects.order_by("external_id")
    assert (first.subject_kind, first.subject_id, first.minutes, first.direction) == ("person", person.pk, 7, "out")
    assert (first.type.code, first.text, first.owner, first.department) == ("call", "Цена", seller, seller.department)
    assert (second.subject_kind, second.subject_id, second.minutes) == ("organization", firm.pk, 0)
    entry = HistoryEntry.objects.get(interaction=first)
    assert (entry.at, entry.by) == (first.happened_at, seller)
    cards = set(HistoryLink.objects.filter(entry=entry).values_list("kind", "record_id"))
    assert cards == {("person", person.pk), ("organization", firm.pk)}

    again = brought(tmp_path, "interactions", CALLS.format(owner=seller.full_name), admin)
    assert (again.created, again.duplicates) == (0, 2)


def test_changed_call_moves_in_the_history(tmp_path: Path, admin: User, person: Person) -> None:
    row = "TASKID,Start,Subject,Contact Id\n1,{},Цена,201\n"
    brought(tmp_path, "interactions", row.format("2021-04-15 10:00"), admin)
    report = brought(tmp_path, "interactions", row.format("2021-04-17 10:00"), admin)
    assert report.updated == 1
    entry = HistoryEntry.objects.get(interaction__external_id="1")
    assert entry.at.day == 17
    assert set(HistoryLink.objects.filter(entry=entry).values_list("at", flat=True)) == {entry.at}


def test_meeting_takes_as_long_as_between_start_and_end(tmp_path: Path, admin: User, person: Person) -> None:
    text = "Start,End,Subject,Contact Name\n2021-04-15 10:00,2021-04-15 11:30,Показ,Пётр Иванов\n"
    text += "2021-04-15 10:00,2021-08-18 11:30,Проект,Иванов Петр\n"
    assert brought(tmp_path, "interactions", text, admin).created == 2
    meeting, project = Interaction.objects.order_by("text")
    assert (meeting.type.code, meeting.minutes, meeting.text) == ("meeting", 90, "Показ")
    assert (project.minutes, project.text) == (0, "Проект\nдо 18.08.2021 11:30")


def test_name_of_several_is_not_guessed(tmp_path: Path, admin: User, person: Person) -> None:
    actions.create(kind=PERSON, values={"last_name": "Иванов", "first_name": "Пётр"}, by=admin, at=NOW)
    report = brought(tmp_path, "interactions", "Дата;Текст;Контакт\n15.04.2021;Цена;Иванов Пётр\n", admin)
    assert (report.created, report.rejected) == (0, 1)
    assert "Иванов Пётр" in report.problems[0][1]


def test_nobody_writes_onto_cards_that_he_does_not_see(tmp_path: Path, seller: User, person: Person) -> None:
    report = brought(tmp_path, "interactions", "Дата;Текст;Код контакта\n15.04.2021;Цена;201\n", seller)
    assert (report.created, report.rejected) == (0, 1)


def test_unknown_type_names_the_known_ones(tmp_path: Path, admin: User, person: Person) -> None:
    text = "Дата;Тип;Текст;Код контакта\n15.04.2021;Факс;Цена;201\n15.04.2021;Звонок;Цена;201\n"
    report = brought(tmp_path, "interactions", text, admin)
    assert (report.created, report.rejected) == (1, 1)
    assert "Звонок" in report.problems[0][1]


TASKS = """Task Owner,Subject,Created Time,Due Date,Status,Modified Time,Contact Id
{owner},Call,"16 Apr, 2021 00:02:00","20 Aug, 2021 00:06:00",Completed,"15 Oct, 2020 00:08:00",201
{owner},Call,"16 Apr, 2021 00:02:00","20 Aug, 2021",Not Started,"15 Oct, 2020 00:08:00",
{owner},Call,"16 Apr, 2021 00:02:00","20 Aug, 2021",Not Started,"15 Oct, 2020 00:08:00",
"""


def test_tasks_are_of_their_owner_and_done_ones_in_the_history(
    tmp_path: Path, admin: User, seller: User, person: Person
) -> None:
    report = brought(tmp_path, "tasks", TASKS.format(owner=seller.full_name), admin)
    assert (report.created, report.rejected) == (3, 0)  # two equal rows are two tasks
    done, day, _same = Task.objects.order_by("-has_time", "pk")
    assert (done.done_by, done.owner, done.subject_id, done.has_time) == (seller, seller, person.pk, True)
    assert done.done_at
    assert done.done_at >= done.created_at
    assert (day.done_at, day.has_time, day.subject) == (None, False, None)
    assert HistoryEntry.objects.get(task=done).data["title"] == "Call"
    assert brought(tmp_path, "tasks", TASKS.format(owner=seller.full_name), admin).created == 0


def test_task_that_was_done_since_is_done(tmp_path: Path, admin: User, person: Person) -> None:
    row = "Код;Тема;Статус;Код контакта\n1;Позвонить;{};201\n"
    brought(tmp_path, "tasks", row.format("В работе"), admin)
    assert brought(tmp_path, "tasks", row.format("Завершена"), admin).updated == 1
    task = Task.objects.get()
    assert (task.done_by, HistoryEntry.objects.filter(task=task).count()) == (admin, 1)


@pytest.mark.req("E9")
def test_task_that_asks_to_agree_is_not_done_by_a_file(tmp_path: Path, admin: User, seller: User) -> None:
    stage = agreed_by(Stage.objects.get(pipeline=defaults.ensure(), name="Договор"), admin)
    deal: Deal = actions.create(kind=DEAL, values={"name": "Поставка"}, by=seller, at=NOW)
    asked = approvals.ask(deal=deal, stage=stage, by=seller, at=NOW)
    Task.objects.update(external_id="7")
    report = brought(tmp_path, "tasks", "Task Id,Subject,Status\n7,Согласовать,Completed\n", admin)
    assert [said for _row, said in report.problems] == [
        "Эта задача ждёт ответа: согласуйте или откажите, назвав причину."
    ]
    assert Task.objects.get().done_at is None
    approvals.grant(approval=asked, by=admin, at=NOW)


def test_campaigns_and_their_state(tmp_path: Path, admin: User) -> None:
    text = "CAMPAIGNID,Campaign Name,Status,Start Date,End Date\n1,Fair,Active,2021-04-25,2021-05-05\n"
    text += "2,Mail,Complete,2021-04-25,\n3,mail,Active,,\n4,Odd,Active,2021-04-25,2021-01-01\n"
    text += "5,Site,Whatever,,\n6,Mail,Active,,\n"
    Campaign.objects.create(name="Fair", created_at=NOW, updated_at=NOW)
    report = brought(tmp_path, "campaigns", text, admin)
    assert (report.created, report.updated, report.rejected) == (2, 1, 3)
    states = dict(Campaign.objects.values_list("name", "is_active"))
    assert states == {"Fair": True, "Mail": False, "mail": True}
    assert Campaign.objects.get(name="Fair").external_id == "1"


def test_answer_to_a_campaign_makes_it_the_campaign_of_the_lead(tmp_path: Path, admin: User) -> None:
    for name in ("Ash", "Bay", "Bay"):
        actions.create(kind=LEAD, values={"last_name": name}, by=admin, at=NOW)
    text = "Campaign Name,Lead Name,Subject,Date\nFair,Ash,Opened,2021-04-25\nFair,Bay,Opened,2021-04-25\n"
    report = brought(tmp_path, "interactions", text, admin)
    assert (report.created, report.rejected) == (1, 1)
    assert Lead.objects.get(campaign__name="Fair").last_name == "Ash"


def test_undone_calls_leave_nothing_behind(admin: User, person: Person) -> None:
    before = HistoryEntry.objects.count(), HistoryLink.objects.count()
    run = imported("Дата;Текст;Код контакта\n15.04.2021;Цена;201\n16.04.2021;Срок;201\n", "interactions", admin)
    assert HistoryEntry.objects.count() == before[0] + 2
    undone(run, admin, at=NOW + timedelta(hours=1))
    assert (run.state, run.undone["deleted"]) == (RunState.UNDONE, {"interaction": 2})
    assert (HistoryEntry.objects.count(), HistoryLink.objects.count()) == before


def test_undone_tasks_leave_nothing_behind(admin: User, person: Person) -> None:
    before = HistoryEntry.objects.count(), HistoryLink.objects.count()
    run = imported("Тема;Статус;Код контакта\nПозвонить;Завершена;201\n", "tasks", admin)
    undone(run, admin, at=NOW + timedelta(hours=1))
    assert run.undone["deleted"] == {"task": 1}
    assert (HistoryEntry.objects.count(), HistoryLink.objects.count()) == before
