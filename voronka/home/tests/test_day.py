"""My day: what to do, in order, done in place; the figures of the month."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import Grant, User
from voronka.activities.actions import tasks
from voronka.activities.kinds import TASK
from voronka.activities.models import Task
from voronka.activities.subjects import ref
from voronka.records import actions
from voronka.records.actions.obligations import prescribe
from voronka.sales import defaults
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Deal, Lead, Pipeline, Stage

HTMX = {"HX-Request": "true", "HX-Target": "day"}


@pytest.fixture(autouse=True)
def pipeline(db: None) -> Pipeline:
    return defaults.ensure()


def deal(by: User, name: str = "Поставка", **values: Any) -> Deal:
    made: Deal = actions.create(kind=DEAL, values={"name": name, **values}, by=by, at=timezone.now())
    return made


def lead(by: User, company: str = "ООО «Новый»", **values: Any) -> Lead:
    given = {"company": company, "owner": None, **values}
    made: Lead = actions.create(kind=LEAD, values=given, by=by, at=timezone.now())
    return made


def task(by: User, title: str, hours: float, **values: Any) -> Task:
    due = timezone.now() + timedelta(hours=hours)
    return tasks.create(values={"title": title, "due_at": due, **values}, by=by, at=timezone.now())


def shown(client: Client, user: User, address: str = "/") -> str:
    client.force_login(user)
    return client.get(address).content.decode()


@pytest.mark.req("E9")
def test_the_day_shows_what_asks_to_be_done(client: Client, seller: User) -> None:
    record = deal(seller, "Стоит без шага")
    planned = deal(seller, "Уже спланирована")
    task(seller, "Просроченное", -30, subject=ref(planned))
    task(seller, "Через неделю", 24 * 7)
    lead(seller, "ООО «Заявка»")
    page = shown(client, seller)
    order = [page.index(text) for text in ("Просроченное", "ООО «Заявка»", "Стоит без шага")]
    assert order == sorted(order)
    assert "Через неделю" not in page
    assert "Уже спланирована" in page  # the task names its deal
    assert reverse("activities:plan", args=["deal", record.pk]) in page


def test_a_deal_beyond_the_norm_shows_though_it_is_planned(client: Client, seller: User) -> None:
    record = deal(seller, "Застряла")
    task(seller, "Шаг", 24 * 30, subject=ref(record))
    assert "Застряла" not in shown(client, seller)
    Stage.objects.filter(pk=record.stage_id).update(days_norm=3)
    Deal.objects.filter(pk=record.pk).update(stage_since=timezone.now() - timedelta(days=10))
    assert "Застряла" in shown(client, seller)


@pytest.mark.req("E1")
def test_others_days_stay_theirs(client: Client, seller: User, colleague: User, outsider: User, head: User) -> None:
    task(seller, "Моё дело", -1)
    deal(seller, "Моя сделка")
    for user, address, sees in (
        (seller, "/", True),
        (outsider, "/", False),
        (outsider, "/?of=team", False),
        (colleague, "/", False),
        (colleague, "/?of=team", True),
        (head, "/?of=team", True),
    ):
        page = shown(client, user, address)
        assert ("Моё дело" in page, "Моя сделка" in page) == (sees, sees), (user, address)


def test_a_lead_is_taken_once_and_asks_for_a_step(client: Client, seller: User, colleague: User) -> None:
    record = lead(colleague)
    client.force_login(seller)
    answer = client.post(reverse("home:take", args=[record.pk]), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert reverse("activities:plan", args=["lead", record.pk]) in answer.content.decode()
    record.refresh_from_db()
    assert record.owner == seller
    client.force_login(colleague)
    again = client.post(reverse("home:take", args=[record.pk]), headers={"HX-Request": "true"})
    assert again.status_code in {404, 422}


@pytest.mark.req("E4")
def test_what_is_demanded_of_the_first_step_is_asked_at_once(
    client: Client, seller: User, colleague: User, admin: User
) -> None:
    prescribe(kind=TASK, field="note", demands={"create": None}, by=admin)
    record = lead(colleague)
    client.force_login(seller)
    html = client.post(reverse("home:take", args=[record.pk]), headers={"HX-Request": "true"}).content.decode()
    assert 'name="task-note"' in html
    address, step = reverse("activities:plan", args=["lead", record.pk]), {"step_title": "Позвонить"}
    refused = client.post(address, step, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert 'name="task-note"' in refused.content.decode()
    assert client.post(address, step | {"task-note": "О печах"}, headers={"HX-Request": "true"}).status_code == 200
    assert Task.objects.get().note == "О печах"


def test_whoever_plans_no_tasks_is_not_asked_for_one(client: Client, seller: User, colleague: User) -> None:
    Grant.objects.filter(kind="task", action="create").delete()
    record = lead(colleague)
    client.force_login(seller)
    html = client.post(reverse("home:take", args=[record.pk]), headers={"HX-Request": "true"}).content.decode()
    assert record.get_absolute_url() in html
    assert "<form" not in html


def test_a_step_is_planned_in_the_row(client: Client, seller: User, outsider: User) -> None:
    record = deal(seller)
    address = reverse("activities:plan", args=["deal", record.pk])
    client.force_login(seller)
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 200
    assert client.post(address, {}, headers={"HX-Request": "true"}).status_code == 422
    assert client.post(address, {"step_due": "завтра"}, headers={"HX-Request": "true"}).status_code == 200
    assert Task.objects.get().subject == ref(record)
    client.force_login(outsider)
    assert client.get(address).status_code == 404


def test_an_empty_day_teaches(client: Client, seller: User) -> None:
    assert 'class="empty' in shown(client, seller)


@pytest.mark.parametrize("count", [1, 50])
def test_queries_do_not_grow(client: Client, seller: User, count: int, django_assert_max_num_queries: Any) -> None:
    for number in range(count):
        record = deal(seller, f"Сделка {number}")
        lead(seller, f"Лид {number}")
        task(seller, f"Дело {number}", -number, subject=ref(record))
    client.force_login(seller)
    client.get("/")
    with django_assert_max_num_queries(12):
        assert client.get("/").status_code == 200


def test_the_fragment_comes_alone(client: Client, seller: User) -> None:
    client.force_login(seller)
    page = client.get("/", headers=HTMX).content.decode()
    assert "<html" not in page
    assert 'id="day"' in page
