"""A head sets plans, a salesperson sees his month, asks what will close and opens the rows behind a figure."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.core.calendar_periods import CalendarPeriod
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Plan

type Windows = Callable[..., Page]

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.req("H13", "E9", "K6")]


def test_from_the_plan_to_the_deals_that_close_it(windows: Windows, head: User, seller: User) -> None:
    month = CalendarPeriod.around(timezone.localdate(), "month")
    stages = {stage.name: stage.pk for stage in defaults.ensure().stages.all()}
    for name, stage, amount in (
        ("Насосы", "Договор", 900_000),
        ("Печи", "Новая", 70_000),
        ("Кран", "Выиграна", 150_000),
    ):
        values = {"name": name, "stage": stages[stage], "amount": Decimal(amount), "expected_close_on": month.last}
        actions.create(kind=DEAL, values=values, by=seller, at=timezone.now())

    page = windows(head)
    page.goto(f"/settings/plans/?year={month.first.year}&of=department-{seller.department_id}")
    cell = page.locator(f"[name='user-{seller.pk}.{month.key}']")
    cell.focus()
    page.evaluate(
        """(name) => {
            const copied = new DataTransfer();
            copied.setData("text/plain", "1 000 000\\t2 млн\\n");
            const event = new ClipboardEvent("paste", { clipboardData: copied, bubbles: true, cancelable: true });
            document.querySelector(`[name='${name}']`).dispatchEvent(event);
        }""",
        f"user-{seller.pk}.{month.key}",
    )
    expect(cell).to_have_value("1 000 000")
    expect(page.locator("[data-plan-sum]").nth(month.first.month - 1)).to_have_text("1\u00a0000\u00a0000")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".toast")).to_contain_text(re.compile("Сохран"))
    assert Plan.objects.filter(user=seller, first=month.first).get().value == 1_000_000

    page = windows(seller)
    page.goto("/")
    mine = page.locator(".month")
    expect(mine).to_contain_text("850\u00a0000\u00a0₽")
    expect(mine.get_by_role("link", name="Насосы")).to_be_visible()
    mine.get_by_role("link", name="Что закроется?").click()
    expect(page.locator(".forecast__enough")).to_contain_text("Насосы")
    page.locator("#report").get_by_role("link", name="Наверняка").click()
    rows = page.locator("tbody .table__row")
    expect(rows).to_have_count(2)
    expect(page.locator("tbody")).to_contain_text("Насосы")
    expect(page.locator("tbody")).to_contain_text("Кран")
