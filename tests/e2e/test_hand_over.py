"""Somebody leaves: a part goes by a filter, the rest evenly, the session ends, the receivers are told, undone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import Organization
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.kinds import DEAL

type Windows = Callable[..., Page]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.req("H2")]


@pytest.fixture
def receivers(colleague: User, head: User) -> tuple[User, User]:
    """Мария and Ольга."""
    return colleague, head


@pytest.fixture
def clients(seller: User) -> None:
    """Three clients of Иван with a deal each."""
    defaults.ensure()
    for name in ("Завод «Север»", "Вектор", "Ромашка"):
        made: Organization = actions.create(kind=ORGANIZATION, values={"name": name}, by=seller, at=NOW)
        values = {"name": f"Поставка: {name}", "organization": made.pk}
        actions.create(kind=DEAL, values=values, by=seller, at=NOW)


def owners() -> dict[str, str]:
    """Who has which client."""
    return dict(Organization.objects.values_list("name", "owner__first_name"))


def test_a_part_by_a_filter_the_rest_evenly_and_all_of_it_back(
    windows: Windows, clients: None, seller: User, receivers: tuple[User, User], admin: User
) -> None:
    colleague = receivers[0]
    leaving, page = windows(seller), windows(admin)
    leaving.goto("/organizations/")
    page.goto("/hand-over/?kind=organization")
    page.locator("[name=field-0-0]").select_option("name")
    page.locator("input[name=value-0-0]").fill("завод")
    page.locator("input[name=value-0-0]").press("Tab")
    sums = page.locator(".hand-over__sum")
    expect(sums).to_contain_text("Организации1")
    page.locator(f"#to-{colleague.pk}").check()
    expect(sums).to_contain_text("Мария Соколова")
    expect(sums).to_contain_text("Сделки1")
    sums.get_by_role("button", name="Передать").click()
    expect(page.locator(".hand-over__client")).to_contain_text("Завод «Север»")
    assert owners() == {"Завод «Север»": "Мария", "Вектор": "Иван", "Ромашка": "Иван"}

    page.goto(f"/settings/users/{seller.pk}/hand-over/")
    for user in receivers:
        page.locator(f"[name=to][value='{user.pk}']").check()
    page.get_by_role("button", name="Передать", exact=True).click()
    expect(page.locator(".hand-over__client")).to_have_count(2)
    assert sorted(owners().values()) == ["Мария", "Мария", "Ольга"]

    leaving.goto("/organizations/")
    expect(leaving).to_have_url(re.compile("/accounts/login/"))

    receiving = windows(colleague)
    receiving.goto("/")
    news = receiving.locator(".day__group").filter(has_text="Вам передали")
    expect(news.locator(".task")).to_have_count(2)
    news.get_by_role("button", name="Понятно").first.click()
    expect(news.locator(".task")).to_have_count(1)
    news.locator(".task__title").click()
    expect(receiving.locator(".hand-over__client")).to_have_count(1)
    receiving.goto("/")
    expect(news).to_have_count(0)

    page.get_by_role("button", name="Вернуть обратно").click()
    expect(page.locator(".chip--warn")).to_have_text("возвращено")
    assert owners() == {"Завод «Север»": "Мария", "Вектор": "Иван", "Ромашка": "Иван"}
    page.get_by_role("link", name="Все передачи").click()
    expect(page.locator(".hand-over__past .hand-over__client")).to_have_count(2)
    expect(page.locator(".hand-over__past")).to_contain_text("можно вернуть до")
