"""Exports by programs: works, a colleague, an outsider, bad input, a repeated request."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.records.models import ExportEntry, ReadEntry, SavedView, Way
from voronka.records.tests.lists import NOW, line, person

URL = "/api/v1/exports"
pytestmark = [pytest.mark.django_db, pytest.mark.req("B2", "H12")]


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def program(user: User) -> Client:
    _token, plain = tokens.issue(user=user, name="test", at=timezone.now())
    return Client(headers={"Authorization": f"Bearer {plain}"}, REMOTE_ADDR="203.0.113.7")


def asked(client: Client, key: str = "", **given: Any) -> tuple[int, dict[str, Any]]:
    headers = {"Idempotency-Key": key} if key else {}
    body = {"kind": "persons", "format": "csv", **given}
    answer = client.post(URL, body, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def written(client: Client, pk: int) -> list[str]:
    answer: Any = client.get(f"{URL}/{pk}/file")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def test_a_file_is_asked_for_watched_and_fetched(seller: User, outsider: User, run_jobs: Callable[[], int]) -> None:
    person(outsider, "Петров")
    mine = [person(seller, name).pk for name in ("Петров", "Петрова", "Иванов")]
    client = program(seller)
    tree = line("last_name", "has", "петр")
    status, export = asked(client, columns=["voronka_id", "last_name"], filter=tree, sort="-last_name")
    assert (status, export["state"], export["count"], export["has_file"]) == (202, "working", 2, False)
    assert client.get(f"{URL}/{export['id']}/file").status_code == 404
    run_jobs()
    done = client.get(f"{URL}/{export['id']}").json()
    assert (done["state"], done["rows_done"], done["has_file"]) == ("done", 2, True)
    said = ["Номер в Воронке;Фамилия", f"person-{mine[1]};Петрова", f"person-{mine[0]};Петров"]
    assert written(client, export["id"]) == said
    assert ExportEntry.objects.get().address == "203.0.113.7"
    assert {one.address for one in ReadEntry.objects.filter(way=Way.EXPORT)} == {"203.0.113.7"}


def test_all_columns_and_single_records_and_a_view(seller: User, run_jobs: Callable[[], int]) -> None:
    first, second = person(seller, "А"), person(seller, "Б")
    client = program(seller)
    view = SavedView.objects.create(
        owner=seller, kind="person", name="Б", filter=line("last_name", "is", "Б"), columns=["name"], created_at=NOW
    )
    chosen, seen = asked(client, ids=[first.pk])[1], asked(client, view=str(view.pk), columns=["last_name"])[1]
    assert chosen["columns"][0] == "voronka_id"
    run_jobs()
    assert written(client, chosen["id"])[1].startswith(f"person-{first.pk};")
    assert written(client, seen["id"]) == ["Фамилия", second.last_name]


def test_repeated_request_makes_no_second_export(seller: User, run_jobs: Callable[[], int]) -> None:
    client = program(seller)
    first = asked(client, key="42")[1]["id"]
    run_jobs()
    assert asked(client, key="42")[1]["id"] == first
    assert ExportEntry.objects.count() == 1


@pytest.mark.req("E1")
def test_an_export_of_another_person_is_not_there(seller: User, colleague: User, outsider: User) -> None:
    person(seller, "Петров")
    pk = asked(program(seller))[1]["id"]
    for user in (colleague, outsider):
        assert program(user).get(f"{URL}/{pk}").status_code == 404
        assert program(user).get(f"{URL}/{pk}/file").status_code == 404


@pytest.mark.req("E1")
def test_without_the_right_to_export_there_is_none(seller: User, own_role: Any) -> None:
    own_role.grants.filter(action="export").delete()
    assert asked(program(seller))[0] == 403
    assert not ExportEntry.objects.exists()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"kind": "users"}, 404),
        ({"format": "exe"}, 422),
        ({"columns": ["password"]}, 422),
        ({"filter": {"field": "x"}}, 422),
        ({"filter": {"field": "last_name", "op": "near", "value": 1}}, 422),
        ({"sort": "password"}, 422),
        ({"view": "999999"}, 404),
        ({"ids": [0]}, 422),
        ({"ids": "all"}, 422),
    ],
)
def test_bad_input_is_told_and_leaves_nothing(seller: User, given: dict[str, Any], status: int) -> None:
    answered, told = asked(program(seller), **given)
    assert (answered, bool(told["message"])) == (status, True)
    assert not ExportEntry.objects.exists()
