"""A deal that costs more than it can bring says so, is given up, and the report tells what it has cost."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.activities.actions import types
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Decision, Outcome, Rate, Stage

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deal(seller: User) -> Deal:
    """A margin of 1 000 ₽ × 10 % against ten hours of work at 1 000 ₽ still to do."""
    types.defaults()
    pipeline = defaults.ensure()
    Stage.objects.filter(pipeline=pipeline).update(minutes_norm=None)
    Stage.objects.filter(pipeline=pipeline, name="Новая").update(minutes_norm=600)
    Rate.objects.create(per_hour=1000, valid_from=date(2020, 1, 1))
    values = {"name": "Насосная станция", "margin": "1000", "amount": "5000"}
    made: Deal = actions.create(kind=DEAL, values=values, by=seller, at=timezone.now())
    return made


@pytest.mark.req("H1", "H5", "H3")
def test_a_stop_loss_ends_with_the_deal(windows: Callable[..., Page], seller: User, deal: Deal) -> None:
    page = windows(seller)
    page.goto(deal.get_absolute_url())
    page.locator("[data-composer] textarea").first.fill("Долго объяснял")
    page.locator("[data-composer] [name=minutes]").first.fill("90")
    page.keyboard.press("Control+Enter")
    economy = page.locator(f"#panel-deal-{deal.pk}-economics")
    expect(economy).to_contain_text("Стоит дороже, чем может принести")
    page.goto(reverse("sales:board") + "?only=stops")
    expect(page.locator("[data-card]")).to_have_count(1)
    page.goto(deal.get_absolute_url())
    economy.get_by_role("link", name="Закрыть как проигранную").click()
    page.get_by_label("Дорого").check()
    page.locator("#dialog [data-submit]").click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(economy).not_to_contain_text("Стоит дороже, чем может принести")
    page.goto(reverse("reports:cost"))
    lost = page.locator("table").first.locator("tbody tr").first
    expect(lost).to_contain_text("1 ч 30 мин")
    expect(lost).to_contain_text("1 500 ₽")
    deal.refresh_from_db()
    assert (deal.outcome, Decision.objects.get().what) == (Outcome.LOST, "close")
