"""What a check foretells on the page, and who is right row by row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import Grant, User
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.tests.test_clients import brought
from voronka.people.models import Person
from voronka.records.models import ClassifierValue

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]
HEAD = "Код;Фамилия;Телефон;Должность;Источник\n"
BEFORE = HEAD + "1;Иванов;89031234567;директор;Сайт\n2;Зуев;89031234568;юрист;\n"
AFTER = (
    HEAD
    + "1;Иванов;;бухгалтер;Выставка\n2;Зуев;;кладовщик;\n;Новый;89031234569;;\n;Новый;89031234569;повар;\n;А;нет;;\n"
)


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    for name in ("Сайт", "Выставка"):
        ClassifierValue.objects.create(classifier="source", name=name)


@pytest.fixture
def checked(client: Client, head: User, tmp_path: Path, run_jobs: Callable[[], int]) -> ImportRun:
    brought(tmp_path, BEFORE, "persons", head)
    client.force_login(head)
    file = SimpleUploadedFile("файл.csv", AFTER.encode())
    client.post(reverse("imports:imports"), {"target": "persons", "file": file})
    run = ImportRun.objects.latest("pk")
    given = {"heading": list(run.mapping), "column": list(run.mapping.values())}
    client.post(reverse("imports:check", args=[run.pk]), given)
    run_jobs()
    run.refresh_from_db()
    assert run.state == RunState.CHECKED
    return run


def decided(client: Client, run: ImportRun, **given: Any) -> Any:
    return client.post(reverse("imports:conflicts", args=[run.pk]), {"conflicts": "sure", **given})


def test_the_page_shows_each_fate_with_examples(client: Client, checked: ImportRun) -> None:
    page = client.get(reverse("imports:run", args=[checked.pk])).content.decode()
    ivanov = Person.objects.get(last_name="Иванов")
    for text in (
        "<del>директор</del>",
        "<ins>бухгалтер</ins>",
        "<ins>Выставка</ins>",
        "такая же, как строка 4",
        "Новый",
    ):
        assert text in page
    assert f'href="/persons/{ivanov.pk}/"' in page
    assert reverse("imports:conflicts", args=[checked.pk]) in page


def test_who_is_right_is_chosen_row_by_row(
    client: Client, checked: ImportRun, run_jobs: Callable[[], int], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30):
        page = client.get(reverse("imports:conflicts", args=[checked.pk])).content.decode()
    assert "директор" in page
    assert "бухгалтер" in page
    assert decided(client, checked, row=["2", "3"], rule=["ours", ""]).status_code == 200
    checked.refresh_from_db()
    assert checked.terms == {"rows": {"2": "ours"}}
    assert decided(client, checked, row=["2"], rule=["ours"], again="1").status_code == 303
    run_jobs()
    checked.refresh_from_db()
    assert (checked.counts["updated"], len(checked.conflicts)) == (1, 2)
    client.post(reverse("imports:go", args=[checked.pk]))
    run_jobs()
    checked.refresh_from_db()
    assert {one.last_name: one.position for one in Person.objects.exclude(last_name="Новый")} == {
        "Иванов": "директор", "Зуев": "кладовщик"
    }  # fmt: skip
    assert (checked.found, checked.conflicts) == ({}, [])


@pytest.mark.parametrize(
    "given",
    [
        {"row": ["4"], "rule": ["ours"]},
        {"row": ["x"], "rule": ["ours"]},
        {"row": ["2"], "rule": ["mine"]},
        {"conflicts": "mine"},
    ],
)
def test_what_is_no_choice_is_told(client: Client, checked: ImportRun, given: dict[str, Any]) -> None:
    assert decided(client, checked, **given).status_code == 422
    checked.refresh_from_db()
    assert checked.terms == {}


def test_conflicts_are_paged(client: Client, checked: ImportRun) -> None:
    one = checked.conflicts[0]
    checked.conflicts = [{**one, "row": number} for number in range(2, 122)]
    checked.save()
    address = reverse("imports:conflicts", args=[checked.pk])
    for page, rows in (("1", 50), ("3", 20), ("99", 20), ("0", 50), ("x", 50)):
        assert client.get(address, {"page": page}).content.decode().count('name="row"') == rows


@pytest.mark.req("E1")
def test_what_one_may_not_see_any_more_is_not_shown(
    client: Client, checked: ImportRun, head: User, outsider: User, own_role: Any
) -> None:
    Grant.objects.filter(role__in=head.roles.all(), kind="person", action="view").update(scope="own")
    Person.objects.update(owner=outsider, department=outsider.department)
    for name in ("run", "conflicts"):
        page = client.get(reverse(f"imports:{name}", args=[checked.pk])).content.decode()
        assert "директор" not in page
        assert "запись другого сотрудника" in page


def test_a_run_that_is_not_checked_has_no_conflicts(client: Client, checked: ImportRun) -> None:
    client.post(reverse("imports:rethink", args=[checked.pk]))
    assert client.get(reverse("imports:conflicts", args=[checked.pk])).status_code == 409


def test_without_conflicts_there_is_nothing_to_decide(client: Client, checked: ImportRun) -> None:
    ImportRun.objects.update(conflicts=[])
    page = client.get(reverse("imports:conflicts", args=[checked.pk])).content.decode()
    assert '<p class="empty__title">Ни одна строка не расходится' in page
