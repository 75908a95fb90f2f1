"""What the first page and each navigation weigh, compressed as they are served."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from voronka.accounts.models import User
from voronka.ui import assets, delivery

FIRST_PAGE = 150_000
NAVIGATION = 25_000


def path_of(name: str) -> Path:
    """File of a static name."""
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found)


def weight(path: Path) -> int:
    """Bytes on the wire; fonts are compressed already."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 9))


def parts() -> dict[str, int]:
    """Weight of everything that every page loads, by kind."""
    return {
        "styles": len(gzip.compress(delivery.sheet().text.encode(), 9)),
        "libraries": sum(weight(path_of(name)) for name in assets.SCRIPTS),
        "scripts": sum(weight(path_of(name)) for name in delivery.modules()),
        "ahead": sum(weight(path_of(name)) for name in assets.AHEAD),
        "fonts": sum(weight(path_of(name)) for name in (*assets.FONTS, "ui/fonts/golos-text-currency.woff2")),
        "icons": weight(path_of("vendor/icons.svg")),
    }


@pytest.mark.django_db
def test_the_first_page_is_light(client: Client, admin: User) -> None:
    client.force_login(admin)
    page = client.get("/ui/gallery/", headers={"accept-encoding": "gzip"})
    texts = client.get("/ui/messages.js?l=ru", headers={"accept-encoding": "gzip"})
    weights = parts() | {"page": len(gzip.compress(page.content)), "texts": len(gzip.compress(texts.content))}
    assert sum(weights.values()) <= FIRST_PAGE, weights


@pytest.mark.django_db
def test_a_navigation_is_light(client: Client, admin: User) -> None:
    client.force_login(admin)
    page = client.get("/ui/gallery/")
    assert len(gzip.compress(page.content)) <= NAVIGATION


@pytest.mark.django_db
def test_the_sheet_is_one_and_kept_for_ever(client: Client) -> None:
    delivery._sheet.cache_clear()  # another test may have made it with hashed names
    sheet = delivery.sheet()
    answer = client.get(f"/ui/styles.css?v={sheet.version}")
    assert "immutable" in answer["Cache-Control"]
    assert client.get("/ui/styles.css?v=old")["Cache-Control"] == "no-cache"
    text = answer.content.decode()
    assert 'url("/static/ui/fonts/golos-text-latin.woff2")' in text
    assert 'url("/static/vendor/fonts/golos-text-cyrillic.woff2")' in text
    assert text.startswith("@layer reset, tokens, base, components, utilities;")


def test_modules_are_announced_with_what_they_import() -> None:
    names = delivery.modules()
    assert {"ui/js/boot.js", "ui/js/text.js", "ui/js/dialog.js", "ui/js/drafts.js"} <= set(names)
    assert "ui/js/board.js" not in names


def test_a_file_travels_without_the_headers_of_a_page(client: Client) -> None:
    answer = client.get("/static/ui/js/boot.js")
    assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
    pages_only = {"X-Request-Id", "Server-Timing", "Content-Security-Policy", "Access-Control-Allow-Origin"}
    assert pages_only & set(answer.headers) == set()
