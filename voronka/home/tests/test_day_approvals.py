"""My day answers what somebody was asked to agree to: in the row, by who may, for one question to the base at most."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import Grant, Role, User
from voronka.activities.actions import tasks
from voronka.activities.models import Task
from voronka.activities.subjects import ref
from voronka.records import actions
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales import defaults
from voronka.sales.actions import approvals, economics
from voronka.sales.economy.deciding import decided_by, may_decide
from voronka.sales.economy.facts import terms
from voronka.sales.gate.approvers import approves, stages_of
from voronka.sales.kinds import DEAL
from voronka.sales.models import Approval, Deal, Expense, Participant, Pipeline, Stage
from voronka.sales.tests.method import agreed_by, ruled

pytestmark = [pytest.mark.django_db, pytest.mark.req("E9", "H4")]
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}


@pytest.fixture(autouse=True)
def pipeline(db: None) -> Pipeline:
    return defaults.ensure()


@pytest.fixture
def stage(pipeline: Pipeline, head: User) -> Stage:
    """The stage where the head must agree."""
    return agreed_by(Stage.objects.get(pipeline=pipeline, name="Договор"), head)


def deal(by: User, name: str = "Поставка") -> Deal:
    made: Deal = actions.create(kind=DEAL, values={"name": name}, by=by, at=timezone.now())
    return made


def ask(by: User, stage: Stage, name: str = "Поставка") -> Approval:
    return approvals.ask(deal=deal(by, name), stage=stage, by=by, at=timezone.now())


def spend(by: User, name: str = "Поездка") -> Expense:
    """More than is spent without an approval."""
    kind, at = ClassifierValue.objects.filter(classifier=Classifier.EXPENSE).first(), timezone.now()
    assert kind
    amount = terms().approve_above + 1
    return economics.spend(deal=deal(by, name), kind=kind, amount=amount, on=at.date(), by=by, at=at)


def page(client: Client, user: User, address: str = "/") -> str:
    client.force_login(user)
    return client.get(address).content.decode()


def test_an_approval_is_given_in_the_row(client: Client, seller: User, head: User, stage: Stage) -> None:
    asked = ask(seller, stage)
    agree, refuse = (reverse(f"sales:{name}", args=[asked.deal_id]) for name in ("grant", "refuse"))
    shown = page(client, head)
    assert (f'hx-post="{agree}"' in shown, refuse in shown) == (True, True)
    answer = client.post(agree, {"approval": asked.pk}, headers=HTMX)
    assert (answer.status_code, "HX-Redirect" in answer.headers) == (204, False)
    assert '"kind": "deal"' in answer.headers["HX-Trigger"]  # the day fetches itself anew
    assert Deal.objects.get().stage == stage
    assert "Поставка" not in page(client, head)


def test_a_refusal_asks_the_reason(client: Client, seller: User, head: User, stage: Stage) -> None:
    asked = ask(seller, stage)
    refuse = reverse("sales:refuse", args=[asked.deal_id])
    client.force_login(head)
    assert 'name="reason"' in client.get(refuse, headers=HTMX).content.decode()
    assert client.post(refuse, {"approval": asked.pk, "reason": " "}, headers=HTMX).status_code == 422
    answer = client.post(refuse, {"approval": asked.pk, "reason": "Нет маржи"}, headers=HTMX)
    assert (answer.status_code, "HX-Redirect" in answer.headers) == (204, False)
    assert refuse not in page(client, head)
    assert client.post(refuse, {"approval": asked.pk, "reason": "Ещё раз"}, headers=HTMX).status_code == 404


def test_an_expense_is_decided_in_the_row(client: Client, seller: User, head: User) -> None:
    first, second = spend(seller), spend(seller, "Обед")
    agree = reverse("sales:expense-approve", args=[first.deal_id, first.pk])
    refuse = reverse("sales:expense-refuse", args=[second.deal_id, second.pk])
    shown = page(client, head)
    assert (f'hx-post="{agree}"' in shown, refuse in shown) == (True, True)
    assert client.post(agree, headers=HTMX).status_code == 204
    assert client.post(refuse, {"reason": "Дорого"}, headers=HTMX).status_code == 204
    shown = page(client, head)
    assert (agree in shown, refuse in shown) == (False, False)
    assert [one.is_approved for one in Expense.objects.order_by("pk")] == [True, False]


def test_only_who_may_decide_is_offered_to(
    client: Client, seller: User, colleague: User, head: User, stage: Stage
) -> None:
    agree = reverse("sales:grant", args=[ask(seller, stage).deal_id])
    assert agree in page(client, head, "/?of=team")
    for user in (seller, colleague):
        assert agree not in page(client, user, "/?of=team")
    ruled(stage, approver=colleague)  # another one was named meanwhile
    assert agree not in page(client, head)
    Task.objects.filter(done_at=None).update(owner=colleague)
    assert agree in page(client, colleague)


def test_who_has_not_the_deal_has_no_answer_to_give(client: Client, seller: User, outsider: User, stage: Stage) -> None:
    asked = ask(seller, ruled(stage, approver=outsider))
    agree = reverse("sales:grant", args=[asked.deal_id])
    assert agree in page(client, outsider)
    taking_part = Participant.objects.filter(user=outsider)
    taking_part.update(ended_at=timezone.now())
    assert "Согласовать" in page(client, outsider)  # the task is his, and says so
    assert agree not in page(client, outsider)
    taking_part.update(ended_at=None)
    assert client.post(agree, headers=HTMX).status_code in {200, 204}
    assert Deal.objects.get().stage == stage


def test_questions_about_many_say_what_those_about_one_say(  # noqa: PLR0917  # the cast
    seller: User, colleague: User, head: User, outsider: User, admin: User, stage: Stage, pipeline: Pipeline
) -> None:
    for by in (seller, colleague, outsider):
        spend(by)
    stages = list(Stage.objects.filter(pipeline=pipeline).exclude(pk=stage.pk).exclude(outcome="lost"))
    empty = Role.objects.create(name="Юристы")
    ruled(stages[0], approver_role=colleague.roles.get())
    ruled(stages[1], approver_role=empty)
    ruled(stages[2], approver=User.objects.create_user("gone@firma.ru", first_name="Лев", is_active=False))
    Grant.objects.create(role=empty, kind="deal", action="view", scope="own")
    for user in (seller, colleague, head, outsider, admin):
        now = User.objects.get(pk=user.pk)
        assert set(stages_of(now)) == {one for one in Stage.objects.all() if approves(one, now)}, now
        assert set(decided_by(now)) == {one for one in Expense.objects.all() if may_decide(one, now)}, now
    Role.objects.update(is_active=False)  # the administrator agrees for those of a role
    assert set(stages_of(admin)) == {one for one in Stage.objects.all() if approves(one, admin)} != set()


def test_one_more_question_where_something_waits(client: Client, seller: User, head: User, stage: Stage) -> None:
    client.force_login(head)
    for name in ("А", "Б"):
        values = {"title": name, "due_at": timezone.now(), "subject": ref(deal(head, name))}
        tasks.create(values=values, by=head, at=timezone.now())
    counts: list[int] = []
    for waiting in (0, 1, 6):
        while Approval.objects.count() < waiting:
            ask(seller, stage, f"Сделка {Approval.objects.count()}")
            spend(seller, f"Расход {Approval.objects.count()}")
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))
    assert counts == [counts[0], counts[0] + 1, counts[0] + 1]
    assert max(counts) <= 12
