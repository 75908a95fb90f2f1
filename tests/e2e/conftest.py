"""The browser: the system's Chromium, pages that are signed in, and no error in the console."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from voronka.accounts.models import User

FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    " --disable-sync --no-first-run"
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# What a browser writes about answers that are meant: 4xx of forms that are wrong on purpose.
EXPECTED = ("status of 401", "status of 403", "status of 404", "status of 409", "status of 422")

type Open = Callable[..., Page]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs a loop of its own in this thread


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of the process."""
    path = os.environ.get("CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), "")
    assert path, "Chromium is needed: `make test` finds or installs it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the console of any page says; a test with an error or a violation of the policy in it fails."""
    said: list[str] = []
    yield said
    assert said == []


@pytest.fixture
def open_as(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[Open]:
    """`open_as(user, "/deals/", width=390, height=844, dark=True)` gives a page where `user` is signed in."""
    contexts = []

    def opened(user: User | None, path: str = "/", *, width: int = 1440, height: int = 900, dark: bool = False) -> Page:
        phone = width < 500
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            is_mobile=phone,
            has_touch=phone,
        )
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: _note(message, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type == "error" and not any(text in message.text for text in EXPECTED):
        complaints.append(message.text)
