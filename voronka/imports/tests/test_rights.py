"""What a row needs beside its own record is made within the grid of rights only, and told like any other write."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import Grant, User
from voronka.activities.models import HistoryEntry, HistoryLink
from voronka.imports.engine.report import Report
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.marketing.models import Campaign
from voronka.people.models import LegalEntity, Organization, Person
from voronka.records.models import ClassifierValue, SearchEntry
from voronka.sales.models import Lead

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def brought(folder: Path, text: str, by: User, target: str, **options: Any) -> Report:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return carry_out_file(path=path, target=TARGETS[target], by=by, at=NOW, **options)


@pytest.mark.req("E1")
@pytest.mark.parametrize(
    ("target", "text", "model"),
    [
        ("leads", "Фамилия;Источник\nИванов;Луна\n", ClassifierValue),
        ("leads", "Фамилия;Кампания\nИванов;Луна\n", Campaign),
        ("persons", "Фамилия;Компания\nИванов;Луна\n", Organization),
        ("organizations", "Название;ИНН\nЛуна;7707083893\n", LegalEntity),
    ],
    ids=["value of a classifier", "campaign", "organization", "legal entity"],
)
def test_what_one_may_not_make_rejects_the_row_in_words(
    tmp_path: Path, seller: User, target: str, text: str, model: Any
) -> None:
    beside = {"persons": ("organization",), "organizations": ("legal_entity",)}.get(target, ())
    Grant.objects.filter(role__in=seller.roles.all(), action="create", kind__in=beside).delete()
    before = model.objects.count()
    report = brought(tmp_path, text, seller, target)
    assert (report.created, report.rejected) == (0, 1)
    assert ("Луна" in report.problems[0][1]) == (target != "organizations")
    assert model.objects.count() == before


@pytest.mark.req("E1")
def test_what_is_there_already_is_linked_for_everybody(tmp_path: Path, seller: User, admin: User) -> None:
    text = "Фамилия;Источник;Кампания\nИванов;Луна;Весна\n"
    brought(tmp_path, text, admin, "leads")
    report = brought(tmp_path, text.replace("Иванов", "Петров"), seller, "leads")
    assert report.created == 1
    lead = Lead.objects.get(last_name="Петров")
    assert (str(lead.source), str(lead.campaign)) == ("Луна", "Весна")
    assert SearchEntry.objects.filter(kind="campaign", title="Весна").exists()


@pytest.mark.req("B8")
def test_rows_that_are_not_due_make_nothing_beside_them(tmp_path: Path, head: User) -> None:
    text = "Фамилия;Телефон;Компания\nИванов;89031234567;Ромашка\nПетров;нет;Василёк\n"
    brought(tmp_path, text, head, "persons")
    assert Organization.objects.get().name == "Ромашка"
    Organization.objects.update(name="Ромашка Плюс")
    brought(tmp_path, text, head, "persons")
    assert Organization.objects.count() == 1


@pytest.mark.req("B8")
def test_company_made_by_name_stands_with_its_owner_and_has_a_history(
    tmp_path: Path, head: User, outsider: User
) -> None:
    text = f"Фамилия;Компания;Ответственный\nИванов;Ромашка;{outsider.email}\n"
    brought(tmp_path, text, head, "persons")
    company = Organization.objects.get()
    assert (company.owner, company.department) == (outsider, outsider.department)
    assert HistoryEntry.objects.filter(subject_kind="organization", subject_id=company.pk, type="created").exists()


@pytest.mark.req("B8")
def test_new_owner_takes_the_record_to_another_department(tmp_path: Path, head: User, outsider: User) -> None:
    heading = "Код;Фамилия;Ответственный\n"
    brought(tmp_path, f"{heading}1;Иванов;{head.email}\n", head, "leads")
    Lead.objects.update(assigned_at=None)
    assert brought(tmp_path, f"{heading}1;Иванов;{outsider.email}\n", head, "leads").updated == 1
    lead = Lead.objects.get()
    assert (lead.owner, lead.department, lead.assigned_at) == (outsider, outsider.department, NOW)
    entry = HistoryEntry.objects.get(subject_kind="lead", type="assigned")
    assert entry.data == {"to": str(outsider)}
    assert SearchEntry.objects.get(kind="lead").department_id == outsider.department_id


@pytest.mark.req("B8")
def test_history_goes_to_the_card_of_the_new_company(tmp_path: Path, head: User) -> None:
    heading = "Код;Фамилия;Компания\n"
    brought(tmp_path, f"{heading}1;Иванов;Ромашка\n", head, "persons")
    brought(tmp_path, f"{heading}1;Иванов;Василёк\n", head, "persons")
    person = Person.objects.get()
    assert str(person.organization) == "Василёк"
    links = HistoryLink.objects.filter(entry__subject_kind="person").exclude(kind="person")
    assert [(link.kind, link.record_id) for link in links] == [("organization", person.organization_id)]
