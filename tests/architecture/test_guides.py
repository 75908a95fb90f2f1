"""Both guides name every variable of the environment that the settings read, and no other."""

import re

import pytest

from tests.architecture.source import ROOT, product_python, text_of

READ = re.compile(r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)["']""")
TOLD = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def settings() -> set[str]:
    """Names that the settings read."""
    return {name for path in product_python() if path.parts[1] == "config" for name in READ.findall(text_of(path))}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_guide_names_every_variable(language: str) -> None:
    told = TOLD.findall((ROOT / "docs" / "guide" / language / "install.md").read_text(encoding="utf-8"))
    assert sorted(told) == sorted(settings())


def test_the_guard_bites() -> None:
    assert READ.findall('env.bool("DEBUG", False) env.str(\n    "SITE_URL", "") env("X") denv.str("NO")') == [
        "DEBUG", "SITE_URL", "X"
    ]  # fmt: skip
    assert TOLD.findall("| `A` | one |\n| `B`, `C` | two |") == ["A"]
