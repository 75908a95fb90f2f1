"""Organizations and persons out of files: made once, matched, brought up to date, refused with a reason."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.core.errors import Forbidden, Refused
from voronka.imports.columns import columns_of, reading_of
from voronka.imports.engine.report import Report
from voronka.imports.plan import look
from voronka.imports.targets.base import Target
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.books import xlsx
from voronka.imports.tests.brought import carry_out_file
from voronka.people.kinds import LEGAL_ENTITY, PERSON
from voronka.people.models import LegalEntity, Organization, Person
from voronka.records import actions
from voronka.records.actions.given import read
from voronka.records.edits import edits
from voronka.records.fields import DepartmentLink, Link
from voronka.records.models import Classifier, ClassifierValue, SearchEntry

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
COMPANIES = "Название;ИНН;Телефон;Почта;Отрасль;Код\nРомашка;7707083893;8 (495) 123-45-67;info@romashka.ru;Торговля;1\n"
PEOPLE = "ФИО;Мобильный;E-mail;Компания;Должность;Ответственный\n"


def brought(folder: Path, text: str, target: str, by: User, **options: Any) -> Report:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return carry_out_file(path=path, target=TARGETS[target], by=by, at=NOW, **options)


@pytest.fixture(autouse=True)
def trade(db: None) -> None:
    """The industry of the file; only an administrator's file makes a new one."""
    ClassifierValue.objects.get_or_create(classifier=Classifier.INDUSTRY, name="Торговля")


@pytest.mark.req("B8")
def test_company_arrives_with_its_legal_entity_and_is_found(tmp_path: Path, head: User) -> None:
    report = brought(tmp_path, COMPANIES, "organizations", head)
    assert report.counts() == {"rows": 1, "created": 1, "updated": 0, "duplicates": 0, "rejected": 0}
    company = Organization.objects.get()
    assert (company.name, company.phones, company.industry) == ("Ромашка", ["+74951234567"], company.industry)
    assert str(company.industry) == "Торговля"
    assert (company.owner, company.department, company.created_at) == (head, head.department, NOW)
    assert LegalEntity.objects.get().inn == "7707083893"
    assert SearchEntry.objects.filter(kind="organization", record_id=company.pk).exists()
    found, _more = edits(TARGETS["organizations"].kind, company.pk, by=company.owner)
    assert found[-1].by == head


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_every_field_that_a_cell_can_fill_is_a_column(target: Target) -> None:
    settled = {"currency", "expected_close_on", "lost_comment", "win_back_on"}  # by the sum and by the stage of a deal
    settled |= {"subject"}  # by the columns of each kind that a task may be about
    fields = [one for one in target.kind.fields if one.editable and not one.column and one.name not in settled]
    plain = {one.name for one in fields if not isinstance(one, Link | DepartmentLink)}
    assert plain - set(target.by_name) == set()


def test_a_kind_without_a_word_of_its_own_can_be_read() -> None:
    columns = {one.name: one for one in columns_of(LEGAL_ENTITY)}
    assert {"name", "legal_form", "inn", "kpp", "ogrn", "address", "owner", "external_id"} <= set(columns)
    reading = reading_of(User(), "RU")
    assert columns["kpp"].read("773601001", reading) == {"kpp": "773601001"}
    assert columns["kpp"].read("", reading) == {"kpp": ""}
    assert columns["owner"].read("Иван Петров", reading) == {"owner__text": "Иван Петров"}
    with pytest.raises(Refused):
        columns["inn"].read("12", reading)


@pytest.mark.req("B8")
def test_second_import_makes_nothing(tmp_path: Path, head: User) -> None:
    brought(tmp_path, COMPANIES, "organizations", head)
    again = brought(tmp_path, COMPANIES, "organizations", head)
    assert (again.created, again.updated, again.duplicates) == (0, 0, 1)


@pytest.mark.req("B8")
def test_row_with_a_known_outside_id_updates(tmp_path: Path, head: User) -> None:
    brought(tmp_path, COMPANIES, "organizations", head)
    report = brought(tmp_path, COMPANIES.replace("Ромашка", "Ромашка Плюс"), "organizations", head)
    assert (report.created, report.updated) == (0, 1)
    assert Organization.objects.get().name == "Ромашка Плюс"
    assert Organization.objects.get().version == 2


