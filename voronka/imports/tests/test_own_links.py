"""A file names the records and the employees that links of the company's own lead to."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from voronka.accounts.models import User
from voronka.imports.engine.report import Report
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.people.kinds import PERSON
from voronka.people.models import Organization
from voronka.records import actions
from voronka.records.actions import custom_fields
from voronka.records.actions.given import read

pytestmark = [pytest.mark.django_db, pytest.mark.req("B13", "E1")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fields(admin: User) -> None:
    for label, holds, given in (
        ("Посоветовал", "link", {"target": "person"}),
        ("Куратор", "user", {}),
        ("Округ", "text", {}),
    ):
        custom_fields.add(kind="organization", label=label, holds=holds, given=given, by=admin)


def known(by: User, last_name: str, **raw: object) -> int:
    values = read(PERSON, {"last_name": last_name, "first_name": "Пётр"} | raw, by=by)
    return int(actions.create(kind=PERSON, values=values, by=by, at=NOW).pk)


def brought(folder: Path, rows: str, by: User) -> Report:
    path = folder / "file.csv"
    path.write_text("Название;Посоветовал;Куратор;Округ;Внешний код\n" + rows, encoding="utf-8")
    return carry_out_file(path=path, target=TARGETS["organizations"], by=by, at=NOW)


def test_by_name_and_by_letter_box(tmp_path: Path, head: User, seller: User) -> None:
    who = known(head, "Ёлкин", emails=["yolkin@example.ru"])
    name = f"{seller.last_name} {seller.first_name}".upper()
    rows = f"Раз;елкин пётр;{name};Юг;k1\nДва;YOLKIN@example.ru;{seller.email};;k2\nТри;;;;k3\n"
    assert brought(tmp_path, rows, head).created == 3
    kept = {one.name: one.custom for one in Organization.objects.all()}
    assert kept["Раз"] == {"posovetoval": who, "kurator": seller.pk, "okrug": "Юг"}
    assert kept["Два"] == {"posovetoval": who, "kurator": seller.pk}
    assert kept["Три"] == {}
    assert brought(tmp_path, rows, head).updated == 0
    assert brought(tmp_path, "Раз;;;Север;k1\n", head).updated == 1
    assert Organization.objects.get(name="Раз").custom["posovetoval"] == who


@pytest.mark.parametrize("row", ["Раз;Никто Такой;;;k1\n", "Раз;;Никто Такой;;k1\n", "Раз;%s %(a)s {x};;;k1\n"])
def test_an_unknown_name_rejects_its_row_in_words(tmp_path: Path, head: User, row: str) -> None:
    report = brought(tmp_path, row + "Два;;;;k2\n", head)
    assert report.created == 1
    assert [one.name for one in Organization.objects.all()] == ["Два"]


def test_a_foreign_record_is_as_unknown(tmp_path: Path, seller: User, outsider: User) -> None:
    known(outsider, "Чужой")
    assert brought(tmp_path, "Раз;Чужой Пётр;;;k1\n", seller).created == 0
    assert not Organization.objects.exists()
