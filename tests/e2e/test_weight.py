"""What a first page and a navigation weigh on the wire: bytes that the browser itself has counted, headers included."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from tests.site import Site, serving
from voronka.accounts.models import User
from voronka.people.kinds import ORGANIZATION
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Deal
from voronka.ui import delivery, drawn, filters

FIRST_PAGE = 150_000
NAVIGATION = 25_000

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(settings: LazySettings, tmp_path: Path, django_db_setup: None) -> Iterator[Site]:
    """A server that delivers files as an installation does: hashed names, compressed, kept for ever."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "voronka.ui.storage.StaticStorage"}}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    call_command("collectstatic", interactive=False, verbosity=0)
    _forget_names()
    with serving() as started:
        yield started
    _forget_names()


def _forget_names() -> None:
    """Names of files are remembered by the process; they are others now."""
    delivery._sheet.cache_clear()
    filters.static_file.cache_clear()
    filters.icon.cache_clear()
    drawn.forget()


def _fill(head: User) -> Deal:
    """Fifty deals and fifty leads, as many as a list shows at once."""
    defaults.ensure()
    now = timezone.now()
    for number in range(50):
        client = actions.create(kind=ORGANIZATION, values={"name": f"Северсталь-Монтаж {number}"}, by=head, at=now)
        values = {"name": f"Складская мебель — заказ {number}", "organization": client.pk, "amount": f"{number}500000"}
        deal: Deal = actions.create(kind=DEAL, values=values, by=head, at=now)
        lead = {"last_name": f"Иванов {number}", "company": "ООО «Вектор»", "phones": [f"+790312345{number:02}"]}
        actions.create(kind=LEAD, values=lead, by=head, at=now)
    return deal


class Scales:
    """Counts what a window takes from the network; what its cache has costs nothing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taken: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.loadingFinished", self._came)

    def weigh(self, address: str) -> tuple[int, dict[str, int]]:
        """Bytes of opening an address, with what it fetches once it is idle, and the heaviest parts."""
        self.taken.clear()
        self.page.goto(address, wait_until="load")
        self.page.wait_for_timeout(1000)
        heavy = sorted(self.taken.items(), key=lambda part: -part[1])
        return sum(self.taken.values()), dict(heavy[:6])

    def _asked(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict[str, Any]) -> None:
        address = self._addresses.get(event["requestId"], event["requestId"])
        self.taken[address] = self.taken.get(address, 0) + int(event["encodedDataLength"])


@pytest.mark.req("X5")
def test_first_pages_and_navigations_are_light(windows: Callable[..., Page], head: User) -> None:
    card = _fill(head).get_absolute_url()
    day, leads, deals, board = map(reverse, ("home:day", "lead:list", "deal:list", "sales:board"))
    weights: dict[str, tuple[int, dict[str, int]]] = {}
    for first, *others in ((day, board, leads, deals, card), (deals, board), (board, day), (card,)):
        scales = Scales(windows(head))
        weights[f"first {first}"] = scales.weigh(first)
        weights |= {f"{first} to {screen}": scales.weigh(screen) for screen in others}
    allowed = {way: FIRST_PAGE if way.startswith("first") else NAVIGATION for way in weights}
    assert {way: weight for way, weight in weights.items() if weight[0] > allowed[way]} == {}
