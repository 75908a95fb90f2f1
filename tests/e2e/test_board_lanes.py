"""The board by people in a real browser: whose a card is, given away by mouse and menu, refused, stale, taken back."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.boards import cell, deal, drag, open_board
from voronka.accounts.models import User
from voronka.records import actions
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal
from voronka.sales.tests.method import item, ordered

__all__ = ["deal"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


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
def test_what_the_gate_asks_of_whom_saves_his_own_is_shown(
    windows: Callable[..., Page], head: User, colleague: User, seller: User, deal: Deal
) -> None:
    actions.create(kind=DEAL, values={"name": "Чужая"}, by=colleague, at=timezone.now())
    page = open_board(windows, head, "?lanes=owner")
    theirs = page.locator(f"[data-lane='{colleague.pk}']")
    Deal.objects.filter(pk=deal.pk).update(owner=seller, version=2)  # in a place that tells no open page
    drag(page, deal, cell(theirs, "Договор"))
    expect(page.locator("#dialog")).to_contain_text(seller.full_name)
    item(deal.stage)  # while the two versions are being read
    page.locator("#dialog").get_by_role("button", name="Сохранить моё").click()
    page.get_by_label("Узнали бюджет").check()
    page.locator("#dialog [data-submit]").click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(cell(theirs, "Договор").locator("[data-card]:not([data-moving])")).to_have_count(1)
    deal.refresh_from_db()
    assert (str(deal.stage), deal.owner) == ("Договор", colleague)


@pytest.mark.req("E7", "X8")
def test_what_is_saved_over_theirs_can_be_taken_back(
    windows: Callable[..., Page], head: User, colleague: User, seller: User, deal: Deal
) -> None:
    actions.create(kind=DEAL, values={"name": "Чужая"}, by=colleague, at=timezone.now())
    page = open_board(windows, head, "?lanes=owner")
    theirs = page.locator(f"[data-lane='{colleague.pk}']")
    actions.update(record=deal, changes={"owner": seller.pk}, by=head, at=timezone.now())
    expect(cell(page.locator(f"[data-lane='{seller.pk}']"), "Новая").locator("[data-card]")).to_have_count(1)
    page.locator(f"[data-card='{deal.pk}']").evaluate("card => { card.dataset.version = 1; }")
    drag(page, deal, cell(theirs, "Новая"))
    page.locator("#dialog").get_by_role("button", name="Сохранить моё").click()
    expect(cell(theirs, "Новая").locator("[data-card]:not([data-moving])")).to_have_count(2)
    page.locator("[data-toast-undo]").click()
    expect(cell(page.locator(f"[data-lane='{seller.pk}']"), "Новая").locator("[data-card]")).to_have_count(1)
    deal.refresh_from_db()
    assert deal.owner == seller


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
