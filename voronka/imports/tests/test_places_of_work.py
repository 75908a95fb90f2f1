"""Where people of a file work: the main place, others beside it, former ones; a second import makes nothing."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from voronka.accounts.models import Grant, User
from voronka.activities.models import HistoryLink
from voronka.imports.tests.test_clients import brought
from voronka.people.kinds import PERSON
from voronka.people.models import Organization, Person, Position
from voronka.records import actions
from voronka.records.actions.given import read
from voronka.records.models import Classifier, ClassifierValue
from voronka.records.search.query import find

pytestmark = [pytest.mark.django_db, pytest.mark.req("B11", "B8")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HEAD = "ФИО;Телефон;Компания;Должность;Роль в закупке;Работает с;Работал по\n"
TWO = HEAD + (
    "Иванов Иван;89031234567;Ромашка;директор;Решает;01.02.2020;\n"
    "Иванов Иван;89031234567;Василёк;советник;;2021-05-01;\n"
)


@pytest.fixture(autouse=True)
def _roles(db: None) -> None:
    ClassifierValue.objects.get_or_create(classifier=Classifier.ROLE, name="Решает")


def positions() -> list[tuple[str, str, date | None, date | None]]:
    rows = Position.objects.order_by("organization__name", "until_on")
    return [(str(one.organization), one.title, one.since_on, one.until_on) for one in rows]


def test_a_row_brings_the_main_place_with_role_and_day(tmp_path: Path, head: User) -> None:
    row = "Иванов Иван;89031234567;Ромашка;директор;решает;01.02.2020;\n"
    assert brought(tmp_path, HEAD + row, "persons", head).created == 1
    person = Person.objects.get()
    told = (str(person.organization), person.position, str(person.role), person.works_since_on)
    assert told == ("Ромашка", "директор", "Решает", date(2020, 2, 1))
    assert not Position.objects.exists()


def test_a_second_row_of_a_person_is_a_second_place_of_work(tmp_path: Path, head: User) -> None:
    report = brought(tmp_path, TWO, "persons", head)
    assert (report.created, report.updated, report.duplicates, report.problems) == (1, 1, 0, [])
    assert str(Person.objects.get().organization) == "Ромашка"
    assert positions() == [("Василёк", "советник", date(2021, 5, 1), None)]
    again = brought(tmp_path, TWO, "persons", head)
    assert (again.created, again.updated, again.duplicates, again.problems) == (0, 0, 2, [])
    assert (Person.objects.count(), Position.objects.count(), Organization.objects.count()) == (1, 1, 2)


def test_the_dry_run_counts_the_same(tmp_path: Path, head: User) -> None:
    dry = brought(tmp_path, TWO, "persons", head, is_dry=True)
    assert not Position.objects.exists()
    assert brought(tmp_path, TWO, "persons", head).counts() == dry.counts()


def test_a_last_day_makes_a_former_place(tmp_path: Path, head: User) -> None:
    row = "Иванов Иван;89031234567;Ромашка;директор;Решает;01.02.2020;31.12.2025\n"
    assert brought(tmp_path, HEAD + row, "persons", head).created == 1
    assert Person.objects.get().organization is None
    assert positions() == [("Ромашка", "директор", date(2020, 2, 1), date(2025, 12, 31))]
    assert str(Position.objects.get().role) == "Решает"
    assert brought(tmp_path, HEAD + row, "persons", head).duplicates == 1
    assert Position.objects.count() == 1


def test_a_known_person_keeps_the_main_place_and_gets_another(tmp_path: Path, head: User) -> None:
    brought(tmp_path, HEAD + "Иванов Иван;89031234567;Ромашка;;;;\n", "persons", head)
    report = brought(tmp_path, HEAD + "Иванов Иван;89031234567;Василёк;советник;;;\n", "persons", head)
    assert (report.created, report.updated) == (0, 1)
    person = Person.objects.get()
    assert (str(person.organization), person.position) == ("Ромашка", "")
    assert positions() == [("Василёк", "советник", None, None)]


def test_who_has_left_leaves_the_main_place_and_a_position_ends(tmp_path: Path, head: User) -> None:
    brought(tmp_path, TWO, "persons", head)
    gone = HEAD + ("Иванов Иван;89031234567;Ромашка;;;;31.12.2025\nИванов Иван;89031234567;Василёк;;;;30.11.2025\n")
    report = brought(tmp_path, gone, "persons", head)
    assert (report.created, report.updated, report.rejected) == (0, 2, 0)
    assert Person.objects.get().organization is None
    assert positions() == [
        ("Василёк", "советник", date(2021, 5, 1), date(2025, 11, 30)),
        ("Ромашка", "директор", date(2020, 2, 1), date(2025, 12, 31)),
    ]


def test_a_former_stint_ends_nothing_that_goes_on(tmp_path: Path, head: User) -> None:
    rows = (
        "Иванов Иван;89031234567;Ромашка;директор;;2020-01-01;\nИванов Иван;89031234567;Ромашка;стажёр;;;2015-12-31\n"
    )
    report = brought(tmp_path, HEAD + rows, "persons", head)
    assert (report.created, report.updated, report.problems) == (1, 1, [])
    assert str(Person.objects.get().organization) == "Ромашка"
    assert positions() == [("Ромашка", "стажёр", None, date(2015, 12, 31))]
    assert brought(tmp_path, HEAD + rows, "persons", head).updated == 0
    assert str(Person.objects.get().organization) == "Ромашка"


def test_the_first_place_of_a_person_without_any_is_the_main_one(tmp_path: Path, head: User) -> None:
    rows = "Иванов Иван;89031234567;;;;;\nИванов Иван;89031234567;Ромашка;директор;;;\n"
    brought(tmp_path, HEAD + rows, "persons", head)
    person = Person.objects.get()
    assert (str(person.organization), person.position) == ("Ромашка", "директор")
    assert not Position.objects.exists()
    assert HistoryLink.objects.filter(kind="organization", entry__subject_kind="person").exists()


@pytest.mark.parametrize(
    "row",
    ["Иванов;;Ромашка;;;2025-02-01;2025-01-01\n", "Иванов;;;;;;2025-01-01\n", "Иванов;;Ромашка;;;;вчера-то\n"],
    ids=["ends before it begins", "without an organization", "no date"],
)
def test_what_does_not_fit_rejects_the_row_in_words(tmp_path: Path, head: User, row: str) -> None:
    report = brought(tmp_path, HEAD + row, "persons", head)
    assert (report.created, report.rejected) == (0, 1)
    assert report.problems[0][1]
    assert not Organization.objects.exists()


def test_a_second_place_goes_in_only_with_its_person(tmp_path: Path, head: User) -> None:
    rows = TWO.replace("Решает", "Нет такой роли")
    report = brought(tmp_path, rows, "persons", head)
    assert (report.created, [number for number, _reason in report.problems]) == (0, [2, 3])
    assert "2" in report.problems[1][1]
    assert not Position.objects.exists()


@pytest.mark.req("E1")
def test_without_the_right_to_positions_a_second_place_is_refused(tmp_path: Path, seller: User) -> None:
    Grant.objects.filter(role__in=seller.roles.all(), kind="position").delete()
    report = brought(tmp_path, TWO, "persons", seller)
    assert (report.created, [number for number, _reason in report.problems]) == (1, [3])
    assert not Position.objects.exists()


@pytest.mark.req("E1")
def test_a_colleagues_person_is_not_touched(tmp_path: Path, seller: User, outsider: User) -> None:
    raw = {"last_name": "Иванов", "first_name": "Иван", "phones": "+79031234567"}
    actions.create(kind=PERSON, values=read(PERSON, raw, by=outsider), by=outsider, at=NOW)
    report = brought(tmp_path, HEAD + "Иванов Иван;89031234567;Василёк;советник;;;\n", "persons", seller)
    assert report.rejected == 1
    assert not Position.objects.exists()


@pytest.mark.req("H10")
def test_a_file_that_renames_organizations_and_people_tells_search(tmp_path: Path, head: User) -> None:
    brought(tmp_path, "Название;Внешний код\nВасилёк;1\n", "organizations", head)
    brought(tmp_path, "Фамилия;Внешний код;Телефон;Компания\nИванов;5;89031234567;Ромашка\n", "persons", head)
    brought(tmp_path, "Фамилия;Телефон;Компания\nИванов;89031234567;Василёк\n", "persons", head)
    brought(tmp_path, "Название;Внешний код\nЛютик;1\n", "organizations", head)
    brought(tmp_path, "Фамилия;Внешний код\nСидоров;5\n", "persons", head)
    assert find("Василёк", head) == []
    assert [one.title for one in find("Лютик", head, names=["person"])] == ["Сидоров"]
