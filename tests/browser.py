"""A real Chromium for the journeys: one browser a run, a window a test; an error in its console fails the test."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.site import Site
from tools.suite.browser import find
from voronka.accounts.models import User

FLAGS = """--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync
--no-first-run"""
PATIENCE = 30_000  # milliseconds: shared machines are slow at times
expect.set_options(timeout=PATIENCE)
# Answers that a journey provokes on purpose are written to the console by the browser itself.
EXPECTED = re.compile(r"the server responded with a status of (401|404|409|422|429)")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; playwright keeps an event loop in this thread, which Django would otherwise refuse."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def windows(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens windows, each with cookies of its own: `windows(user)` is signed in, `windows()` is not."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            faults.append(f"{message.page.url if message.page else ''}: {message.text}")

    def window(user: User | None = None, *, width: int = 1440, height: int = 900, dark: bool = False) -> Page:
        context = chromium.new_context(
            color_scheme="dark" if dark else "light",
            is_mobile=width < 500,
            has_touch=width < 500,
            base_url=site.url,
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            viewport={"width": width, "height": height},
        )
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        if user:
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site.url}])
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield window
    for context in opened:
        context.close()
    site.settle()
    assert faults == []
