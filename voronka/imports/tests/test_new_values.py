"""Values that no list has yet: made out of an administrator's file where it is wanted, else they reject their rows."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.imports.models import ImportRun
from voronka.imports.tests.test_clients import brought
from voronka.people.models import Organization
from voronka.records.actions import custom_fields
from voronka.records.kinds import get
from voronka.records.models import ClassifierValue

pytestmark = [pytest.mark.django_db, pytest.mark.req("E8", "B13")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
TEXT = "Название;Класс;Темы;Сегменты;Отрасль\nРомашка;в;Лён, Хлопок;Дилер;Луна\nЛютик;В;шёлк;;\nЗавод;A;;Дилер;\n"


@pytest.fixture(autouse=True)
def _fields(admin: User) -> None:
    for label, holds, values in (("Класс", "choice", ["A", "B"]), ("Темы", "choices", ["Хлопок"])):
        custom_fields.add(kind="organization", label=label, holds=holds, given={"values": values}, by=admin)


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def told(name: str) -> tuple[str, str, str, str]:
    """What a company shows of the four fields."""
    firm = Organization.objects.get(name=name)
    fields = get("organization").by_name
    return (
        fields["c_klass"].show(fields["c_klass"].stored(firm)),
        fields["c_temy"].show(fields["c_temy"].stored(firm)),
        fields["segments"].show(firm.segments),
        str(firm.industry or ""),
    )


def test_an_administrators_file_makes_them_once(
    tmp_path: Path, admin: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = brought(tmp_path, TEXT, "organizations", admin)
    assert (report.created, report.problems) == (3, [])
    assert sorted(report.values) == ["Класс: в", "Отрасль: Луна", "Сегменты: Дилер", "Темы: Лён", "Темы: шёлк"]
    assert told("Ромашка") == ("в", "Хлопок, Лён", "Дилер", "Луна")
    assert told("Лютик") == ("в", "шёлк", "", "")
    assert told("Завод") == ("A", "", "Дилер", "")
    again = brought(tmp_path, TEXT, "organizations", admin)
    assert (again.created, again.updated, again.values) == (0, 0, [])


def test_a_dry_run_names_them_and_keeps_none(tmp_path: Path, admin: User) -> None:
    before = ClassifierValue.objects.count()
    report = brought(tmp_path, TEXT, "organizations", admin, is_dry=True)
    assert (len(report.values), ClassifierValue.objects.count()) == (5, before)


@pytest.mark.req("E1")
def test_without_the_right_or_the_wish_they_reject_their_rows(tmp_path: Path, admin: User, head: User) -> None:
    for by, options in ((head, {}), (admin, {"adds_values": False})):
        report = brought(tmp_path, TEXT, "organizations", by, is_dry=True, **options)
        assert (report.created, report.rejected, report.values) == (0, 3, [])
        assert all(reason for _number, reason in report.problems)


def test_values_of_rejected_rows_are_not_made(tmp_path: Path, admin: User) -> None:
    report = brought(tmp_path, "Название;Класс;Телефон\nРомашка;Луна;нет\n;Марс;\n", "organizations", admin)
    assert (report.rejected, report.values) == (2, [])


def test_a_value_that_was_switched_off_is_linked_and_not_doubled(tmp_path: Path, admin: User) -> None:
    ClassifierValue.objects.filter(name="B").update(is_active=False)
    report = brought(tmp_path, "Название;Класс\nРомашка;b\n", "organizations", admin)
    assert (report.created, report.values) == (1, [])
    assert told("Ромашка")[0] == "B"


def test_a_name_that_is_too_long_rejects_its_row(tmp_path: Path, admin: User) -> None:
    report = brought(tmp_path, f"Название;Класс\nРомашка;{'ы' * 121}\n", "organizations", admin)
    assert (report.rejected, report.values) == (1, [])


def test_the_mapping_screen_offers_it_to_administrators_only(
    client: Client, admin: User, head: User, run_jobs: Callable[[], int]
) -> None:
    for user, is_offered in ((admin, True), (head, False)):
        client.force_login(user)
        file = SimpleUploadedFile("f.csv", TEXT.encode())
        client.post(reverse("imports:imports"), {"target": "organizations", "file": file})
        run = ImportRun.objects.latest("pk")
        page = client.get(reverse("imports:run", args=[run.pk])).content.decode()
        assert ("adds_values" in page) == is_offered
        data = {"heading": list(run.mapping), "column": list(run.mapping.values()), "region": "RU", "adds_values": "on"}
        client.post(reverse("imports:check", args=[run.pk]), data)
        run_jobs()
        run.refresh_from_db()
        assert run.counts["created"] == (3 if is_offered else 0)
        assert ("Темы: Лён" in client.get(reverse("imports:run", args=[run.pk])).content.decode()) == is_offered


def test_an_unticked_box_rejects_the_rows(client: Client, admin: User, run_jobs: Callable[[], int]) -> None:
    client.force_login(admin)
    client.post(
        reverse("imports:imports"), {"target": "organizations", "file": SimpleUploadedFile("f.csv", TEXT.encode())}
    )
    run = ImportRun.objects.get()
    client.post(
        reverse("imports:check", args=[run.pk]),
        {"heading": list(run.mapping), "column": list(run.mapping.values()), "region": "RU"},
    )
    run_jobs()
    run.refresh_from_db()
    assert (run.counts["rejected"], run.new_values) == (3, [])


def test_the_command_line_can_do_without(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "f.csv"
    path.write_text(TEXT, encoding="utf-8")
    out = StringIO()
    call_command("import_file", str(path), "--as", "organizations", "--no-new-values", "--dry-run", stdout=out)
    assert "rejected: 3" in out.getvalue()
    call_command("import_file", str(path), "--as", "organizations", stdout=out)
    assert "new value: Темы: Лён" in out.getvalue()
