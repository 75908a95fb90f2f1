"""The dialogs of selling by the keyboard alone: Enter opens, Tab walks them from top to bottom, Esc leads back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.activities.actions import types
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.actions import bonuses, signals
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Rate, Stage

# Of the card of a deal and of pages: what the link that opens the dialog leads to.
OF_THE_DEAL = ("/decide/", "/expenses/new/", "/payments/new/", "/prolong/", "/release/")
OF_PAGES = {
    "sales:bonus-rules": ("/rules/new/", "/bonuses/terms/", "/end/"),
    "sales:selling-cost": ("/rates/new/", "/selling-cost/terms/"),
    "sales:questions": ("/qualification/new/",),
    "sales:pipelines": ("/pipelines/new/", "/stages/new/"),
    "sales:common-funnel": ("/common-funnel/new/", "/place/"),
    "accounts:calendar": ("/calendar/2",),
}
# Where the keyboard goes by Tab, from the first field on: distances from the top of the dialog, px.
WAY = """() => [...document.querySelectorAll("#dialog :is(a[href], button, input, select, textarea)")]
    .filter((e) => e.checkVisibility() && e.type !== "hidden" && !e.closest(".dialog__head") && e.type !== "radio")
    .map((e) => Math.round(e.getBoundingClientRect().bottom))"""

type Windows = Callable[..., Page]

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deal(seller: User, admin: User) -> Deal:
    """A deal that costs more than it can bring, in a company with rules of bonuses and rates."""
    types.defaults()
    pipeline = defaults.ensure()
    Stage.objects.filter(pipeline=pipeline).update(minutes_norm=None)
    Stage.objects.filter(pipeline=pipeline, name="Новая").update(minutes_norm=600)
    Rate.objects.create(per_hour=1000, valid_from=date(2020, 1, 1))
    bonuses.set_rule(
        valid_from=date(2020, 1, 1),
        by=admin,
        at=timezone.now(),
        registrar_percent=Decimal(3),
        closer_percent=Decimal(2),
    )
    values = {"name": "Насосная станция", "margin": "1000", "amount": "5000"}
    made: Deal = actions.create(kind=DEAL, values=values, by=seller, at=timezone.now())
    signals.weigh_all(at=timezone.now())
    return made


def walk(page: Page, link: str) -> None:
    """Open the dialog of a link, go through it and leave it by Esc; the link has the focus again."""
    opener = page.locator(f"[data-dialog][href*='{link}']").first
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#dialog")
    expect(dialog).to_be_visible()
    inside = "() => document.activeElement.closest('#dialog') !== null"
    page.wait_for_function(inside)
    way = page.evaluate(WAY)
    assert way == sorted(way), (link, way)
    for _ in way[1:]:
        page.keyboard.press("Tab")
        assert page.evaluate(inside), link
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.req("X6")
def test_dialogs_of_a_deal(windows: Windows, admin: User, deal: Deal) -> None:
    page = windows(admin)
    page.goto(deal.get_absolute_url())
    for link in OF_THE_DEAL:
        walk(page, link)
    page.get_by_role("button", name="Проиграна").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#dialog [name=lost_reason]").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#dialog")).to_be_hidden()


@pytest.mark.req("X6")
def test_dialogs_of_settings(windows: Windows, admin: User, deal: Deal) -> None:
    assert deal.is_open
    page = windows(admin)
    for name, links in OF_PAGES.items():
        page.goto(reverse(name))
        for link in links:
            walk(page, link)
