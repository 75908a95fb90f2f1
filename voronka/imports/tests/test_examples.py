"""What a check foretells: each fate of a row with examples, reasons and conflicts."""

from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.imports.engine.report import Report
from voronka.imports.terms import RowTerms, Rule
from voronka.imports.tests.test_clients import brought
from voronka.people.models import Person
from voronka.records.actions import custom_fields
from voronka.records.models import ClassifierValue

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]
HEAD = "Код;Фамилия;Телефон;Должность;Источник;Город\n"
BEFORE = HEAD + "1;Иванов;89031234567;директор;Сайт;\n;Зуев;89031234568;юрист;;\n"
AFTER = HEAD + (
    "1;Иванов;89031234567;бухгалтер;Выставка;\n;Зуев;89031234568;кладовщик;Сайт;\n"
    ";Новый;89031234569;;;Тула\n;Новый;89031234569;;;Тула\n;Новый;89031234569;;Сайт;\n"
    ";А;нет;;;\n;Б;пусто;;;\n;;89031234570;;;\n"
)


@pytest.fixture(autouse=True)
def sources() -> None:
    for name in ("Сайт", "Выставка"):
        ClassifierValue.objects.create(classifier="source", name=name)


def foretold(folder: Path, text: str, by: User, **options: Any) -> Report:
    return brought(folder, text, "persons", by, is_dry=True, **options)


def test_each_fate_has_its_count_and_examples(tmp_path: Path, head: User) -> None:
    brought(tmp_path, BEFORE, "persons", head)
    report = foretold(tmp_path, AFTER, head)
    found = report.found
    assert report.counts() == {"rows": 8, "created": 1, "updated": 2, "duplicates": 2, "rejected": 3}
    assert (found["by"], found["again"], found["twins"]) == ({"external_id": 1, "phones": 1}, 0, 2)
    assert [one["row"] for one in found["created"]] == [4]
    assert [(one["row"], one["of"]) for one in found["twin_rows"]] == [(5, 4), (6, 4)]
    assert [(one["row"], one["by"], one["changes"]) for one in found["merged"]] == [(3, "phones", True)]
    assert [(one["count"], one["kinds"], one["rows"]) for one in found["rejected"]] == [(2, 2, [7, 8]), (1, 1, [9])]
    assert found["cells"]["4"] == [["Фамилия", "Новый"], ["Телефон", "89031234569"], ["Город", "Тула"]]
    assert found["cells"]["7"] == [["Фамилия", "А"], ["Телефон", "нет"]]


def test_changes_are_told_before_and_after(tmp_path: Path, head: User) -> None:
    brought(tmp_path, BEFORE, "persons", head)
    site, fair = (ClassifierValue.objects.get(name=name).pk for name in ("Сайт", "Выставка"))
    first, second = foretold(tmp_path, AFTER, head).found["updated"]
    assert first["before"] == {"position": "директор", "source_id": site}
    assert first["after"] == {"position": "бухгалтер", "source_id": fair}
    assert (second["before"], second["after"]) == ({"source_id": None}, {"source_id": site})


def test_conflicts_are_what_both_say_and_say_otherwise(tmp_path: Path, admin: User) -> None:
    custom_fields.add(kind="person", label="Ранг", holds="text", given={}, by=admin)
    text = "Код;Фамилия;Должность;Ранг;Почта\n1;Иванов;директор;А;a@example.com\n2;Зуев;;;\n"
    brought(tmp_path, text, "persons", admin)
    again = "Код;Фамилия;Должность;Ранг;Почта\n1;Иванов;юрист;Б;b@example.com\n2;Зуев;юрист;А;\n"
    for rule, changes in (("sure", 2), ("ours", 0), ("fill", 2), ("theirs", 2)):
        report = foretold(tmp_path, again, admin, terms=RowTerms(conflicts=Rule(rule)))
        assert report.updated == changes
        (one,) = report.conflicts
        assert (one["row"], one["record"]) == (2, Person.objects.get(last_name="Иванов").pk)
        assert one["before"] == {"position": "директор", "custom": {"rang": "А"}}
        assert one["after"] == {"position": "юрист", "custom": {"rang": "Б"}}


def test_the_import_itself_keeps_no_examples(tmp_path: Path, head: User) -> None:
    brought(tmp_path, BEFORE, "persons", head)
    report = brought(tmp_path, AFTER, "persons", head)
    assert (report.found, report.conflicts) == ({}, [])


@pytest.mark.req("E1")
def test_a_record_of_another_is_told_of_without_its_data(tmp_path: Path, seller: User, outsider: User) -> None:
    brought(tmp_path, BEFORE, "persons", outsider)
    report = foretold(tmp_path, AFTER, seller)
    told = str(report.found)
    assert "директор" not in told
    assert report.found["merged"] == []
    assert report.found["rejected"][0]["rows"][:2] == [2, 3]
