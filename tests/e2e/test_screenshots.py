"""Pictures of every screen of the demo company, wide and narrow, light and dark, into the folder screenshots."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.records import kinds
from voronka.sales.models import Deal, Outcome, Registration, RegistrationState, Signal, SignalKind, Stage

PICTURES = Path(__file__).resolve().parents[2] / "screenshots"
SIZES = [(1440, 900), (390, 844)]
LISTS = ("lead", "organization", "person", "deal", "task", "legal_entity", "campaign")
CARDS = ("lead", "organization", "person", "deal")
# Screen -> name of its address.
SCREENS = {
    "my-day": "home:day",
    "board": "sales:board",
    "reports": "reports:index",
    "forecast": "reports:forecast",
    "forecast-history": "reports:forecast_history",
    "common-funnel": "reports:common",
    "funnel": "reports:funnel",
    "speed": "reports:speed",
    "money": "reports:money",
    "selling-cost": "reports:cost",
    "time-spent": "reports:time",
    "lead-worth": "reports:worth",
    "lead-answers": "reports:answers",
    "registrations": "sales:registrations",
    "bonuses": "sales:bonuses",
    "hand-over": "home:hand-over-part",
    "imports": "imports:imports",
    "settings": "accounts:settings",
    "settings-people": "accounts:people",
    "settings-roles": "accounts:roles",
    "settings-pipelines": "sales:pipelines",
    "settings-common-funnel": "sales:common-funnel",
    "settings-classifiers": "records:classifiers",
    "settings-plans": "sales:plans",
    "settings-probability": "sales:chances",
    "settings-bonuses": "sales:bonus-rules",
    "settings-selling-cost": "sales:selling-cost",
    "settings-routing": "sales:routing",
    "settings-qualification": "sales:questions",
    "settings-working-time": "accounts:calendar",
    "settings-hand-overs": "home:hand-overs",
    "gallery": "ui:gallery",
    **{f"list-{kind}": f"{kind}:list" for kind in LISTS},
}

# Dialog -> the screen it is opened from, what its link leads to.
DIALOGS = {
    "expense": ("deal", "/expenses/new/"),
    "payment": ("deal", "/payments/new/"),
    "decide": ("deal", "/decide/"),
    "claim-decision": ("claimed", "/decide/"),
    "lock-month": ("bonuses", "/bonuses/lock/"),
    "settings-bonus-rule": ("settings-bonuses", "/rules/new/"),
    "settings-rate": ("settings-selling-cost", "/rates/new/"),
    "settings-question": ("settings-qualification", "/qualification/new/"),
    "settings-place-of-a-stage": ("settings-common-funnel", "/place/"),
    "settings-day": ("settings-working-time", "/calendar/2"),
}

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]


def screens() -> dict[str, str]:
    """Every screen with its address."""
    found = {name: reverse(view) for name, view in SCREENS.items()}
    for kind in CARDS:
        record = kinds.get(kind).model._default_manager.order_by("-pk")[20:].first()
        if record is not None:
            found[f"card-{kind}"] = reverse(f"{kind}:card", args=[record.pk])
    seller = User.objects.get(email="ivan@demo.example")
    lost = Deal.objects.filter(outcome=Outcome.LOST).latest("closed_at")
    return found | {
        "lanes": reverse("sales:board") + "?lanes=owner",
        "bonus-statement": reverse("sales:bonuses-of", args=[seller.pk]),
        "looking-back": reverse("sales:post-mortem", args=[lost.pk]),
        "settings-stage": reverse(
            "sales:stage-edit", args=[Stage.objects.filter(minutes_norm__gt=0).earliest("pk").pk]
        ),
    }


def opened_from() -> dict[str, str]:
    """Addresses of the screens that dialogs are opened from."""
    asks = Signal.objects.filter(kind=SignalKind.STOP_LOSS, ended_at=None).earliest("pk")
    claim = Registration.objects.filter(state=RegistrationState.WAITING).earliest("pk")
    return screens() | {"deal": asks.deal.get_absolute_url(), "claimed": claim.record.get_absolute_url()}


def test_take_pictures(windows: Callable[..., Page]) -> None:
    call_command("demo", verbosity=0)
    head = User.objects.get(email="olga@demo.example")
    admin = User.objects.filter(is_superuser=True).first()
    taken = 0
    for width, height in SIZES:
        for dark in (False, True):
            folder = PICTURES / f"{width}x{height}-{'dark' if dark else 'light'}"
            folder.mkdir(parents=True, exist_ok=True)
            stranger = windows(width=width, height=height, dark=dark)
            taken += take(stranger, reverse("account_login"), folder / "sign-in.png")
            page = windows(head, width=width, height=height, dark=dark)
            boss = windows(admin, width=width, height=height, dark=dark)
            for name, address in screens().items():
                who = boss if name.startswith(("settings", "gallery")) else page
                taken += take(who, address, folder / f"{name}.png")
            for name, (screen, link) in DIALOGS.items():
                who = boss if name.startswith("settings") else page
                taken += take(who, opened_from()[screen], folder / f"dialog-{name}.png", link)
    assert taken == len(SIZES) * 2 * (len(screens()) + len(DIALOGS) + 1)


def take(page: Page, address: str, path: Path, link: str = "") -> int:
    """One picture, once the page is quiet; with the dialog of a link, when one is asked for."""
    page.goto(address, wait_until="load")
    page.wait_for_timeout(500)
    if link:
        beside = page.locator(".card-switch .segmented__item").nth(2)
        if beside.is_visible():
            beside.click()
        page.locator(f"[data-dialog][href*='{link}']").first.click()
        expect(page.locator("#dialog")).to_be_visible()
        page.wait_for_timeout(300)
    page.screenshot(path=str(path))
    return 1
