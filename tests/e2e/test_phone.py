"""A phone in the hand: a call is written down with the thumb, a card of the board is carried by a finger."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from voronka.accounts.models import User
from voronka.activities.actions import types
from voronka.activities.models import Interaction, Task
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

PHONE = {"width": 390, "height": 844}
THUMB = 40  # CSS pixels: lower than that a finger misses

type Windows = Callable[..., Page]

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deal(seller: User) -> Deal:
    """A deal at the first stage, of the seller."""
    defaults.ensure()
    types.defaults()
    made: Deal = actions.create(kind=DEAL, values={"name": "Насосная станция"}, by=seller, at=timezone.now())
    return made


def tap(place: Locator) -> None:
    """A tap on what is on the screen as it stands: nothing lies over it, and a thumb does not miss it."""
    box = place.bounding_box()
    assert box
    assert box["height"] >= THUMB, box
    assert 0 <= box["x"] <= PHONE["width"] - box["width"], box
    assert 0 <= box["y"] <= PHONE["height"] - box["height"], box
    place.tap()


@pytest.mark.req("X7", "E11")
def test_a_call_is_written_down_with_its_next_step(windows: Windows, seller: User, deal: Deal) -> None:
    page = windows(seller, **PHONE)
    page.goto(deal.get_absolute_url())
    composer = page.locator("[data-composer]")
    expect(composer).to_be_hidden()
    tap(page.locator("[data-write]"))
    expect(composer.locator("[name=text]")).to_be_focused()
    tap(composer.locator(".composer__type").nth(1))
    tap(composer.locator(".composer__type").nth(0))
    expect(composer.locator("[name=type]").first).to_be_checked()
    page.keyboard.type("Просит скидку")
    composer.locator("[name=step_title]").tap()
    page.keyboard.type("Отправить расчёт")
    composer.locator("[data-when-set]").nth(1).tap()
    expect(composer.locator("[data-when-said]")).not_to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tap(composer.locator("[type=submit]"))
    expect(page.locator(".entry--contact")).to_contain_text("Просит скидку")
    talk, step = Interaction.objects.get(), Task.objects.get()
    assert (talk.type.code, talk.text, step.title, step.owner) == ("call", "Просит скидку", "Отправить расчёт", seller)
    assert step.due_at is not None


def open_board(windows: Windows, user: User) -> Page:
    """The board, when cards can be taken."""
    page = windows(user, **PHONE)
    page.goto(reverse("sales:board"))
    page.wait_for_function("() => globalThis.Sortable?.get(document.querySelector('[data-cards]'))")
    return page


@contextmanager
def finger(page: Page, x: float, y: float) -> Iterator[Callable[[float, float], None]]:
    """A finger put down at a place, held as long as the board asks, moved by what is given, lifted at the end."""
    wire = page.context.new_cdp_session(page)
    at = (x, y)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    def move(to_x: float, to_y: float) -> None:
        nonlocal at
        (from_x, from_y), at = at, (to_x, to_y)
        for part in range(1, 11):
            touch("touchMove", (from_x + (to_x - from_x) * part / 10, from_y + (to_y - from_y) * part / 10))
            page.wait_for_timeout(20)

    touch("touchStart", at)
    yield move
    touch("touchEnd")


def middle(column: Locator) -> float:
    """Where the middle of a column is on the screen, px from its left edge; negative when it went out of sight."""
    box = column.bounding_box() or {}
    return float(box["x"] + box["width"] / 2)


def bring(page: Page, column: Locator, move: Callable[[float], None]) -> None:
    """Holds the finger at the edges until the column stands under it; back, when the board went past."""
    for _ in range(60):
        where = middle(column)
        if 100 <= where <= 280:
            return
        move(PHONE["width"] - 25 if where > 280 else 25)  # at the edge the board goes on under the finger
        page.wait_for_timeout(60)
        move(PHONE["width"] / 2)  # away from the edge it stands
        page.wait_for_timeout(150)
    raise AssertionError("The board does not scroll under the finger.")


@pytest.mark.req("X7", "G3")
def test_a_finger_carries_a_card_to_the_next_stage(windows: Windows, seller: User, deal: Deal) -> None:
    page = open_board(windows, seller)
    card = page.locator(f"[data-card='{deal.pk}']")
    box = card.bounding_box() or {}
    start = (box["x"] + 60, box["y"] + box["height"] / 2)
    goal = page.locator(".column[aria-label='Квалификация']")
    with finger(page, *start) as move:
        page.wait_for_timeout(400)  # 180 ms is a hold
        bring(page, goal, lambda x: move(x, start[1]))
        for step in range(60):  # a slow browser sees some of the moves only
            move(middle(goal) + step % 2 * 8, start[1])
            page.wait_for_timeout(100)
            if goal.locator("[data-card]").count():
                break
    expect(goal.locator("[data-card]")).to_have_count(1)
    expect(goal.locator(".column__count")).to_have_text("1")
    deal.refresh_from_db()
    assert str(deal.stage) == "Квалификация"


@pytest.mark.req("X7")
def test_a_swipe_over_a_card_scrolls_and_moves_nothing(windows: Windows, seller: User, deal: Deal) -> None:
    page = open_board(windows, seller)
    box = page.locator(f"[data-card='{deal.pk}']").bounding_box() or {}
    with finger(page, box["x"] + 250, box["y"] + 40) as move:
        move(box["x"] + 20, box["y"] + 40)
    page.wait_for_function("() => document.querySelector('.board').scrollLeft > 50")
    deal.refresh_from_db()
    assert str(deal.stage) == "Новая"


@pytest.mark.req("X7")
def test_a_long_row_of_tabs_shows_where_one_stands(windows: Windows, admin: User) -> None:
    page = windows(admin, **PHONE)
    page.goto(reverse("records:field-rules-of", args=["deal"]))
    for row in (".segmented", ".tabs"):
        box = page.locator(f"{row} [aria-current]").bounding_box() or {}
        assert 0 <= box["x"] <= PHONE["width"] - box["width"], (row, box)


@pytest.mark.req("X7", "G4")
@pytest.mark.parametrize("report", ["speed", "forecast", "common"])
def test_what_a_report_counts_takes_one_row(windows: Windows, seller: User, deal: Deal, report: str) -> None:
    page = windows(seller, **PHONE)
    page.goto(reverse(f"reports:{report}"))
    words = page.locator(".report-words")
    box = words.bounding_box()
    assert box
    assert box["height"] < 2 * THUMB
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    last = words.locator("select").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)
