"""Imports by programs: works, a colleague, an outsider, bad input, a repeated request."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.imports.models import ImportRun
from voronka.imports.tests.books import xlsx
from voronka.people.models import Person

URL = "/api/v1/imports"
PEOPLE = "Фамилия;Телефон;Прочее\nИванов;8 903 123-45-67;x\nПетров;нет;y\n".encode()
COUNTS = {"rows": 2, "created": 1, "updated": 0, "duplicates": 0, "rejected": 1, "parts": {}}


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def program(user: User) -> Client:
    _token, plain = tokens.issue(user=user, name="test", at=timezone.now())
    return Client(headers={"Authorization": f"Bearer {plain}", "Accept-Language": "en"})


def bring(client: Client, content: bytes = PEOPLE, key: str = "", **given: str) -> tuple[int, dict[str, Any]]:
    data = {"kind": "persons", **given, "file": SimpleUploadedFile("people.csv", content)}
    answer = client.post(URL, data, headers={"Idempotency-Key": key} if key else {})
    return answer.status_code, answer.json()


@pytest.mark.req("B8")
@pytest.mark.req("B2")
def test_file_is_checked_then_imported(head: User, run_jobs: Callable[[], int]) -> None:
    client = program(head)
    status, run = bring(client, dry_run="true")
    assert (status, run["state"], run["counts"]) == (202, "working", None)
    assert run["mapping"] == {"Фамилия": "last_name", "Телефон": "phones"}
    run_jobs()
    checked = client.get(f"{URL}/{run['id']}").json()
    assert (checked["state"], checked["counts"]) == ("checked", COUNTS)
    assert [problem["row"] for problem in checked["problems"]] == [3]
    assert checked["problems"][0]["reason"]
    assert not Person.objects.exists()

    assert client.post(f"{URL}/{run['id']}/go").status_code == 202
    run_jobs()
    done = client.get(f"{URL}/{run['id']}").json()
    assert (done["state"], done["dry_run"], done["counts"]) == ("done", False, COUNTS)
    assert client.post(f"{URL}/{run['id']}/go").status_code == 409
    assert Person.objects.count() == 1


@pytest.mark.req("B2")
def test_own_mapping_without_a_check(head: User, run_jobs: Callable[[], int]) -> None:
    mapping = json.dumps({"Прочее": "last_name", "Телефон": "note"})
    assert bring(program(head), mapping=mapping, region="RU")[0] == 202
    run_jobs()
    assert sorted(Person.objects.values_list("last_name", "note")) == [("x", "8 903 123-45-67"), ("y", "нет")]


@pytest.mark.req("B2")
def test_sheet_by_its_name(head: User, run_jobs: Callable[[], int], tmp_path: Path) -> None:
    book = xlsx(tmp_path / "book", {"А": [["Прайс"], ["1"]], "Люди": [["Фамилия"], ["Иванов"]]}).read_bytes()
    status, run = bring(program(head), book, sheet="люди")
    assert (status, run["sheet"], len(run["sha256"])) == (202, 2, 64)
    run_jobs()
    assert Person.objects.get().last_name == "Иванов"
    assert bring(program(head), book, sheet="Нет")[0] == 422


@pytest.mark.req("B2")
def test_repeated_request_makes_no_second_import(head: User) -> None:
    client = program(head)
    first, second = bring(client, key="42")[1], bring(client, key="42")[1]
    assert first["id"] == second["id"]
    assert ImportRun.objects.count() == 1


@pytest.mark.req("E1")
def test_import_of_another_person_is_not_there(head: User, colleague: User, outsider: User) -> None:
    pk = bring(program(head), dry_run="true")[1]["id"]
    for user in (colleague, outsider):
        client = program(user)
        assert client.get(f"{URL}/{pk}").status_code == 404
        assert client.post(f"{URL}/{pk}/go").status_code == 404


@pytest.mark.req("E1")
def test_without_the_right_to_create_there_is_no_import(seller: User, own_role: Any) -> None:
    own_role.grants.filter(action="create").delete()
    assert bring(program(seller))[0] == 403
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"kind": "users"}, 404),
        ({"mapping": "{"}, 422),
        ({"mapping": "[1]"}, 422),
        ({"mapping": '{"Фамилия": 1}'}, 422),
        ({"mapping": '{"Нет": "last_name"}'}, 422),
        ({"mapping": '{"Фамилия": "password"}'}, 422),
        ({"mapping": '{"Фамилия": "note", "Телефон": "note"}'}, 422),
        ({"region": "ßß"}, 422),
        ({"dry_run": "maybe"}, 422),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(head: User, tmp_path: Path, given: dict[str, str], status: int) -> None:
    answered, told = bring(program(head), **given)
    assert (answered, bool(told["message"])) == (status, True)
    assert not ImportRun.objects.exists()
    assert not list(tmp_path.rglob("imports/*"))


def test_what_is_no_table_and_no_file_at_all_are_told(head: User) -> None:
    assert bring(program(head), b"MZ" + bytes(3000))[0] == 422
    assert program(head).post(URL, {"kind": "persons"}).status_code == 422
    assert program(head).post(URL, "{", content_type="application/json").status_code in {400, 422}


@pytest.mark.req("B8", "B2")
def test_terms_hold_for_all_rows_and_are_told_back(head: User, seller: User, run_jobs: Callable[[], int]) -> None:
    client = program(head)
    terms = {"fixed": {"note": "Стенд 5"}, "owner": "share", "among": [seller.email]}
    _status, run = bring(client, dry_run="true", terms=json.dumps(terms))
    assert run["terms"] == terms
    run_jobs()
    checked = client.get(f"{URL}/{run['id']}").json()
    assert checked["foretold"]["reasons"][0]["count"] == 1
    client.post(f"{URL}/{run['id']}/go")
    run_jobs()
    assert (Person.objects.get().note, Person.objects.get().owner) == ("Стенд 5", seller)


@pytest.mark.parametrize(
    ("terms", "status"),
    [
        ("[", 422),
        ('{"colour": 1}', 422),
        ('{"fixed": {"phones": "нет"}}', 422),
        ('{"values": {"source": {"x": {"do": "create"}}}}', 403),
    ],
)
def test_terms_that_cannot_be_are_told(head: User, terms: str, status: int) -> None:
    assert bring(program(head), terms=terms)[0] == status
    assert not ImportRun.objects.exists()
