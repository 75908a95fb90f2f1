"""What the company demands of a new record is demanded of a row; the others come in."""

from pathlib import Path

import pytest

from voronka.accounts.models import Role, User
from voronka.imports.engine.report import Report
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.imports.tests.test_own_fields import NOW
from voronka.people.models import Organization
from voronka.records import kinds
from voronka.records.actions import custom_fields, field_rules
from voronka.records.actions.obligations import prescribe

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4")]

ROWS = "Полная;k1;89031234567;romashka.ru;;Север\nПустая;k2;;;;\nБез округа;k3;89031234568;firm.ru;;\n"


def brought(
    folder: Path, by: User, rows: str = ROWS, head: str = "Название;Внешний код;Телефоны;Сайт;Отрасль;Округ\n"
) -> Report:
    path = folder / "file.csv"
    path.write_text(head + rows, encoding="utf-8")
    return carry_out_file(path=path, target=TARGETS["organizations"], by=by, at=NOW)


def demand(admin: User, *fields: str, of: Role | None = None) -> None:
    for field in fields:
        prescribe(kind=kinds.get("organization"), field=field, demands={"create": of and [of.pk]}, by=admin)


@pytest.fixture(autouse=True)
def _own(admin: User) -> None:
    custom_fields.add(kind="organization", label="Округ", holds="text", given={"is_required": True}, by=admin)


def test_a_row_without_it_is_rejected_and_all_that_is_missing_is_named(tmp_path: Path, admin: User, head: User) -> None:
    demand(admin, "phones", "website")
    report = brought(tmp_path, head)
    assert (report.created, report.rejected) == (1, 2)
    assert [said for _number, said in report.problems] == [
        "Заполните: «Телефоны», «Сайт», «Округ».",
        "Заполните: «Округ».",
    ]
    assert Organization.objects.get().name == "Полная"


def test_a_column_that_the_file_does_not_have_is_missing_in_every_row(tmp_path: Path, admin: User, head: User) -> None:
    demand(admin, "addresses", "size", "region")
    report = brought(tmp_path, head, "Ромашка;k1\n", "Название;Внешний код\n")
    assert report.rejected == 1
    assert "«Округ»" in report.problems[0][1]


def test_a_known_record_is_brought_up_to_date_whatever_it_lacks(tmp_path: Path, admin: User, head: User) -> None:
    brought(tmp_path, head)
    demand(admin, "website", "segments")
    report = brought(tmp_path, head, "Полная;k1;89039999999;;;\n")
    assert (report.updated, report.rejected) == (1, 0)


def test_it_is_asked_of_the_roles_of_the_one_who_imports(
    tmp_path: Path, admin: User, head: User, own_role: Role
) -> None:
    demand(admin, "website", of=own_role)
    rows = "Ромашка;k1;;;;Север\n"
    assert brought(tmp_path, head, rows).created == 1
    prescribe(kind=kinds.get("organization"), field="c_okrug", demands={}, by=admin)
    demand(admin, "website")
    role = head.roles.get()
    field_rules.set_right(role=role, kind=kinds.get("organization"), field="website", right="hidden", by=admin)
    assert brought(tmp_path, User.objects.get(pk=head.pk), "Лютик;k9;;;;\n").created == 1
