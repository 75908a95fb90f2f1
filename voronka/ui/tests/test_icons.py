"""Every icon that a template or an app names is in the sprite."""

import ast
import re
from pathlib import Path

from voronka.ui import vendor

PACKAGE = Path(__file__).resolve().parents[2]
# icon("name"), draw("name"), icon="name", "icon": "name", icon_button("name", empty(..., icon="name")
CALLED = re.compile(r"""\b(?:icon|draw|icon_button)\(\s*["']([a-z][a-z0-9-]*)["']""")
GIVEN = re.compile(r"""\bicon["']?\s*[=:]\s*["']([a-z][a-z0-9-]*)["']""")
MENU = re.compile(r"""\bmenu\([^)]*?,\s*["']([a-z][a-z0-9-]*)["']\s*[,)]""")
CALLOUT = re.compile(r"""\bcallout\([^)]*?,\s*["'](?:neutral|good|warn|bad|accent)["'],\s*["']([a-z][a-z0-9-]*)["']""")


def named() -> dict[str, set[str]]:
    """Icon -> where it is named."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.html")) + sorted(PACKAGE.rglob("*.js")):
        if {"vendor", "tests"} & set(path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        for pattern in (CALLED, GIVEN, MENU, CALLOUT):
            for name in pattern.findall(text):
                found.setdefault(name, set()).add(path.name)
    for path in sorted(PACKAGE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            for name in _icons_of(path):
                found.setdefault(name, set()).add(path.name)
    return found


def _icons_of(path: Path) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    given = (word.value for call in calls for word in call.keywords if word.arg == "icon")
    return {
        node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value
    }


def test_every_named_icon_is_in_the_sprite() -> None:
    known = set(vendor.icon_names())
    assert {name: places for name, places in named().items() if name not in known} == {}


def test_the_list_is_sorted_and_has_no_double() -> None:
    names = vendor.icon_names()
    assert names == sorted(set(names))


def test_the_sprite_has_them_all() -> None:
    drawn = re.findall(r'<symbol id="([\w-]+)"', (vendor.TARGET / "icons.svg").read_text(encoding="utf-8"))
    assert drawn == vendor.icon_names()
