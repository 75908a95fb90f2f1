"""The API of contacts, tasks and the history."""

from typing import Any

import pytest
from django.utils import timezone

from voronka.accounts.models import User
from voronka.activities.actions import tasks
from voronka.activities.models import Interaction, Task
from voronka.activities.subjects import ref
from voronka.activities.tests.conftest import Log, MakeOrganization
from voronka.activities.tests.program import Program


@pytest.mark.req("B2")
def test_a_contact_is_logged_with_its_next_step(seller: User, organization: MakeOrganization) -> None:
    record = organization(seller)
    body = {
        "type": "call",
        "text": "Договорились",
        "minutes": 7,
        "next_step": {"title": "Выслать", "due": "завтра в 15"},
    }
    answer = Program(seller).post(f"/organizations/{record.pk}/interactions", body)
    assert answer.status_code == 201, answer.content
    made = Interaction.objects.get(pk=answer.json()["interaction"])
    planned = Task.objects.get(pk=answer.json()["task"])
    assert (made.text, made.minutes, made.subject) == ("Договорились", 7, ref(record))
    assert (planned.title, planned.has_time) == ("Выслать", True)
    entries = Program(seller).get(f"/organizations/{record.pk}/history").json()["items"]
    assert [entry["type"] for entry in entries] == ["call", "created"]


def test_a_repeated_request_logs_once(seller: User, organization: MakeOrganization) -> None:
    address = f"/organizations/{organization(seller).pk}/interactions"
    body = {"type": "call", "text": "Да", "next_step": {"title": "Выслать", "due": "завтра"}}
    program = Program(seller)
    for keys, count in ((("k", "k"), 1), (("x" * 79 + "a", "x" * 79 + "b"), 3)):
        answers = [program.post(address, body, **{"Idempotency-Key": key}).json() for key in keys]
        assert (answers[0] == answers[1]) is (keys[0] == keys[1])
        assert (Interaction.objects.count(), Task.objects.count()) == (count, count)


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "dance"},
        {"minutes": -1},
        {"direction": "up"},
        {"happened_at": "2999-01-01T00:00:00Z"},
        {"next_step": {"title": "Шаг", "due": "ой"}},
        {"next_step": {"title": "Шаг", "owner": 999999}},
        {"extra": 1},
        {"type": "note"},
        {"minutes": 0},
    ],
)
def test_wrong_contacts_are_refused(seller: User, organization: MakeOrganization, wrong: dict[str, Any]) -> None:
    answer = Program(seller).post(f"/organizations/{organization(seller).pk}/interactions", {"type": "call"} | wrong)
    assert answer.status_code == 422
    assert not Interaction.objects.exists()


def test_a_foreign_record_is_as_absent(seller: User, outsider: User, organization: MakeOrganization, log: Log) -> None:
    record = organization(seller)
    log(record, seller, "секрет")
    task = tasks.create(values={"title": "Дело", "subject": ref(record)}, by=seller, at=timezone.now())
    caller = Program(outsider)
    assert caller.get(f"/organizations/{record.pk}/history").status_code == 404
    assert caller.post(f"/organizations/{record.pk}/interactions", {"type": "call"}).status_code == 404
    assert caller.post(f"/tasks/{task.pk}/complete", {}).status_code == 404


def test_a_task_is_done_once_and_opened_again(seller: User, organization: MakeOrganization) -> None:
    subject = ref(organization(seller))
    task = tasks.create(values={"title": "Позвонить", "subject": subject}, by=seller, at=timezone.now())
    caller = Program(seller)
    body = {"result": "Согласны", "type": "call", "next_step": {"due": "через неделю"}}
    left = caller.post(f"/tasks/{task.pk}/complete", body).json()
    assert left["interaction"]
    assert left["next_task"]
    assert caller.post(f"/tasks/{task.pk}/complete", {}).status_code == 409
    assert caller.post(f"/tasks/{task.pk}/reopen", {}).status_code == 204
    assert caller.post(f"/tasks/{task.pk}/reopen", {}).status_code == 409


def test_generic_tasks_and_interactions(seller: User, organization: MakeOrganization) -> None:
    record, caller = organization(seller), Program(seller)
    made = caller.post(
        "/tasks", {"title": "Дело", "subject": f"organization:{record.pk}", "due_at": "2027-03-04T10:00:00Z"}
    )
    assert made.status_code == 201, made.content
    assert made.json()["subject"] == f"organization:{record.pk}"
    listed = caller.get("/tasks").json()
    assert listed["items"][0]["title"] == "Дело"
    entry = caller.post(
        "/interactions",
        {"type": "call", "subject": f"organization:{record.pk}", "text": "да", "happened_at": "2026-03-04T10:00:00Z"},
    )
    assert entry.status_code == 201, entry.content
    assert caller.get(f"/organizations/{record.pk}/history?q=да").json()["items"]
    silent = {"subject": f"organization:{record.pk}", "happened_at": "2026-03-04T10:00:00Z"}
    assert caller.post("/interactions", {"type": "note", **silent}).json()["fields"].keys() == {"text"}
    assert caller.post("/interactions", {"type": "call", **silent}).json()["minutes"] == "10"
