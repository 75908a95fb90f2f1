"""The board in a real browser: mouse, keys, menu, the reason of a loss, undo, a second window that sees it."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from tests.boards import column, drag, open_board
from voronka.accounts.models import User
from voronka.records import actions
from voronka.records.actions.obligations import prescribe
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome
from voronka.sales.tests.method import item, ordered

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deal(head: User) -> Deal:
    """One deal at the first stage."""
    defaults.ensure()
    made: Deal = actions.create(kind=DEAL, values={"name": "Насосная станция"}, by=head, at=timezone.now())
    return made


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


@pytest.mark.req("E7", "X6")
def test_a_lane_is_of_one_person(windows: Callable[..., Page], head: User, colleague: User, deal: Deal) -> None:
    other: Deal = actions.create(kind=DEAL, values={"name": "Чужая"}, by=colleague, at=timezone.now())
    page = open_board(windows, head, "?lanes=owner")
    mine, theirs = (page.locator(f"[data-lane='{user.pk}']") for user in (head, colleague))

    drag(page, deal, cell(mine, "Квалификация"))
    expect(cell(mine, "Квалификация").locator("[data-card]:not([data-moving])")).to_have_count(1)
    page.locator(f"[data-card='{other.pk}']").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(cell(theirs, "Квалификация").locator("[data-card]:not([data-moving])")).to_have_count(1)
    deal.refresh_from_db()
    assert (str(deal.stage), deal.owner) == ("Квалификация", head)


@pytest.mark.req("E7", "X6", "H2")
def test_in_another_lane_a_deal_is_another_persons(
    windows: Callable[..., Page], head: User, colleague: User, deal: Deal
) -> None:
    actions.create(kind=DEAL, values={"name": "Чужая"}, by=colleague, at=timezone.now())
    page = open_board(windows, head, "?lanes=owner")
    theirs = page.locator(f"[data-lane='{colleague.pk}']")

    drag(page, deal, cell(theirs, "Предложение"))
    expect(cell(theirs, "Предложение").locator("[data-card]:not([data-moving])")).to_have_count(1)
    expect(page.locator("[data-toast-undo]")).to_have_count(1)
    expect(theirs.locator(".count").first).to_have_text("2")
    deal.refresh_from_db()
    assert (str(deal.stage), deal.owner) == ("Предложение", colleague)
    page.locator("[data-toast-undo]").click()
    expect(cell(page.locator(f"[data-lane='{head.pk}']"), "Новая").locator("[data-card]")).to_have_count(1)
    deal.refresh_from_db()
    assert (str(deal.stage), deal.owner) == ("Новая", head)


@pytest.mark.req("E7", "X6")
def test_a_refused_hand_over_puts_the_card_back_and_says_why(
    windows: Callable[..., Page], head: User, colleague: User, deal: Deal
) -> None:
    ordered(deal.pipeline, may_skip=False)
    actions.create(kind=DEAL, values={"name": "Чужая"}, by=colleague, at=timezone.now())
    page = open_board(windows, head, "?lanes=owner")
    mine, theirs = (page.locator(f"[data-lane='{user.pk}']") for user in (head, colleague))

    drag(page, deal, cell(theirs, "Предложение"))
    expect(page.locator("[data-toast]", has_text="Квалификация")).to_be_visible()
    expect(cell(mine, "Новая").locator("[data-card]:not([data-moving])")).to_have_count(1)
    deal.refresh_from_db()
    assert (str(deal.stage), deal.owner) == ("Новая", head)


@pytest.mark.req("E7", "X6")
def test_a_hand_over_asks_for_what_the_gate_lacks(
    windows: Callable[..., Page], head: User, colleague: User, deal: Deal
) -> None:
    item(deal.stage)
    actions.create(kind=DEAL, values={"name": "Чужая"}, by=colleague, at=timezone.now())
    page = open_board(windows, head, "?lanes=owner")
    mine, theirs = (page.locator(f"[data-lane='{user.pk}']") for user in (head, colleague))

    drag(page, deal, cell(theirs, "Договор"))
    expect(page.locator("#dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(cell(mine, "Новая").locator("[data-card]:not([data-moving])")).to_have_count(1)
    drag(page, deal, cell(theirs, "Договор"))
    page.get_by_label("Узнали бюджет").check()
    page.locator("#dialog [data-submit]").click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(cell(theirs, "Договор").locator("[data-card]:not([data-moving])")).to_have_count(1)
    deal.refresh_from_db()
    assert (str(deal.stage), deal.owner) == ("Договор", colleague)


@pytest.mark.req("E7", "X8")
def test_a_stale_card_says_so(
    windows: Callable[..., Page], head: User, colleague: User, seller: User, deal: Deal
) -> None:
    actions.create(kind=DEAL, values={"name": "Чужая"}, by=colleague, at=timezone.now())
    page = open_board(windows, head, "?lanes=owner")
    Deal.objects.filter(pk=deal.pk).update(owner=seller, version=2)  # in a place that tells no open page
    card = page.locator(f"[data-card='{deal.pk}']")
    card.hover()
    card.locator("[data-move-menu]").click()
    page.get_by_role("button", name=colleague.full_name, exact=True).click()
    expect(page.locator("#dialog")).to_contain_text(seller.full_name)
    deal.refresh_from_db()
    assert deal.owner == seller
    page.locator("#dialog [data-reload]").click()
    expect(cell(page.locator(f"[data-lane='{seller.pk}']"), "Новая").locator("[data-card]")).to_have_count(1)


@pytest.mark.req("E7", "X6")
def test_a_deal_is_given_away_from_its_menu_and_taken_back(
    windows: Callable[..., Page], head: User, colleague: User, deal: Deal
) -> None:
    actions.create(kind=DEAL, values={"name": "Чужая"}, by=colleague, at=timezone.now())
    page = open_board(windows, head, "?lanes=owner")
    mine, theirs = (page.locator(f"[data-lane='{user.pk}']") for user in (head, colleague))

    card = page.locator(f"[data-card='{deal.pk}']")
    card.hover()
    card.locator("[data-move-menu]").click()
    page.get_by_role("button", name=colleague.full_name, exact=True).click()
    expect(cell(theirs, "Новая").locator("[data-card]:not([data-moving])")).to_have_count(2)
    deal.refresh_from_db()
    assert deal.owner == colleague
    page.locator("[data-toast-undo]").first.click()
    expect(cell(mine, "Новая").locator("[data-card]")).to_have_count(1)
    deal.refresh_from_db()
    assert deal.owner == head


@pytest.mark.req("E7", "X6")
def test_a_colleague_is_chosen_by_typing(windows: Callable[..., Page], head: User, colleague: User, deal: Deal) -> None:
    for number in range(12):
        User.objects.create(email=f"{number}@voronka.example", first_name="Пётр", last_name=f"Продавцов {number}")
    actions.create(kind=DEAL, values={"name": "Чужая"}, by=colleague, at=timezone.now())
    page = open_board(windows, head)
    page.get_by_role("button", name="Сотрудник").click()
    found = page.get_by_role("menuitem")
    expect(page.get_by_role("searchbox", name="Найти коллегу")).to_be_focused()
    expect(found.filter(has_text="Продавцов")).to_have_count(12)
    page.keyboard.type(colleague.last_name.upper())
    expect(found.locator("visible=true")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("[data-card]")).to_have_count(1)
    expect(page.locator("[data-card]")).to_contain_text("Чужая")
    expect(page.get_by_role("button", name=colleague.full_name)).to_be_visible()


@pytest.mark.req("E7", "X8")
def test_lanes_come_as_one_scrolls_and_stay(windows: Callable[..., Page], head: User, deal: Deal) -> None:
    for number in range(7):
        seller = User.objects.create(
            email=f"{number}@voronka.example", first_name="Пётр", last_name=f"Продавцов {number}"
        )
        Deal.objects.filter(
            pk=actions.create(kind=DEAL, values={"name": f"Сделка {number}"}, by=head, at=timezone.now()).pk
        ).update(owner=seller)
    page = open_board(windows, head, "?lanes=owner")
    lanes = page.locator("[data-lane]")
    page.locator("#board").evaluate("board => board.scrollTo(0, board.scrollHeight)")
    expect(lanes).to_have_count(8)
    page.locator(f"[data-card='{deal.pk}']").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(cell(page.locator(f"[data-lane='{head.pk}']"), "Квалификация").locator("[data-card]")).to_have_count(1)
    page.wait_for_timeout(600)
    expect(lanes).to_have_count(8)


def cell(lane: Locator, stage: str) -> Locator:
    return lane.locator(f".lane__cell[aria-label='{stage}']")
