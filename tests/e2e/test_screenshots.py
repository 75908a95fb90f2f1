"""Pictures of every screen of the demo company, wide and narrow, light and dark, into the folder screenshots."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page

from voronka.accounts.models import User
from voronka.records import kinds

PICTURES = Path(__file__).resolve().parents[2] / "screenshots"
SIZES = [(1440, 900), (390, 844)]
LISTS = ("lead", "organization", "person", "deal", "task", "legal_entity", "campaign")
CARDS = ("lead", "organization", "person", "deal")
# Screen -> name of its address.
SCREENS = {
    "my-day": "home:day",
    "board": "sales:board",
    "reports": "reports:index",
    "common-funnel": "reports:common",
    "funnel": "reports:funnel",
    "speed": "reports:speed",
    "money": "reports:money",
    "imports": "imports:imports",
    "settings": "accounts:settings",
    "settings-people": "accounts:people",
    "settings-roles": "accounts:roles",
    "settings-pipelines": "sales:pipelines",
    "settings-common-funnel": "sales:common-funnel",
    "settings-classifiers": "records:classifiers",
    "gallery": "ui:gallery",
    **{f"list-{kind}": f"{kind}:list" for kind in LISTS},
}

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]


def screens() -> dict[str, str]:
    """Every screen with its address."""
    found = {name: reverse(view) for name, view in SCREENS.items()}
    for kind in CARDS:
        record = kinds.get(kind).model._default_manager.order_by("-pk")[20:].first()
        if record is not None:
            found[f"card-{kind}"] = reverse(f"{kind}:card", args=[record.pk])
    return found


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
                taken += take(
                    boss if name.startswith(("settings", "gallery")) else page, address, folder / f"{name}.png"
                )
    assert taken == len(SIZES) * 2 * (len(screens()) + 1)


def take(page: Page, address: str, path: Path) -> int:
    """One picture, once the page is quiet."""
    page.goto(address, wait_until="load")
    page.wait_for_timeout(500)
    page.screenshot(path=str(path))
    return 1
