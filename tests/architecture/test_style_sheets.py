"""A block of the style sheets is laid out by one file, or a dialog loaded onto another page would lay that anew."""

import re
from collections.abc import Mapping

from tests.architecture.source import files, text_of

BLOCK = re.compile(r"^  \.([a-z][a-z-]*) \{", re.MULTILINE)
# Blocks that two files lay out: name -> why they never meet.
APART = {
    "change": "the timeline of changes stands on cards, the foretold ones on the pages of an import",
    "sheet": "pages of an import open no dialog as a page",
}


def shared(sheets: Mapping[str, str]) -> dict[str, set[str]]:
    """Blocks that are laid out by several files, with those."""
    found: dict[str, set[str]] = {}
    for name, text in sheets.items():
        for block in BLOCK.findall(text):
            found.setdefault(block, set()).add(name)
    return {block: names for block, names in found.items() if len(names) > 1}


def test_a_block_is_laid_out_by_one_file() -> None:
    found = shared({str(path): text_of(path) for path in files(".css")})
    assert {block: names for block, names in found.items() if block not in APART} == {}
    assert set(APART) <= set(found), "an exception that is none any more"


def test_the_guard_bites() -> None:
    one, other = "  .work { display: flex; }\n", "  .work { min-block-size: 2rem; }\n  .x { .work { top: 0; } }\n"
    assert shared({"a.css": one, "b.css": other, "c.css": "  .task .work { top: 0; }\n"}) == {
        "work": {"a.css", "b.css"}
    }
