"""The page of tasks and the form of a new one."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.activities.actions import tasks
from voronka.activities.models import Task
from voronka.activities.subjects import ref
from voronka.activities.tests.conftest import MakeOrganization

HTMX = {"HX-Request": "true"}


def task(by: User, title: str, days: float | None = None, **values: Any) -> Task:
    due = None if days is None else timezone.now() + timedelta(days=days)
    return tasks.create(values={"title": title, "due_at": due, **values}, by=by, at=timezone.now())


def shown(client: Client, user: User, query: str = "") -> str:
    client.force_login(user)
    return client.get(f"{reverse('activities:plan_of_tasks')}{query}").content.decode()


@pytest.mark.req("B4")
def test_my_tasks_stand_by_their_dates(client: Client, seller: User, head: User) -> None:
    for title, days in (("Потом", 40), ("Вчерашнее", -1), ("Когда-нибудь", None), ("Завтрашнее", 1)):
        task(seller, title, days)
    task(head, "Чужое", 1)
    page = shown(client, seller)
    order = [page.index(title) for title in ("Вчерашнее", "Завтрашнее", "Потом", "Когда-нибудь")]
    assert order == sorted(order)
    assert "Чужое" not in page


def test_views(client: Client, seller: User, colleague: User, outsider: User, head: User) -> None:
    task(head, "Смета на склад", 1, owner=seller.pk)
    tasks.complete(task=task(seller, "Готовое", 1), result="Отлично", by=seller, at=timezone.now())
    assert "Смета на склад" in shown(client, head, "?view=asked")
    assert "Смета на склад" not in shown(client, head)
    assert "Смета на склад" in shown(client, seller)
    assert "Смета на склад" in shown(client, colleague, "?view=team")
    assert "Смета на склад" not in shown(client, outsider, "?view=team")
    done = shown(client, seller, "?view=done")
    assert "Готовое" in done
    assert "Отлично" in done
    assert "Смета на склад" in shown(client, seller, "?q=смет")
    assert "Смета на склад" not in shown(client, seller, "?q=другое")


@pytest.mark.parametrize("count", [1, 50])
def test_queries_do_not_grow(
    client: Client, seller: User, organization: MakeOrganization, count: int, django_assert_max_num_queries: Any
) -> None:
    subject = ref(organization(seller))
    for number in range(count):
        task(seller, f"Дело {number}", number, subject=subject)
    client.force_login(seller)
    with django_assert_max_num_queries(10):
        client.get(reverse("activities:plan_of_tasks"))


@pytest.mark.req("B4")
def test_a_task_is_planned_for_a_colleague_about_a_client(
    client: Client, seller: User, colleague: User, organization: MakeOrganization
) -> None:
    record = organization(seller)
    client.force_login(seller)
    form = client.get(f"{reverse('task:new')}?subject=organization:{record.pk}&title=Звонок", headers=HTMX)
    assert record.name in form.content.decode().replace("&#34;", '"')
    given = {
        "title": "Выслать счёт",
        "due": "завтра в 15",
        "subject": f"organization:{record.pk}",
        "owner": colleague.pk,
        "priority": "high",
        "key": "один",
    }
    for _again in range(2):
        assert client.post(reverse("task:new"), given, headers=HTMX).status_code == 204
    made = Task.objects.get()
    assert (made.title, made.owner, made.subject, made.priority) == ("Выслать счёт", colleague, ref(record), "high")


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"due": "ой"}, {"owner": "0"}, {"subject": "organization:999999"}, {"subject": "x"}]
)
def test_a_wrong_task_comes_back(client: Client, seller: User, wrong: dict[str, str]) -> None:
    client.force_login(seller)
    answer = client.post(reverse("task:new"), {"title": "Дело"} | wrong, headers=HTMX)
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert not Task.objects.exists()


def test_a_foreign_subject_is_not_offered(
    client: Client, seller: User, outsider: User, organization: MakeOrganization
) -> None:
    record = organization(seller)
    for user, found in ((seller, True), (outsider, False)):
        client.force_login(user)
        for query in ("", "?q=Ромаш"):
            offered = client.get(f"{reverse('activities:subjects')}{query}").json()
            assert (f"organization:{record.pk}" in {one["value"] for one in offered}) is found
    client.force_login(outsider)
    answer = client.post(reverse("task:new"), {"title": "Дело", "subject": f"organization:{record.pk}"}, headers=HTMX)
    assert answer.status_code == 422
    assert record.name not in answer.content.decode()
