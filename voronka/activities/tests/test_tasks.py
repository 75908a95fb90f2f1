"""Tasks: planned, done, taken back, put off, handed on; two at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection

from voronka.accounts.models import User
from voronka.activities.actions import tasks
from voronka.activities.fields import end_of
from voronka.activities.kinds import TASK
from voronka.activities.models import HistoryEntry, Ref, Task
from voronka.activities.queries.next_steps import next_steps
from voronka.activities.subjects import ref
from voronka.activities.tests.conftest import NOW, MakeOrganization
from voronka.core.errors import Conflict, Forbidden, NotFound, Refused
from voronka.people.kinds import ORGANIZATION
from voronka.records import access, actions
from voronka.records.actions.given import read
from voronka.records.models import SearchEntry


def task(by: User, title: str = "Позвонить", **values: Any) -> Task:
    return tasks.create(values={"title": title, **values}, by=by, at=NOW)


@pytest.mark.req("B4")
def test_a_task_for_a_colleague_goes_to_their_place(head: User, outsider: User) -> None:
    made = task(head, owner=outsider.pk)
    assert (made.owner, made.department, made.created_by) == (outsider, outsider.department, head)


@pytest.mark.req("E1")
def test_assignee_author_and_scope_see_a_task(
    seller: User, colleague: User, outsider: User, head: User, admin: User
) -> None:
    made = task(seller, owner=outsider.pk)
    for user, sees in ((seller, True), (outsider, True), (head, True), (admin, True), (colleague, False)):
        assert access.visible(TASK, user).filter(pk=made.pk).exists() is sees


def test_a_task_is_seen_with_its_subject_but_not_changed(
    seller: User, head: User, outsider: User, organization: MakeOrganization
) -> None:
    made = task(head, subject=ref(organization(seller)), owner=head.pk)
    assert access.visible(TASK, seller).filter(pk=made.pk).exists()
    with pytest.raises(Forbidden):
        tasks.complete(task=made, by=seller, at=NOW)
    with pytest.raises(NotFound):
        tasks.complete(task=made, by=outsider, at=NOW)


def test_done_writes_who_when_and_what(seller: User, organization: MakeOrganization) -> None:
    client = organization(seller)
    made = task(seller, subject=ref(client))
    done = tasks.complete(task=made, result=" готово ", by=seller, at=NOW)
    assert (done.done_at, done.done_by, done.result, done.version) == (NOW, seller, "готово", 2)
    entry = HistoryEntry.objects.get(type="task_done")
    assert (entry.subject_kind, entry.subject_id, entry.task) == ("organization", client.pk, made)
    with pytest.raises(Conflict):
        tasks.complete(task=made, by=seller, at=NOW)


def test_undo_takes_the_entry_back(seller: User, organization: MakeOrganization) -> None:
    made = task(seller, subject=ref(organization(seller)))
    tasks.complete(task=made, result="готово", by=seller, at=NOW)
    again = tasks.reopen(task=made, by=seller, at=NOW)
    assert (again.done_at, again.done_by, again.result) == (None, None, "")
    assert not HistoryEntry.objects.filter(type="task_done").exists()
    with pytest.raises(Conflict):
        tasks.reopen(task=made, by=seller, at=NOW)


def test_put_off_and_handed_on(seller: User, outsider: User) -> None:
    made = task(seller)
    later = NOW + timedelta(days=3)
    assert tasks.postpone(task=made, due_at=later, by=seller, at=NOW).due_at == later
    assert tasks.reassign(task=made, owner=outsider, by=seller, at=NOW).department == outsider.department
    tasks.complete(task=made, by=outsider, at=NOW)
    with pytest.raises(Refused):
        tasks.postpone(task=made, due_at=None, by=seller, at=NOW)


def test_an_assignee_who_left_is_refused(seller: User, outsider: User) -> None:
    outsider.is_active = False
    outsider.save()
    with pytest.raises(Refused):
        task(seller, owner=outsider.pk)


def test_a_foreign_subject_is_refused(seller: User, outsider: User, organization: MakeOrganization) -> None:
    client = organization(outsider)
    with pytest.raises(NotFound):
        task(seller, subject=ref(client))
    with pytest.raises(Refused):
        read(TASK, {"subject": f"organization:{client.pk}"}, by=seller)
    for wrong in ("organization", "user:1", "x:y", f"organization:{10**20}"):
        with pytest.raises(Refused):
            read(TASK, {"subject": wrong}, by=seller)


def test_a_day_is_due_at_its_end(seller: User) -> None:
    day = read(TASK, {"due_at": "2026-03-04"}, by=seller)["due_at"]
    moment = read(TASK, {"due_at": "04.03.2026 15:00"}, by=seller)["due_at"]
    assert day == end_of(NOW.date())
    assert moment == datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert not task(seller, due_at=day).has_time
    assert task(seller, due_at=moment).has_time
    assert not task(seller, due_at=day).is_overdue(NOW)


@pytest.mark.req("E11")
def test_next_steps_of_many_in_one_query(
    seller: User, organization: MakeOrganization, django_assert_num_queries: Any
) -> None:
    first, second, third = (organization(seller, name) for name in ("А", "Б", "В"))
    task(seller, "Позже", subject=ref(first), due_at=NOW + timedelta(days=2))
    task(seller, "Раньше", subject=ref(first), due_at=NOW - timedelta(days=2))
    task(seller, "Когда-нибудь", subject=ref(second))
    tasks.complete(task=task(seller, "Сделано", subject=ref(third)), by=seller, at=NOW)
    with django_assert_num_queries(1):
        found = next_steps("organization", [first.pk, second.pk, third.pk], by=seller, at=NOW)
    assert {pk: (step.title, step.is_overdue) for pk, step in found.items()} == {
        first.pk: ("Раньше", True),
        second.pk: ("Когда-нибудь", False),
    }


def test_an_erased_client_takes_its_tasks_along(seller: User, organization: MakeOrganization) -> None:
    client = organization(seller)
    task(seller, subject=ref(client))
    actions.delete(kind=ORGANIZATION, ids=[client.pk], by=seller, at=NOW)
    assert not Task.objects.exists()
    assert not HistoryEntry.objects.exists()
    assert not SearchEntry.objects.filter(kind="task").exists()


def test_subject_of_an_unknown_kind(seller: User) -> None:
    with pytest.raises(Refused):
        task(seller, subject=Ref("task", 1))


@pytest.mark.django_db(transaction=True)
def test_two_complete_the_same_task_and_one_wins(seller: User, organization: MakeOrganization) -> None:
    made = task(seller, subject=ref(organization(seller)))

    def complete() -> bool:
        close_old_connections()
        try:
            tasks.complete(task=made, by=seller, at=NOW)
        except Conflict:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = [one.result() for one in [pool.submit(complete), pool.submit(complete)]]
    assert sorted(results) == [False, True]
    assert HistoryEntry.objects.filter(type="task_done").count() == 1
