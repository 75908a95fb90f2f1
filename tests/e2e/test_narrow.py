"""On the narrowest phone no screen is wider than the glass, and what is pressed there is not smaller than a thumb."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from voronka.accounts.models import User
from voronka.activities.actions import types
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.actions import bonuses
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Rate, SellingTerms, Stage

NARROWEST = {"width": 360, "height": 740}
SETTINGS = (
    "sales:pipelines", "sales:common-funnel", "sales:bonus-rules", "sales:selling-cost", "sales:routing",
    "sales:questions", "sales:chances", "sales:plans", "accounts:calendar", "home:hand-overs",
)  # fmt: skip
WORK = (
    "reports:index", "reports:forecast", "reports:common", "reports:funnel", "reports:speed", "reports:cost",
    "reports:money", "reports:answers", "reports:worth", "reports:time", "sales:registrations", "sales:bonuses",
    "home:hand-over-part", "deal:list", "lead:list",
)  # fmt: skip

type Windows = Callable[..., Page]

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deal(seller: User, admin: User) -> Deal:
    """A deal in a company that has set up whatever these screens show."""
    defaults.ensure()
    types.defaults()
    Rate.objects.create(per_hour=1000, valid_from=date(2020, 1, 1))
    SellingTerms.objects.update_or_create(pk=1, defaults={"approve_above": 10_000, "margin_percent": 22})
    shares = {"registrar_percent": Decimal(3), "closer_percent": Decimal(2)}
    bonuses.set_rule(valid_from=date(2020, 1, 1), by=admin, at=timezone.now(), **shares)
    values = {"name": "Модернизация автоматизированного склада", "amount": "12500000"}
    made: Deal = actions.create(kind=DEAL, values=values, by=seller, at=timezone.now())
    return made


def test_no_screen_is_wider_than_the_phone(windows: Windows, admin: User, deal: Deal) -> None:
    page = windows(admin, **NARROWEST)
    stage = reverse("sales:stage-edit", args=[Stage.objects.filter(pipeline=deal.pipeline).earliest("position").pk])
    wide = {}
    for address in [*map(reverse, (*SETTINGS, *WORK)), stage, reverse("sales:post-mortem", args=[deal.pk])]:
        page.goto(address, wait_until="load")
        more = page.evaluate(
            """() => Math.max(...[document.documentElement, document.querySelector(".page__main")]
            .map((part) => part.scrollWidth - part.clientWidth))"""
        )
        if more > 1:
            wide[address] = more
    assert wide == {}


def test_the_map_of_the_common_funnel_stands_whole_on_a_desk(windows: Windows, admin: User, deal: Deal) -> None:
    page = windows(admin, width=1440, height=900)
    page.goto(reverse("sales:common-funnel"), wait_until="load")
    more = page.locator(".map__frame").evaluate("frame => frame.scrollWidth - frame.clientWidth")
    assert (more, page.locator(".map__head").count(), deal.pipeline.is_active) == (0, 8, True)
