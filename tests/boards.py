"""A board in a real browser: opened, its columns found, its cards dragged as a hand does it."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from voronka.accounts.models import User
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

type Windows = Callable[..., Page]

TAKES_CARDS = """() => {
    const places = [...document.querySelectorAll("[data-board] [data-cards]")];
    const cards = [...document.querySelectorAll("[data-card]")];
    return globalThis.Sortable && places.length && places.every((place) => Sortable.get(place))
        && cards.every((card) => !card.animated && !card.hasAttribute("data-moving"));
}"""


@pytest.fixture
def deal(head: User) -> Deal:
    """One deal at the first stage."""
    defaults.ensure()
    made: Deal = actions.create(kind=DEAL, values={"name": "Насосная станция"}, by=head, at=timezone.now())
    return made


def open_board(windows: Windows, user: User, words: str = "") -> Page:
    """A window of this person on the board (`words`: the end of its address), that hears what others change."""
    page = windows(user)
    with page.expect_response(lambda answer: answer.url.endswith("/live/")):
        page.goto(reverse("sales:board") + words)
    page.wait_for_function(TAKES_CARDS)
    return page


def column(page: Page, name: str) -> Locator:
    """The column of the stage with this name."""
    return page.locator(f".column[aria-label='{name}']")


def cell(lane: Locator, stage: str) -> Locator:
    """The place of a stage in the lane of a person."""
    return lane.locator(f".lane__cell[aria-label='{stage}']")


def drag(page: Page, deal: Deal, to: Locator) -> None:
    """Take the card of the deal by the mouse and drop it at the head of a column."""
    page.wait_for_function(TAKES_CARDS)
    card = page.locator(f"[data-card='{deal.pk}']")
    card.hover(position={"x": 20, "y": 10})  # waits until it has come to rest where it was dropped before
    start, goal = card.bounding_box() or {}, to.locator("[data-cards]").bounding_box() or {}
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 20, steps=4)
    expect(page.locator("[data-dragging]")).to_be_visible()
    page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + 30, steps=12)
    page.mouse.up()
