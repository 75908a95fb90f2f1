"""Undoing on the page: works, a colleague, an outsider, bad input; what an administrator sees of others."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from voronka.accounts.actions import tokens
from voronka.accounts.models import Grant, User
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.tests.undone import imported
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records import actions

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]

PEOPLE = "ФИО;Компания\nИванов Иван;Ромашка\nПетров Пётр;\n"


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def brought(by: User) -> ImportRun:
    return imported(PEOPLE, "persons", by, timezone.now() - timedelta(hours=1))


def url(name: str, run: ImportRun) -> str:
    return reverse(f"imports:{name}", args=[run.pk])


def test_works_from_the_question_to_what_stayed(client: Client, head: User, run_jobs: Callable[[], int]) -> None:
    run = brought(head)
    ivanov = Person.objects.get(last_name="Иванов")
    actions.update(record=ivanov, changes={"note": "звонил"}, by=head, at=timezone.now())
    client.force_login(head)
    assert url("undo", run) in client.get(url("run", run)).content.decode()
    asked = client.get(url("undo", run)).content.decode()
    assert "Люди" in asked
    assert "Организации" in asked

    assert client.post(url("undo", run)).status_code == 303
    assert "every 15s" in client.get(url("run", run)).content.decode()
    run_jobs()
    page = client.get(url("run", run)).content.decode()
    assert PERSON.url(ivanov.pk) in page
    assert "Иванов Иван" in page
    assert url("undo", run) not in page
    assert "Отменён" in client.get(reverse("imports:imports")).content.decode()
    assert list(Person.objects.all()) == [ivanov]

    file = b"".join(client.get(url("stayed", run)))
    rows = CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python()
    assert {(row[0], row[1], row[3]) for row in rows[1:]} == {
        ("Контакт", "Иванов Иван", f"http://testserver{PERSON.url(ivanov.pk)}"),
        ("Организация", "Ромашка", f"http://testserver{ivanov.organization.get_absolute_url()}"),
    }


def test_second_one_is_refused(client: Client, head: User, run_jobs: Callable[[], int]) -> None:
    run = brought(head)
    client.force_login(head)
    client.post(url("undo", run))
    assert client.post(url("undo", run)).status_code == 409
    run_jobs()
    answer = client.post(url("undo", run))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.req("E1")
def test_import_of_another_person_is_not_there(client: Client, head: User, colleague: User, outsider: User) -> None:
    run = brought(head)
    for user in (colleague, outsider):
        client.force_login(user)
        assert client.get(url("undo", run)).status_code == 404
        assert client.post(url("undo", run)).status_code == 404
        assert client.get(url("stayed", run)).status_code == 404
        assert "a.csv" not in client.get(reverse("imports:imports")).content.decode()
    assert Person.objects.count() == 2


def test_administrator_sees_and_undoes_what_others_stored(
    client: Client, head: User, admin: User, run_jobs: Callable[[], int]
) -> None:
    run = brought(head)
    client.force_login(admin)
    listed = client.get(reverse("imports:imports")).content.decode()
    assert url("run", run) in listed
    assert "Ветрова" in listed
    assert client.get(url("run", run)).status_code == 200
    assert client.post(url("undo", run)).status_code == 303
    run_jobs()
    assert not Person.objects.exists()
    ImportRun.objects.update(state=RunState.CHECKED)
    assert client.get(url("run", run)).status_code == 404


@pytest.mark.req("E1")
def test_without_the_right_to_delete_there_is_no_button(client: Client, seller: User, own_role: Any) -> None:
    run = brought(seller)
    Grant.objects.filter(role=own_role, kind="person", action="delete").delete()
    client.force_login(seller)
    assert url("undo", run) not in client.get(url("run", run)).content.decode()
    assert client.post(url("undo", run)).status_code == 403
    assert Person.objects.count() == 2


def test_bad_requests_undo_nothing(client: Client, head: User) -> None:
    run = brought(head)
    client.force_login(head)
    assert client.post(reverse("imports:undo", args=[run.pk + 1])).status_code == 404
    assert client.put(url("undo", run)).status_code == 405
    ImportRun.objects.update(state=RunState.CHECKED)
    assert client.post(url("undo", run)).status_code == 422
    ImportRun.objects.update(state=RunState.DONE, finished_at=timezone.now() - timedelta(days=31))
    assert client.post(url("undo", run)).status_code == 422
    assert Person.objects.count() == 2


def test_names_that_one_does_not_see_are_not_told(client: Client, head: User, run_jobs: Callable[[], int]) -> None:
    run = brought(head)
    actions.update(record=Person.objects.get(last_name="Иванов"), changes={"note": "?"}, by=head, at=timezone.now())
    client.force_login(head)
    client.post(url("undo", run))
    run_jobs()
    assert "Иванов Иван" in client.get(url("run", run)).content.decode()
    Grant.objects.filter(kind="person").delete()
    assert "Иванов Иван" not in client.get(url("run", run)).content.decode()


def program(user: User) -> Client:
    _token, plain = tokens.issue(user=user, name="test", at=timezone.now())
    return Client(headers={"Authorization": f"Bearer {plain}", "Accept-Language": "en"})


@pytest.mark.req("B2")
def test_program_undoes(head: User, colleague: User, outsider: User, run_jobs: Callable[[], int]) -> None:
    run = brought(head)
    ivanov = Person.objects.get(last_name="Иванов")
    actions.update(record=ivanov, changes={"note": "звонил"}, by=head, at=timezone.now())
    address = f"/api/v1/imports/{run.pk}"
    for user in (colleague, outsider):
        assert program(user).post(f"{address}/undo").status_code == 404
    answer = program(head).post(f"{address}/undo")
    assert (answer.status_code, answer.json()["state"], answer.json()["undo"]) == (202, "undoing", None)
    assert program(head).post(f"{address}/undo").status_code == 409
    run_jobs()
    told = program(head).get(address).json()
    assert (told["state"], told["undo"]["deleted"], told["undo"]["kept"]) == ("undone", {"persons": 1}, 2)
    person = next(one for one in told["undo"]["stayed"] if one["kind"] == "persons")
    assert (person["id"], person["name"], person["why"]) == (ivanov.pk, "Иванов Иван", "changed")
    assert program(head).post(f"{address}/undo").status_code == 422
    assert program(head).post("/api/v1/imports/0/undo").status_code == 404


def test_the_question_asks_as_often_for_fifty_rows_as_for_one(client: Client, head: User) -> None:
    client.force_login(head)
    counts = []
    for number in (1, 50):
        rows = "".join(f"Строкин{number}-{one};Ромашка {number}-{one}\n" for one in range(number))
        run = imported(f"Фамилия;Компания\n{rows}", "persons", head, timezone.now() - timedelta(hours=1))
        client.get(url("undo", run))
        with CaptureQueriesContext(connection) as asked_for:
            assert client.get(url("undo", run)).status_code == 200
        counts.append(len(asked_for))
    assert counts[0] == counts[1]
