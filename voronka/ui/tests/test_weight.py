"""What the first page and each navigation weigh, compressed as they are served."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from voronka.accounts.models import User
from voronka.ui import assets

FIRST_PAGE = 150_000
NAVIGATION = 25_000
IMPORT = re.compile(r"""^import\s(?:[^"']*?from\s)?["'](\./[\w./-]+)["']""", re.MULTILINE)


def path_of(name: str) -> Path:
    """File of a static name."""
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found)


def weight(path: Path) -> int:
    """Bytes on the wire; fonts are compressed already."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 9))


def modules(path: Path, seen: set[Path]) -> set[Path]:
    """A module and what it imports at once."""
    if path not in seen:
        seen.add(path)
        for name in IMPORT.findall(path.read_text(encoding="utf-8")):
            modules((path.parent / name).resolve(), seen)
    return seen


def parts() -> dict[str, int]:
    """Weight of everything that every page loads, by kind."""
    scripts: set[Path] = set()
    for name in assets.MODULES:
        modules(path_of(name), scripts)
    return {
        "styles": sum(weight(path_of(name)) for name in assets.STYLES),
        "libraries": sum(weight(path_of(name)) for name in assets.SCRIPTS),
        "scripts": sum(weight(path) for path in scripts),
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
