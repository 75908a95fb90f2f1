"""The board in a real browser: mouse, keys, menu, the reason of a loss, undo, a second window that sees it."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests.boards import column, deal, drag, open_board
from voronka.accounts.models import User
from voronka.records import actions
from voronka.records.actions.obligations import prescribe
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome

__all__ = ["deal"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.req("X8", "G3")
def test_a_drag_is_seen_by_a_colleague_and_taken_back(
    windows: Callable[..., Page], head: User, colleague: User, deal: Deal
) -> None:
    page, other = open_board(windows, head), open_board(windows, colleague)
    drag(page, deal, column(page, "Предложение"))
    for window in (page, other):
        expect(column(window, "Предложение").locator("[data-card]")).to_have_count(1)
        expect(column(window, "Предложение").locator(".column__count")).to_have_text("1")
        expect(column(window, "Новая").locator(".column__count")).to_have_text("0")
    page.locator("[data-toast-undo]").first.click()
    for window in (page, other):
        expect(column(window, "Новая").locator("[data-card]")).to_have_count(1)
    deal.refresh_from_db()
    assert str(deal.stage) == "Новая"


@pytest.mark.req("X8")
def test_a_board_asked_for_before_a_move_does_not_take_the_card_back(
    windows: Callable[..., Page], head: User, deal: Deal
) -> None:
    page = open_board(windows, head)
    address, late = re.compile(re.escape(page.url)), list[Route]()
    old = page.request.get(page.url).text()
    page.route(address, lambda route: late.append(route))  # noqa: PLW0108  # Playwright marks what it is given
    with page.expect_request(address):
        page.evaluate("htmx.trigger('#board', 'live')")
    with page.expect_response(lambda answer: answer.url.endswith("/stage/")):
        drag(page, deal, column(page, "Предложение"))
    expect(page.locator("[data-moving]")).to_have_count(0)
    with page.expect_request(address):  # what was answered too late is asked for anew
        late[0].fulfill(body=old, content_type="text/html")
    expect(column(page, "Новая").locator("[data-card]")).to_have_count(0)
    expect(column(page, "Предложение").locator("[data-card]")).to_have_count(1)


@pytest.mark.req("X6", "H3")
def test_keys_move_and_a_loss_asks_its_reason(windows: Callable[..., Page], head: User, deal: Deal) -> None:
    page = open_board(windows, head)
    page.locator(f"[data-card='{deal.pk}']").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(column(page, "Квалификация").locator(".column__count")).to_have_text("1")

    def lose() -> None:
        card = page.locator(f"[data-card='{deal.pk}']")
        card.hover()
        card.locator("[data-move-menu]").click()
        page.locator(".menu__item", has_text="Проиграна").click()
        expect(page.locator("#dialog")).to_be_visible()

    lose()
    page.locator("#dialog [data-close]").last.click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(column(page, "Квалификация").locator("[data-card]")).to_have_count(1)
    lose()
    page.locator("#dialog [data-submit]").click()
    expect(page.locator("#dialog .field__error")).to_be_visible()
    page.get_by_label("Дорого").check()
    page.locator("#dialog [data-submit]").click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(column(page, "Проиграна").locator(".column__count")).to_have_text("1")
    deal.refresh_from_db()
    assert (deal.outcome, str(deal.lost_reason)) == (Outcome.LOST, "Дорого")


@pytest.mark.req("E4", "H3")
def test_a_stage_asks_for_what_the_deal_lacks(
    windows: Callable[..., Page], head: User, admin: User, deal: Deal
) -> None:
    stage = deal.pipeline.stages.get(name="Квалификация")
    prescribe(kind=DEAL, field="amount", demands={f"stage:{stage.pk}": None}, by=admin)
    page = open_board(windows, head)

    def shift() -> None:
        page.locator(f"[data-card='{deal.pk}']").focus()
        page.keyboard.press("Shift+ArrowRight")
        expect(page.locator("#dialog")).to_be_visible()

    shift()
    page.keyboard.press("Escape")
    expect(page.locator("#dialog")).to_be_hidden()
    expect(column(page, "Новая").locator("[data-card]")).to_have_count(1)
    shift()
    page.locator("#dialog [data-submit]").click()
    expect(page.locator("#dialog .field__error")).to_be_visible()
    page.locator("#dialog [name=amount]").fill("150 000")
    page.locator("#dialog [data-submit]").click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(column(page, "Квалификация").locator(".column__count")).to_have_text("1")
    deal.refresh_from_db()
    assert (deal.stage, deal.amount) == (stage, 150_000)


def test_a_long_column_brings_its_further_cards_as_one_scrolls(windows: Callable[..., Page], head: User) -> None:
    defaults.ensure()
    for number in range(24):
        actions.create(kind=DEAL, values={"name": f"Сделка {number}"}, by=head, at=timezone.now())
    page = open_board(windows, head)
    cards = column(page, "Новая").locator("[data-card]")
    expect(cards).to_have_count(20)
    cards.last.scroll_into_view_if_needed()
    column(page, "Новая").locator("[data-cards]").evaluate("place => place.scrollTo(0, place.scrollHeight)")
    expect(cards).to_have_count(24)
