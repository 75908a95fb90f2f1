"""Who was asked to agree answers in My day, in a real browser: the row leaves, the page stays."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from voronka.accounts.models import User
from voronka.activities.actions import types
from voronka.records import actions
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales import defaults
from voronka.sales.actions import approvals, economics
from voronka.sales.kinds import DEAL
from voronka.sales.models import Approval, Deal, Expense, Stage

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

type Windows = Callable[..., Page]


@pytest.fixture
def asked(seller: User, head: User) -> Stage:
    """The head is asked about two deals and an expense."""
    types.defaults()
    stage = defaults.ensure().stages.get(name="Договор")
    Stage.objects.filter(pk=stage.pk).update(approver=head)
    stage.refresh_from_db()
    at, kind = timezone.now(), ClassifierValue.objects.filter(classifier=Classifier.EXPENSE).first()
    assert kind
    for name in ("Насосная станция", "Котельная", "Поездка на завод"):
        deal: Deal = actions.create(kind=DEAL, values={"name": name}, by=seller, at=at)
        if name == "Поездка на завод":
            economics.spend(deal=deal, kind=kind, amount=90_000, on=at.date(), by=seller, at=at)
        else:
            approvals.ask(deal=deal, stage=stage, note="Скидка", by=seller, at=at)
    return stage


def row(page: Page, name: str) -> Locator:
    return page.locator(".task", has_text=name)


@pytest.mark.req("E9", "H4")
@pytest.mark.parametrize("width", [1440, 390])
def test_the_day_answers_in_place(windows: Windows, head: User, asked: Stage, width: int) -> None:
    page = windows(head, width=width, height=900)
    page.goto("/")
    page.evaluate("window.stays = true")
    row(page, "Насосная станция").get_by_role("button", name="Согласовать", exact=True).click()
    expect(row(page, "Насосная станция")).to_have_count(0)
    expect(page.locator(".toast").first).to_contain_text("Договор")
    assert Deal.objects.get(name="Насосная станция").stage == asked
    row(page, "Котельная").get_by_role("link", name="Отказать", exact=True).click()
    page.locator("#dialog [data-submit]").click()
    expect(page.locator("#dialog")).to_contain_text("Напишите причину")
    page.locator("#dialog textarea[name=reason]").fill("Нет маржи")
    page.locator("#dialog [data-submit]").click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(row(page, "Котельная")).to_have_count(0)
    row(page, "Поездка на завод").get_by_role("button", name="Согласовать", exact=True).click()
    expect(row(page, "Поездка на завод")).to_have_count(0)
    assert Approval.objects.get(deal__name="Котельная").reason == "Нет маржи"
    assert Expense.objects.get().is_approved
    assert page.evaluate("window.stays === true && document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.req("E9", "H4")
def test_the_circle_asks_for_the_answer_in_the_plan_of_tasks(windows: Windows, head: User, asked: Stage) -> None:
    page = windows(head)
    page.goto("/tasks/plan/")
    circle = row(page, "Котельная").locator(".task__circle")
    circle.focus()
    page.keyboard.press("Enter")
    form = page.locator(".task--doing")
    expect(form.get_by_role("button", name="Отмена")).to_be_focused()
    expect(form).to_contain_text("Скидка")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    row(page, "Котельная").locator(".task__circle").click()
    form.get_by_role("button", name="Согласовать", exact=True).click()
    expect(row(page, "Котельная")).to_have_count(0)
    assert Deal.objects.get(name="Котельная").stage == asked
