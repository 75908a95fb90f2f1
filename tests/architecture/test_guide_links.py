"""What the guides and READMEs lead to exists, no picture lies unused, and both languages have the same guides."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")
GUIDES = ROOT / "docs" / "guide"
PAGES = [*sorted(GUIDES.rglob("*.md")), ROOT / "README.md", ROOT / "README.ru.md", ROOT / "CONTRIBUTING.md"]
LANGUAGES = ("ru", "en")


def led_to(page: Path) -> list[Path]:
    """The files that a page links to or shows."""
    return [(page.parent / target).resolve() for target in LINK.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert [str(target) for target in led_to(page) if not target.exists()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_shown(language: str) -> None:
    shown = {target for page in (GUIDES / language).glob("*.md") for target in led_to(page)}
    assert sorted(one.name for one in (GUIDES / language).rglob("*.webp") if one not in shown) == []


def test_both_languages_have_the_same_guides() -> None:
    russian, english = (
        {str(one.relative_to(GUIDES / name)) for one in (GUIDES / name).rglob("*") if one.is_file()}
        for name in LANGUAGES
    )
    assert russian == english


def test_the_guard_bites(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[a](b.md#c) ![d](e/f.webp) [g](https://h.example) [i](#j)", encoding="utf-8")
    assert [target.name for target in led_to(page)] == ["b.md", "f.webp"]
