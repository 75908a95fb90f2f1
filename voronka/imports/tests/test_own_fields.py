"""A file fills fields of the company's own."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.imports.engine.report import Report
from voronka.imports.plan import look
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.people.models import Organization
from voronka.records.actions import custom_fields
from voronka.records.models import ClassifierValue

pytestmark = [pytest.mark.django_db, pytest.mark.req("B13")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HEAD = "Название;Код;Округ;Сотрудников;Класс;Договор до\n"


@pytest.fixture(autouse=True)
def _fields(admin: User) -> None:
    for label, holds, given in (
        ("Округ", "text", {}),
        ("Сотрудников", "number", {}),
        ("Класс", "choice", {"values": ["A", "B"]}),
        ("Договор до", "date", {}),
    ):
        custom_fields.add(kind="organization", label=label, holds=holds, given=given, by=admin)


def brought(folder: Path, rows: str, by: User, **options: Any) -> Report:
    path = folder / "file.csv"
    path.write_text(HEAD.replace("Код", "Внешний код") + rows, encoding="utf-8")
    return carry_out_file(path=path, target=TARGETS["organizations"], by=by, at=NOW, **options)


def test_headings_are_recognised(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(HEAD + "Ромашка;1;Север;10;A;05.03.2026\n", encoding="utf-8")
    mapping = look(path, TARGETS["organizations"]).mapping
    assert mapping["Округ"] == "c_okrug"
    assert mapping["Договор до"] == "c_dogovor_do"


def test_values_arrive_typed_and_a_second_import_changes_nothing(tmp_path: Path, head: User) -> None:
    row = "Ромашка;k1;Север;1 250;b;05.03.2026\nПустая;k2;;;;\n"
    assert brought(tmp_path, row, head).created == 2
    value = ClassifierValue.objects.get(name="B")
    kept = {"okrug": "Север", "sotrudnikov": 1250, "klass": value.pk, "dogovor_do": "2026-03-05"}
    assert Organization.objects.get(name="Ромашка").custom == kept
    assert Organization.objects.get(name="Пустая").custom == {}
    again = brought(tmp_path, row, head)
    assert (again.created, again.updated) == (0, 0)


def test_a_known_row_changes_what_it_says_and_keeps_the_rest(tmp_path: Path, head: User) -> None:
    brought(tmp_path, "Ромашка;k1;Север;10;;\n", head)
    assert brought(tmp_path, "Ромашка;k1;Юг;;;\n", head).updated == 1
    assert Organization.objects.get().custom == {"okrug": "Юг", "sotrudnikov": 10}


@pytest.mark.parametrize("row", ["Ромашка;k1;;много;;\n", "Ромашка;k1;;;Z;\n", "Ромашка;k1;;;;никогда\n"])
def test_a_bad_value_rejects_its_row_in_words(tmp_path: Path, head: User, row: str) -> None:
    report = brought(tmp_path, row, head)
    assert (report.created, report.rejected) == (0, 1)
    assert report.problems[0][1]
