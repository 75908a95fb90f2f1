"""Headings that were looked for in the wrong row are shown where they stand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.imports.models import ImportRun
from voronka.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]

# The first wide row holds no values: it looks like the headings.
TEXT = "Отдел продаж;Клиенты за март;Север\n\nФамилия;Телефон;Должность\nИванов;89031234567;юрист\nПетров;;повар\n"


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def run(client: Client, head: User) -> ImportRun:
    client.force_login(head)
    file = SimpleUploadedFile("файл.csv", TEXT.encode())
    client.post(reverse("imports:imports"), {"target": "persons", "file": file})
    return ImportRun.objects.get()


def chosen(client: Client, run: ImportRun, given: str, **headers: str) -> Any:
    return client.post(reverse("imports:headings", args=[run.pk]), {"headings": given}, headers=headers)


def test_they_are_chosen_and_the_columns_guessed_anew(
    client: Client, run: ImportRun, run_jobs: Callable[[], int]
) -> None:
    address = reverse("imports:run", args=[run.pk])
    page = client.get(address).content.decode()
    assert run.heading_row == 1
    assert '<option value="1:1" selected>1: Отдел продаж · Клиенты за март · Север' in page
    assert '<option value="3:1">3: Фамилия · Телефон · Должность' in page
    assert '<option value="2:1"' not in page
    answer = chosen(client, run, "3:1")
    assert (answer.status_code, answer.url) == (303, address)
    run.refresh_from_db()
    assert (run.heading_row, run.heading_rows) == (3, 1)
    assert run.mapping == {"Фамилия": "last_name", "Телефон": "phones", "Должность": "position"}
    given = {"heading": list(run.mapping), "column": list(run.mapping.values())}
    client.post(reverse("imports:check", args=[run.pk]), given)
    run_jobs()
    client.post(reverse("imports:go", args=[run.pk]))
    run_jobs()
    assert sorted(Person.objects.values_list("last_name", "position")) == [("Иванов", "юрист"), ("Петров", "повар")]


def test_two_rows_of_headings(client: Client, run: ImportRun) -> None:
    chosen(client, run, "3:2")
    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert '<option value="3:2" selected>3–4: Фамилия' in page
    assert '<option value="3:1">3: Фамилия' in page


@pytest.mark.parametrize("given", ["2:1", "5:1", "99:1", "0:1", "3:0", "3:3", "x", "", "-1:1", "3:1:1", "٣:1"])
def test_what_cannot_be_headings_is_refused_and_nothing_changes(client: Client, run: ImportRun, given: str) -> None:
    answer = chosen(client, run, given)
    assert answer.status_code == 422
    assert "не может быть заголовками" in answer.content.decode()
    run.refresh_from_db()
    assert run.heading_row == 1


@pytest.mark.req("E1")
def test_nobody_else_and_not_any_more(client: Client, run: ImportRun, head: User, admin: User, colleague: User) -> None:
    for user in (admin, colleague):
        client.force_login(user)
        assert chosen(client, run, "3:1").status_code == 404
    client.force_login(head)
    ImportRun.objects.update(state="checked")
    assert chosen(client, run, "3:1").status_code == 409
