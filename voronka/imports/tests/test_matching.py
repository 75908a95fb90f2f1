"""Whom a row means: people who share a phone stay two, one row speaks for a record, somebody else's stays hidden."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.imports.engine.report import Report
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.people.kinds import PERSON
from voronka.people.models import LegalEntity, Organization, Person
from voronka.records import actions
from voronka.records.actions.given import read

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
PEOPLE = "Код;Фамилия;Имя;Телефон;Почта\n"
OFFICE = "8 495 123 45 67"


def brought(folder: Path, text: str, by: User, target: str = "persons", **options: Any) -> Report:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return carry_out_file(path=path, target=TARGETS[target], by=by, at=NOW, **options)


def person(by: User, **raw: str) -> Person:
    made: Person = actions.create(kind=PERSON, values=read(PERSON, raw, by=by), by=by, at=NOW)
    return made


def surnames() -> list[str]:
    return sorted(Person.objects.values_list("last_name", flat=True))


@pytest.mark.req("B8")
def test_colleagues_of_a_known_office_phone_are_made_apart(tmp_path: Path, head: User) -> None:
    person(head, last_name="Вахтёр", phones=OFFICE)
    rows = f"К1;Иванов;Иван;{OFFICE};\nК2;Петров;Пётр;{OFFICE};\nК3;Сидоров;Сидор;{OFFICE};\n"
    assert brought(tmp_path, PEOPLE + rows, head).created == 3
    assert surnames() == ["Вахтёр", "Иванов", "Петров", "Сидоров"]
    again = brought(tmp_path, PEOPLE + rows, head)
    assert (again.created, again.updated, again.duplicates) == (0, 0, 3)


@pytest.mark.req("B8")
@pytest.mark.parametrize("contacts", [f"{OFFICE};", ";info@x.ru"], ids=["phone", "letter box of all"])
def test_colleagues_in_one_file_are_both_made(tmp_path: Path, head: User, contacts: str) -> None:
    rows = f";Иванов;Иван;{contacts}\n;Петров;Пётр;{contacts}\n;Иванов;Пётр;{contacts}\n"
    report = brought(tmp_path, PEOPLE + rows, head)
    assert (report.created, report.problems) == (3, [])


@pytest.mark.req("B8")
def test_only_one_row_speaks_for_a_record(tmp_path: Path, head: User) -> None:
    person(head, last_name="Иванов", first_name="Иван", phones=OFFICE)
    rows = f"К1;Иванов;Иван;{OFFICE};\nК2;Иванов;Иван;{OFFICE};\n;Иванов;;{OFFICE};i@x.ru\n"
    report = brought(tmp_path, PEOPLE + rows, head)
    assert (report.created, report.updated, report.duplicates, report.rejected) == (1, 1, 1, 0)
    assert sorted(Person.objects.values_list("external_id", flat=True)) == ["К1", "К2"]


@pytest.mark.req("B8")
def test_twin_row_comes_back_with_its_reason_unless_it_says_the_same(tmp_path: Path, head: User) -> None:
    rows = f";Иванов;Иван;{OFFICE};\n;Иванов;Иван;{OFFICE};\n;Иванов;И.;{OFFICE};ivan@x.ru\n"
    report = brought(tmp_path, PEOPLE + rows, head)
    assert (report.created, report.duplicates, report.rejected) == (1, 2, 0)
    assert [number for number, _reason in report.problems] == [4]
    assert "2" in report.problems[0][1]


@pytest.mark.parametrize(
    ("row", "created"),
    [
        (f";Иван;;{OFFICE};", 0),
        (f";Иван;Иванов;{OFFICE};", 0),
        (f";ИВАНОВ;И.;{OFFICE};", 0),
        (f";Иванов;Ваня;{OFFICE};", 0),
        (f";Иванов;Пётр;{OFFICE};", 1),
        (f";Иванов;Иванна;{OFFICE};", 1),
        (f";Иванов;Иоанн;{OFFICE};", 1),
        (";Ivanov;John;;ivan@x.ru", 0),
    ],
    ids=[
        "first name only",
        "the other way round",
        "initial",
        "short name",
        "brother",
        "sister",
        "looks alike",
        "own letter box",
    ],
)
def test_names_decide_whether_a_shared_phone_is_of_one_person(
    tmp_path: Path, head: User, row: str, created: int
) -> None:
    person(head, last_name="Иванов", first_name="Иван", phones=OFFICE, emails="ivan@x.ru")
    assert brought(tmp_path, f"{PEOPLE}{row}\n", head).created == created


@pytest.mark.req("E1")
def test_own_record_is_not_hidden_by_an_older_one_of_somebody_else(
    tmp_path: Path, seller: User, outsider: User
) -> None:
    theirs = person(outsider, last_name="Иванов", phones=OFFICE)
    mine = person(seller, last_name="Иванов", emails="ivan@x.ru")
    report = brought(tmp_path, f"{PEOPLE};Иванов;Иван;{OFFICE};ivan@x.ru\n", seller)
    assert (report.updated, report.rejected) == (1, 0)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.first_name, theirs.first_name) == ("Иван", "")


@pytest.mark.req("E1")
def test_record_of_somebody_else_is_told_without_what_stands_in_it(
    tmp_path: Path, seller: User, outsider: User
) -> None:
    person(outsider, last_name="Иванов", first_name="Тайный", phones=OFFICE)
    report = brought(tmp_path, f"{PEOPLE};Иванов;;{OFFICE};\n", seller, is_dry=True)
    assert (report.created, report.rejected) == (0, 1)
    assert "другому сотруднику" in report.problems[0][1]
    assert "Тайный" not in report.problems[0][1]


@pytest.mark.req("E1")
def test_recognised_row_of_a_foreign_company_gets_no_legal_entity(tmp_path: Path, seller: User, outsider: User) -> None:
    text = "Название;ИНН\nРомашка;7707083893\n"
    brought(tmp_path, text, outsider, "organizations")
    LegalEntity.objects.all().delete()
    report = brought(tmp_path, text, seller, "organizations")
    assert report.duplicates == 1
    assert not LegalEntity.objects.exists()
    assert Organization.objects.count() == 1
