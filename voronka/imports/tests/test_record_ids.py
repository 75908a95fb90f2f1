"""Which record a row of our own export is: by its id, within one's rights, and never made twice."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from voronka.accounts.models import User
from voronka.imports.tests.returned import NOW, brought, exported, made, stands, with_cells
from voronka.people.models import Organization, Person
from voronka.records import kinds
from voronka.records.actions import merges

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]


def test_an_old_export_brings_back_what_it_says(head: User, tmp_path: Path) -> None:
    who = made("person", head, last_name="Иванов", position="Директор")
    path = exported("person", tmp_path / "person.csv", head)
    brought("person", path, head)
    Person.objects.filter(pk=who.pk).update(position="Сторож")
    assert brought("person", path, head).updated == 1
    assert Person.objects.get().position == "Директор"


def test_an_export_in_english_is_read_in_russian(head: User, tmp_path: Path) -> None:
    made("person", head, last_name="Де Ла Крус", first_name="Хуан", note="x")
    with translation.override("en"):
        path = exported("person", tmp_path / "person.csv", head)
    before = stands("person")
    report = brought("person", path, head)
    assert (report.duplicates, stands("person")) == (1, before)


def test_a_text_that_is_longer_than_a_cell_stays_whole(head: User, tmp_path: Path) -> None:
    who = made("organization", head, name="Ромашка")
    long = "я" * 40_000  # no form takes that much; other ways in may have
    Organization.objects.filter(pk=who.pk).update(note=long)
    report = brought("organization", exported("organization", tmp_path / "organization.xlsx", head), head)
    assert (report.duplicates, Organization.objects.get().note) == (1, long)


@pytest.mark.req("E1")
def test_a_record_of_somebody_else_is_not_touched(seller: User, outsider: User, tmp_path: Path) -> None:
    made("person", outsider, last_name="Тайный", position="Директор")
    path = with_cells(exported("person", tmp_path / "person.csv", outsider), position="Сторож")
    report = brought("person", path, seller)
    assert (report.created, report.updated, report.rejected) == (0, 0, 1)
    assert "другому сотруднику" in report.problems[0][1]
    assert Person.objects.get().position == "Директор"


@pytest.mark.req("E1")
def test_what_one_may_see_but_not_change_is_not_touched(seller: User, own_role: Any, tmp_path: Path) -> None:
    made("person", seller, last_name="Иванов")
    own_role.grants.filter(action="edit").delete()
    path = with_cells(exported("person", tmp_path / "person.csv", seller), position="Сторож")
    report = brought("person", path, User.objects.get(pk=seller.pk))
    assert (report.updated, report.rejected, Person.objects.get().position) == (0, 1, "")


@pytest.mark.parametrize("cell", ["organization-1", "person-", "12", "person-1 2", "person-99999999999999999999"])
def test_what_is_no_id_of_this_kind_rejects_its_row(head: User, tmp_path: Path, cell: str) -> None:
    made("person", head, last_name="Иванов")
    report = brought("person", with_cells(exported("person", tmp_path / "person.csv", head), voronka_id=cell), head)
    assert (report.created, report.rejected, Person.objects.count()) == (0, 1, 1)
    assert "person-123" in report.problems[0][1]


def test_a_record_that_is_no_more_is_not_made_anew(head: User, tmp_path: Path) -> None:
    made("person", head, last_name="Иванов")
    path = exported("person", tmp_path / "person.csv", head)
    brought("person", path, head)
    Person.objects.all().delete()
    report = brought("person", path, head)
    assert (report.created, report.rejected, Person.objects.count()) == (0, 1, 0)


def test_a_merged_record_is_the_one_that_it_became_part_of(head: User, tmp_path: Path) -> None:
    gone, kept = (made("organization", head, name=name, note=name) for name in ("Ромашка", "Ромашка 2"))
    path = exported("organization", tmp_path / "organization.csv", head)
    merges.merge(kind=kinds.get("organization"), ids=[gone.pk, kept.pk], into=kept.pk, values={}, by=head, at=NOW)
    report = brought("organization", path, head)
    assert (report.created, report.updated, Organization.objects.count()) == (0, 0, 1)


def test_a_row_without_an_id_is_a_new_record_and_two_with_one_are_one(head: User, tmp_path: Path) -> None:
    who = made("person", head, last_name="Иванов")
    path = tmp_path / "person.csv"
    rows = [f"person-{who.pk};Иванов;Иван", f"person-{who.pk};Иванов;Пётр", ";Сидоров;Пётр"]
    path.write_text("\n".join(["Номер в Воронке;Фамилия;Имя", *rows]), encoding="utf-8")
    report = brought("person", path, head)
    assert (report.created, report.updated, report.duplicates) == (1, 1, 1)
    assert sorted(Person.objects.values_list("last_name", "first_name")) == [("Иванов", "Иван"), ("Сидоров", "Пётр")]
