"""Imports of rows that programs give as JSON: works, a colleague, an outsider, bad input, a repeated request."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.imports.models import ImportRun
from voronka.imports.tests.test_api import URL, program
from voronka.people.models import Person

ROWS = [
    {"last_name": "Иванов", "phones": ["8 903 123-45-67", "8 903 123-45-68"], "Заметка": "=1+1"},
    {"last_name": "Петров", "phones": "нет"},
    {"last_name": "Сидоров", "works_since_on": "2026-03-04", "probability": 40, "Прочее": None},
]
pytestmark = [pytest.mark.django_db, pytest.mark.req("B8", "B2")]


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def bring(client: Client, key: str = "", **given: Any) -> tuple[int, dict[str, Any]]:
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post(
        URL, {"kind": "persons", "rows": ROWS, **given}, content_type="application/json", headers=headers
    )
    return answer.status_code, answer.json()


def test_rows_are_imported_and_taken_back(head: User, run_jobs: Callable[[], int]) -> None:
    client = program(head)
    status, run = bring(client)
    assert (status, run["state"], run["file_name"]) == (202, "working", "rows.json")
    assert run["mapping"]["last_name"] == "last_name"
    run_jobs()
    done = client.get(f"{URL}/{run['id']}").json()
    assert (done["state"], done["counts"]["created"]) == ("done", 2)
    assert [problem["row"] for problem in done["problems"]] == [3]
    first, second = Person.objects.order_by("last_name")
    assert first.phones == ["+79031234567", "+79031234568"]
    assert (second.probability, str(second.works_since_on)) == (40, "2026-03-04")
    assert client.post(f"{URL}/{run['id']}/undo").status_code == 202
    run_jobs()
    assert not Person.objects.exists()


def test_terms_and_mapping_are_objects(head: User, run_jobs: Callable[[], int]) -> None:
    terms = {"fixed": {"position": "Стенд 5"}}
    status, run = bring(program(head), mapping={"Прочее": "note", "last_name": "last_name"}, terms=terms, dry_run=True)
    assert (status, run["terms"], run["dry_run"], run["mapping"]["Прочее"]) == (202, terms, True, "note")


def test_repeated_request_makes_no_second_import(head: User) -> None:
    client = program(head)
    assert bring(client, key="42")[1]["id"] == bring(client, key="42")[1]["id"]
    assert ImportRun.objects.count() == 1


@pytest.mark.req("E1")
def test_import_of_another_person_is_not_there(head: User, colleague: User, outsider: User) -> None:
    pk = bring(program(head), dry_run=True)[1]["id"]
    for user in (colleague, outsider):
        assert program(user).get(f"{URL}/{pk}").status_code == 404


@pytest.mark.req("E1")
def test_without_the_right_to_create_there_is_no_import(seller: User, own_role: Any) -> None:
    own_role.grants.filter(action="create").delete()
    assert bring(program(seller))[0] == 403


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"kind": "users"}, 404),
        ({"rows": []}, 422),
        ({"rows": [{}]}, 422),
        ({"rows": [{"last_name": ""}]}, 422),
        ({"rows": [{" ": "x"}]}, 422),
        ({"rows": [{"last_name": {"x": 1}}]}, 422),
        ({"rows": "x"}, 422),
        ({"rows": [{"last_name": "x"}] * 10_001}, 422),
        ({"rows": [{f"c{number}": "x" for number in range(201)}]}, 422),
        ({"mapping": {"Нет": "last_name"}}, 422),
        ({"mapping": {"last_name": "password"}}, 422),
        ({"terms": {"colour": 1}}, 422),
        ({"region": "ßß"}, 422),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(head: User, tmp_path: Path, given: dict[str, Any], status: int) -> None:
    answered, told = bring(program(head), **given)
    assert (answered, bool(told["message"])) == (status, True)
    assert not ImportRun.objects.exists()
    assert not list(tmp_path.rglob("imports/*"))


def test_broken_json_and_no_object_are_told(head: User) -> None:
    for body in ("{", "[]", "1", '{"kind": "persons"}'):
        assert program(head).post(URL, body, content_type="application/json").status_code in {400, 422}
