"""The door of the API and what it tells of people and departments."""

from datetime import datetime

import pytest
from django.test import Client

from voronka.accounts.actions import tokens
from voronka.accounts.models import Department, User

ADDRESSES = ("/api/v1/me", "/api/v1/users", "/api/v1/departments")


@pytest.fixture
def key(worker: User, now: datetime) -> dict[str, str]:
    return {"Authorization": "Bearer " + tokens.issue(user=worker, name="test", at=now)[1]}


def test_me(client: Client, worker: User, key: dict[str, str]) -> None:
    told = client.get("/api/v1/me", headers=key).json()
    assert (told["id"], told["name"], told["is_administrator"]) == (worker.pk, "Иван Серов", False)


def test_people_and_places(client: Client, boss: User, company: Department, key: dict[str, str]) -> None:
    User.objects.create_user("gone@firma.ru", None, first_name="Ушёл", is_active=False)
    assert [one["name"] for one in client.get("/api/v1/users", headers=key).json()] == ["Анна Громова", "Иван Серов"]
    assert len(client.get("/api/v1/users?former=true", headers=key).json()) == 3
    found = client.get("/api/v1/users?q=серов", headers=key).json()
    assert [set(one) for one in found] == [{"id", "name", "email", "job_title", "department_id", "is_active"}]
    assert [one["path"] for one in client.get("/api/v1/departments", headers=key).json()] == [
        "Компания", "Компания / Продажи",
    ]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("header", [None, "Bearer vrk_wrong", "Basic dXNlcjpwYXNz", "Bearer", "Bearer \x00"])
def test_strangers(client: Client, db: None, address: str, header: str | None) -> None:
    answer = client.get(address, headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.json()["error"] == "unauthorized"


def test_session_does_not_open_the_door(client: Client, boss: User, key: dict[str, str]) -> None:
    client.force_login(boss)
    assert client.get("/api/v1/me").status_code == 401
    assert client.get("/api/v1/me", headers=key).json()["name"] == "Иван Серов"


def test_switched_off_owner(client: Client, worker: User, key: dict[str, str]) -> None:
    User.objects.filter(pk=worker.pk).update(is_active=False)
    assert client.get("/api/v1/me", headers=key).status_code == 401


@pytest.mark.parametrize("query", ["?q=" + "x" * 300, "?former=maybe"])
def test_bad_questions(client: Client, key: dict[str, str], query: str) -> None:
    assert client.get("/api/v1/users" + query, headers=key).status_code == 422


def test_odd_questions_find_nobody(client: Client, key: dict[str, str]) -> None:
    for query in ("%00", "%25", "_", "'; DROP TABLE"):
        assert client.get(f"/api/v1/users?q={query}zz", headers=key).json() == []
