"""Parents of organizations out of files: known, or rows of the same file; circles and unknown ones are refused."""

from pathlib import Path

import pytest

from voronka.accounts.models import User
from voronka.imports.tests.test_clients import brought
from voronka.people.models import Organization

pytestmark = [pytest.mark.django_db, pytest.mark.req("B11", "B8")]

HEAD = "Название;Внешний код;ИНН;Головная организация\n"
TREE = HEAD + "Цех;3;;Завод\nЗавод;2;7707083893;1\nХолдинг;1;7736050003;\nСклад;4;;7707083893\n"


def parents() -> dict[str, str]:
    return {one.name: str(one.parent or "") for one in Organization.objects.select_related("parent")}


def test_parents_stand_above_below_and_beside_in_the_file(tmp_path: Path, head: User) -> None:
    report = brought(tmp_path, TREE, "organizations", head)
    assert (report.created, report.problems) == (4, [])
    assert parents() == {"Холдинг": "", "Завод": "Холдинг", "Цех": "Завод", "Склад": "Завод"}
    assert set(Organization.objects.values_list("version", flat=True)) == {1}
    again = brought(tmp_path, TREE, "organizations", head)
    assert (again.created, again.updated, again.duplicates) == (0, 0, 4)


def test_known_organizations_are_found_by_name_id_and_inn(tmp_path: Path, head: User) -> None:
    brought(tmp_path, HEAD + "Завод;2;7707083893;\n", "organizations", head)
    rows = "А;5;;завод\nБ;6;;2\nВ;7;;7707083893\n"
    assert brought(tmp_path, HEAD + rows, "organizations", head).created == 3
    assert {name: parent for name, parent in parents().items() if parent} == dict.fromkeys("АБВ", "Завод")


def test_a_known_organization_is_hung_elsewhere_by_its_id(tmp_path: Path, head: User) -> None:
    brought(tmp_path, TREE, "organizations", head)
    assert brought(tmp_path, HEAD + "Склад;4;;Холдинг\n", "organizations", head).updated == 1
    assert parents()["Склад"] == "Холдинг"


def test_its_own_parent_is_no_parent(tmp_path: Path, head: User) -> None:
    """1C writes an organization without a holding as its own head."""
    report = brought(tmp_path, HEAD + "Завод;2;;Завод\nФилиал;3;;3\n", "organizations", head)
    assert (report.created, report.problems) == (2, [])
    assert set(parents().values()) == {""}


def test_an_unknown_parent_rejects_its_row_and_what_stands_below(tmp_path: Path, head: User) -> None:
    report = brought(tmp_path, HEAD + "Цех;3;;Завод\nЗавод;2;;Нет такого\nДругой;5;;\n", "organizations", head)
    assert (report.created, report.rejected) == (1, 2)
    assert "Нет такого" in report.problems[1][1]
    assert "3" in report.problems[0][1]
    mended = HEAD + "Цех;3;;Завод\nЗавод;2;;\n"
    assert brought(tmp_path, mended, "organizations", head).created == 2
    assert parents()["Цех"] == "Завод"


@pytest.mark.parametrize("rows", ["А;1;;Б\nБ;2;;А\n", "А;1;;Б\nБ;2;;В\nВ;3;;А\n"], ids=["two", "three"])
def test_a_circle_within_the_file_is_refused(tmp_path: Path, head: User, rows: str) -> None:
    report = brought(tmp_path, HEAD + rows + "Г;4;;\n", "organizations", head)
    assert (report.created, report.rejected) == (1, rows.count("\n"))


def test_a_circle_through_the_base_is_refused(tmp_path: Path, head: User) -> None:
    brought(tmp_path, TREE, "organizations", head)
    report = brought(tmp_path, HEAD + "Холдинг;1;7736050003;Цех\n", "organizations", head)
    assert (report.updated, report.rejected) == (0, 1)
    assert "Цех" in report.problems[0][1]
    assert parents()["Холдинг"] == ""


@pytest.mark.req("E1")
def test_a_foreign_organization_is_no_parent(tmp_path: Path, seller: User, outsider: User) -> None:
    brought(tmp_path, HEAD + "Завод;2;7707083893;\n", "organizations", outsider)
    for said in ("Завод", "2", "7707083893", "Чего нет"):
        report = brought(tmp_path, HEAD + f"Цех;3;;{said}\n", "organizations", seller)
        assert (report.created, report.rejected) == (0, 1)
