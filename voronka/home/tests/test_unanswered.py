"""A task that asks for an answer is not ticked off without one, wherever it is done; programs read what it asks."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.activities.actions import interactions, steps, tasks
from voronka.activities.models import InteractionType, Task
from voronka.core.errors import Refused
from voronka.home.tests.test_day_approvals import HTMX, ask, page, pipeline, spend, stage
from voronka.sales.actions import approvals, economics
from voronka.sales.models import Approval, Deal, Stage
from voronka.sales.tests.method import ruled
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("E9", "H4")]
__all__ = ["pipeline", "stage"]  # fixtures
SAID = "Эта задача ждёт ответа: согласуйте или откажите, назвав причину."


def task_of(asked: Any) -> Task:
    return Task.objects.get(pk=asked.task_id)


def logged(task: Task, by: User) -> None:
    kind, deal = InteractionType.objects.filter(code="call").get(), Deal.objects.get()
    interactions.log(subject=deal, type=kind, text="Обсудили", completes=[task], by=by, at=timezone.now())


def finished(task: Task, by: User) -> None:
    steps.finish(task=task, result="ок", by=by, at=timezone.now())


def completed(task: Task, by: User) -> None:
    tasks.complete(task=task, by=by, at=timezone.now())


@pytest.mark.parametrize("do", [completed, finished, logged])
def test_no_action_ticks_it_off(do: Callable[[Task, User], None], seller: User, head: User, stage: Stage) -> None:
    asked = ask(seller, stage)
    with pytest.raises(Refused, match="ждёт ответа"):
        do(task_of(asked), head)
    assert task_of(asked).done_at is None
    approvals.refuse(approval=asked, reason="Нет маржи", by=head, at=timezone.now())
    assert (task_of(asked).result, Approval.objects.get().is_granted) == ("Нет маржи", False)


def test_an_expense_is_not_ticked_off_either(seller: User, head: User) -> None:
    asked = spend(seller)
    with pytest.raises(Refused, match="ждёт ответа"):
        completed(task_of(asked), head)
    economics.approve(expense=asked, by=head, at=timezone.now())
    assert task_of(asked).done_at


def test_one_whose_question_is_gone_is_done_as_any_other(seller: User, head: User, stage: Stage) -> None:
    asked = ask(seller, stage)
    task = task_of(asked)
    approvals.withdraw(approval=asked, by=seller, at=timezone.now())
    tasks.reopen(task=task, by=head, at=timezone.now())
    completed(task, head)


def test_the_circle_of_the_row_asks_for_the_answer(client: Client, seller: User, head: User, stage: Stage) -> None:
    asked = ask(seller, stage)
    address = reverse("activities:complete", args=[asked.task_id])
    agree, refuse = (reverse(f"sales:{name}", args=[asked.deal_id]) for name in ("grant", "refuse"))
    client.force_login(head)
    row = client.get(address, headers=HTMX).content.decode()
    assert (f'hx-post="{agree}"' in row, refuse in row, 'name="result"' in row) == (True, True, False)
    answer = client.post(address, {"result": "готово"}, headers=HTMX)
    assert (answer.status_code, SAID in answer.content.decode()) == (422, True)
    assert agree in answer.content.decode()
    whole = client.get(address).content.decode()  # without htmx
    assert ("<html" in whole, f'action="{agree}"' in whole) == (True, True)


def test_who_may_not_answer_is_told_who_does(
    client: Client, seller: User, colleague: User, head: User, stage: Stage
) -> None:
    asked = ask(seller, stage)
    ruled(stage, approver=colleague)  # another one was named meanwhile
    client.force_login(head)
    row = client.get(reverse("activities:complete", args=[asked.task_id]), headers=HTMX).content.decode()
    assert ("Это решает другой сотрудник." in row, reverse("sales:grant", args=[asked.deal_id]) in row) == (True, False)


def test_the_composer_does_not_offer_to_close_it(client: Client, seller: User, head: User, stage: Stage) -> None:
    asked = ask(seller, stage)
    tasks.create(values={"title": "Позвонить", "subject": task_of(asked).subject}, by=head, at=timezone.now())
    shown = page(client, head, reverse("deal:card", args=[asked.deal_id]))
    assert f'name="completes" value="{asked.task_id}"' not in shown
    assert 'name="completes"' in shown


def test_programs_are_refused_and_read_what_is_asked(seller: User, head: User, stage: Stage) -> None:
    asked, money = ask(seller, stage), spend(seller)
    code, answer = call(head, f"/tasks/{asked.task_id}/complete", {"result": "готово"})
    assert (code, SAID in json.dumps(answer, ensure_ascii=False)) == (422, True)
    code, task = call(head, f"/tasks/{asked.task_id}", method="GET")
    assert (code, task["asks"]) == (200, "Перевести на этап «Договор»")
    tree = json.dumps({"field": "asks", "op": "in", "value": ["expense"]}).replace(" ", "")
    code, found = call(head, f"/tasks?filter={tree}", method="GET")
    assert (code, [one["id"] for one in found["items"]]) == (200, [money.task_id])
    _code, day = call(head, "/my-day", method="GET")
    told = {one["id"]: one["asks"] for one in day["tasks"]}
    assert told[asked.task_id] == {
        "what": "approval", "id": asked.pk, "text": "Перевести на этап «Договор»", "may_answer": True
    }  # fmt: skip
    assert (told[money.task_id]["what"], told[money.task_id]["id"]) == ("expense", money.pk)
    approvals.grant(approval=asked, by=head, at=timezone.now())
    assert call(head, f"/tasks/{asked.task_id}", method="GET")[1]["asks"] is None


def test_my_day_of_programs_says_null_of_a_plain_task(seller: User) -> None:
    tasks.create(values={"title": "Позвонить", "due_at": timezone.now()}, by=seller, at=timezone.now())
    assert [one["asks"] for one in call(seller, "/my-day", method="GET")[1]["tasks"]] == [None]
