"""«Leave our records as they are» holds for all that a row brings: places of work, requisites, consents, new names."""

from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.imports.engine.report import Report
from voronka.imports.terms import RowTerms, Rule
from voronka.imports.tests.test_clients import brought
from voronka.people.models import BankAccount, Consent, LegalEntity, Organization, Person, Position
from voronka.people.tests.accounts import BIC, account

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]

OURS = RowTerms(conflicts=Rule.OURS)
PEOPLE = "ФИО;Телефон;Компания;Должность;Согласие\n"
FIRMS = "Название;Код;ИНН;КПП;Расчетный счет;БИК\n"
KNOWN = "Иванов Иван;89031234567;{};{};{}\n"


def people(folder: Path, by: User, *rows: str, **options: Any) -> Report:
    return brought(folder, PEOPLE + "".join(rows), "persons", by, **options)


def firms(folder: Path, by: User, *rows: str, **options: Any) -> Report:
    return brought(folder, FIRMS + "".join(rows), "organizations", by, **options)


@pytest.mark.parametrize("main", ["", "Ромашка"], ids=["nowhere", "elsewhere"])
def test_no_place_of_work_and_no_consent(tmp_path: Path, head: User, main: str) -> None:
    people(tmp_path, head, KNOWN.format(main, "", ""))
    new = "Петров Пётр;89031234568;Лютик;юрист;да\n"
    report = people(tmp_path, head, KNOWN.format("Василёк", "юрист", "да"), new, terms=OURS)
    assert (report.created, report.updated, report.problems) == (1, 0, [])
    known = Person.objects.get(last_name="Иванов")
    assert str(known.organization or "") == main
    assert not Position.objects.exists()
    assert not Organization.objects.filter(name="Василёк").exists()
    assert [one.record_id for one in Consent.objects.all()] == [Person.objects.get(last_name="Петров").pk]


def test_no_further_place_of_work_by_a_further_row(tmp_path: Path, head: User) -> None:
    people(tmp_path, head, KNOWN.format("Ромашка", "", ""))
    rows = [KNOWN.format(firm, "юрист", "") for firm in ("Ромашка", "Лютик", "Василёк")]
    assert people(tmp_path, head, *rows, terms=OURS, is_dry=True).updated == 0
    assert people(tmp_path, head, *rows, terms=OURS).updated == 0
    assert not Position.objects.exists()


def test_a_new_person_has_all_its_places(tmp_path: Path, head: User) -> None:
    rows = [KNOWN.format(firm, "юрист", "") for firm in ("Ромашка", "Лютик")]
    people(tmp_path, head, *rows, terms=OURS)
    assert str(Position.objects.get().organization) == "Лютик"


@pytest.mark.req("B12")
def test_no_requisites_and_no_accounts(tmp_path: Path, head: User) -> None:
    firms(tmp_path, head, "Ромашка;1;7707083893;;;\n", "Лютик;2;;;;\n")
    rows = (
        f"Ромашка;1;7707083893;770701001;{account(1)};{BIC}\n",
        f"Лютик;2;7736050003;;{account(2)};{BIC}\n",
        "Василёк;3;7728168971;;;\n",
    )
    report = firms(tmp_path, head, *rows, terms=OURS)
    assert (report.created, report.updated, report.problems) == (1, 0, [])
    assert sorted(LegalEntity.objects.values_list("organization__name", "inn", "kpp")) == [
        ("Василёк", "7728168971", ""), ("Ромашка", "7707083893", ""),
    ]  # fmt: skip
    assert not BankAccount.objects.exists()


def test_it_holds_for_a_single_row(tmp_path: Path, head: User) -> None:
    two = (KNOWN.format("Ромашка", "", ""), "Петров Пётр;89031234568;Ромашка;;\n")
    people(tmp_path, head, *two)
    terms = RowTerms(rows={2: Rule.OURS})
    people(tmp_path, head, *(row.replace("Ромашка;;", "Лютик;юрист;да") for row in two), terms=terms)
    petrov = Person.objects.get(last_name="Петров")
    assert [one.person for one in Position.objects.all()] == [petrov]
    assert [one.record_id for one in Consent.objects.all()] == [petrov.pk]
