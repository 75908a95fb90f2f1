"""Every icon that a template names is in the sprite: an unknown one is an empty place."""

import re

from tests.architecture.source import ROOT

NAMED = re.compile(r"""\b(?:icon|draw|icon_button)\(\s*"([a-z0-9-]+)"|\bicon="([a-z0-9-]+)\"""")


def named(text: str) -> set[str]:
    return {one or other for one, other in NAMED.findall(text)}


def test_templates_name_icons_that_there_are() -> None:
    known = set((ROOT / "voronka" / "ui" / "icons.list").read_text(encoding="utf-8").split())
    missing = {
        str(path.relative_to(ROOT)): sorted(named(path.read_text(encoding="utf-8")) - known)
        for path in sorted((ROOT / "voronka").glob("*/jinja2/**/*.html"))
    }
    assert {path: names for path, names in missing.items() if names} == {}


def test_the_guard_bites() -> None:
    assert named('{{ icon("files", 16) }} {{ button(_("a"), icon="x-ray") }}') == {"files", "x-ray"}
