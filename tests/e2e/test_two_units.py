"""Two units are rolled up: a stage is placed in the common funnel, whose report opens its stages and its rows."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from voronka.accounts.models import BusinessUnit, User
from voronka.sales import defaults
from voronka.sales.actions import deals, pipelines
from voronka.sales.models import Stage

type Windows = Callable[..., Page]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.req("H7")]


@pytest.fixture
def estimate(head: User, admin: User) -> Stage:
    """Goods are sold by the usual pipeline, repairs by one with an estimate; each has a deal at an offer."""
    goods = defaults.ensure()
    units = [BusinessUnit.objects.create(name=name) for name in ("Оборудование", "Сервис")]
    pipelines.change(pipeline=goods, name=goods.name, unit=units[0], by=admin)
    repairs = pipelines.create(name="Ремонт", unit=units[1], by=admin)
    stage = pipelines.add_stage(pipeline=repairs, name="Смета", probability=22, days_norm=3, outcome="open", by=admin)
    offer = goods.stages.get(name="Предложение")
    for name, place in (("Стеллажи", offer), ("Замена мотора", stage)):
        values = {"name": name, "amount": Decimal(1000), "stage": place.pk}
        deals.create(values=values, by=head, at=NOW)
    return stage


def test_from_the_settings_to_the_rows(windows: Windows, estimate: Stage, admin: User, head: User) -> None:
    page = windows(admin)
    page.goto("/settings/common-funnel/")
    chip = page.locator(f"[data-stage='{estimate.pk}'] a")
    expect(chip).to_contain_text("Смета")
    chip.focus()
    page.keyboard.press("Alt+ArrowRight")
    dialog = page.locator("#dialog")
    expect(dialog.locator("[name=macro_stage] option:checked")).to_have_text("Предложение")
    expect(dialog).to_contain_text("по вероятности")
    dialog.locator("[name=valid_from]").fill("2026-01-01")
    dialog.get_by_role("button", name="Сохранить").click()
    expect(page.locator(f"[data-label='Предложение'] [data-stage='{estimate.pk}']")).to_be_visible()

    page = windows(head)
    page.goto("/reports/")
    page.get_by_role("link", name=re.compile("Где теряем")).first.click()
    page.locator("[name=period]").select_option("always")
    page.get_by_role("link", name="Как считается сейчас").click()
    page.locator(".opener", has_text="Предложение").click()
    natives = page.locator(".native")
    expect(natives).to_have_count(2)
    expect(natives.nth(1)).to_contain_text("Смета")
    expect(natives.nth(1)).to_contain_text("Сервис")
    natives.nth(1).locator("a").first.click()
    expect(page.locator("tbody tr", has_text="Замена мотора")).to_be_visible()
    expect(page.locator("tbody tr", has_text="Стеллажи")).to_have_count(0)


def test_a_stage_is_dragged_to_another_column(windows: Windows, estimate: Stage, admin: User) -> None:
    page = windows(admin)
    page.goto("/settings/common-funnel/")
    row = page.locator("tbody", has_text="Ремонт")
    row.locator(f"[data-stage='{estimate.pk}']").drag_to(row.locator("[data-label='Договор'] [data-macro]"))
    dialog = page.locator("#dialog")
    expect(dialog.locator("[name=macro_stage] option:checked")).to_have_text("Договор")
    dialog.get_by_role("button", name="Сохранить").click()
    expect(page.locator(f"[data-label='Договор'] [data-stage='{estimate.pk}']")).to_be_visible()