@pytest.mark.req("B8")
@pytest.mark.parametrize(
    "row",
    ["Иванов Иван;8 903 123 45 67;;;;", "Иванов;;IVAN@x.ru;;;"],
    ids=["same phone", "same mail"],
)
def test_known_person_is_completed_not_doubled(tmp_path: Path, head: User, row: str) -> None:
    raw = {"last_name": "Иванов", "first_name": "Ваня", "phones": "+79031234567", "emails": "ivan@x.ru"}
    actions.create(kind=PERSON, values=read(PERSON, raw, by=head), by=head, at=NOW)
    report = brought(tmp_path, PEOPLE + row.replace(";;;;", ";;;директор;"), "persons", head)
    assert report.created == 0
    person = Person.objects.get()
    assert person.first_name == "Ваня"
    assert person.phones == ["+79031234567"]


@pytest.mark.req("B8")
def test_company_named_in_a_row_of_people_is_made_once(tmp_path: Path, head: User, seller: User) -> None:
    text = (
        PEOPLE
        + "Иванов Иван;89031234567;;ООО «Клён»;директор;Иван Громов\nПетров Пётр;89031234568;;ооо «клен»;;никто\n"
    )
    report = brought(tmp_path, text, "persons", head)
    assert report.created == 2
    company = Organization.objects.get()
    assert [person.organization for person in Person.objects.order_by("pk")] == [company, company]
    assert [person.owner for person in Person.objects.order_by("pk")] == [seller, head]


def test_twins_within_a_file_make_one_record(tmp_path: Path, head: User) -> None:
    report = brought(tmp_path, PEOPLE + "Иванов;89031234567;;;;\nИванов И.;8-903-123-45-67;;;;\n", "persons", head)
    assert (report.created, report.duplicates) == (1, 1)


@pytest.mark.req("B8")
def test_bad_rows_are_told_by_number_and_reason_and_the_rest_goes_in(tmp_path: Path, head: User) -> None:
    report = brought(
        tmp_path, PEOPLE + "Иванов;123;;;;\n;89031234567;;;;\nПетров;;нет;;;\nСидоров;;s@x.ru;;;\n", "persons", head
    )
    assert (report.created, report.rejected) == (1, 3)
    assert [number for number, _reason in report.problems] == [2, 3, 4]
    assert all(reason for _number, reason in report.problems)


@pytest.mark.req("B8")
def test_dry_run_counts_the_same_and_leaves_nothing(tmp_path: Path, head: User) -> None:
    dry = brought(tmp_path, COMPANIES, "organizations", head, is_dry=True)
    assert not Organization.objects.exists()
    assert not SearchEntry.objects.exists()
    assert brought(tmp_path, COMPANIES, "organizations", head).counts() == dry.counts()


@pytest.mark.req("E1")
def test_foreign_record_is_neither_changed_nor_shown(tmp_path: Path, seller: User, outsider: User) -> None:
    brought(tmp_path, COMPANIES, "organizations", outsider)
    report = brought(tmp_path, COMPANIES.replace("Ромашка", "Чужая"), "organizations", seller)
    assert (report.updated, report.rejected) == (0, 1)
    assert "Ромашка" not in report.problems[0][1]
    assert Organization.objects.get().name == "Ромашка"


def test_without_the_right_to_create_nothing_is_imported(tmp_path: Path, seller: User, own_role: Any) -> None:
    own_role.grants.filter(action="create").delete()
    with pytest.raises(Forbidden):
        brought(tmp_path, COMPANIES, "organizations", seller)


def test_american_phones_are_recognised(tmp_path: Path, head: User) -> None:
    path = tmp_path / "file.csv"
    path.write_text("Last Name,Mobile\nTucker,805-247-8982\nGlass,586-507-7911\n", encoding="utf-8")
    plan = look(path, TARGETS["persons"])
    assert plan.region == "US"
    assert plan.mapping == {"Last Name": "last_name", "Mobile": "phones"}


def test_formulas_stay_text(tmp_path: Path, head: User) -> None:
    brought(tmp_path, 'Название\n"=HYPERLINK(""http://x"")"\n', "organizations", head)
    assert Organization.objects.get().name.startswith("=HYPERLINK")


@pytest.mark.req("B8")
def test_sheet_with_letterhead_group_headings_and_several_phones(tmp_path: Path, head: User) -> None:
    rows = [
        ["Отчёт по клиентам"],
        ["Фамилия", "Контакт", "", "Город"],
        ["", "Телефон", "Почта"],
        ["Иванов", "8 903 123-45-67 / 8 495 111-22-33", "a@b.ru", "Тверь"],
        [],
        ["Итого", "1"],
    ]
    report = carry_out_file(path=xlsx(tmp_path / "a", {"А": rows}), target=TARGETS["persons"], by=head, at=NOW)
    assert (report.created, report.rejected, report.passed.totals) == (1, 0, [6])
    person = Person.objects.get()
    assert (person.last_name, person.phones, person.emails) == ("Иванов", ["+79031234567", "+74951112233"], ["a@b.ru"])
