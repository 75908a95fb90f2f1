"""The records of decisions: numbered, short, each with the same four parts."""

from pathlib import Path

from tests.architecture.source import ROOT

PARTS = ("## Context", "## Decision", "## Consequences", "## What would change our mind")
MAX_LINES = 60


def faults(name: str, text: str) -> list[str]:
    """What a record of a decision lacks."""
    number, _, title = name.removesuffix(".md").partition("-")
    found = [] if number.isdigit() and len(number) == 4 and title else [f"{name}: the name is NNNN-title.md"]
    found += [f"{name}: no part «{part}»" for part in PARTS if part not in text]
    return found + ([f"{name}: more than {MAX_LINES} lines"] if len(text.splitlines()) > MAX_LINES else [])


def numbers(names: list[str]) -> list[int]:
    """The numbers of the records, in order."""
    return sorted(int(name[:4]) for name in names if name[:4].isdigit())


def records() -> list[Path]:
    """Every record of a decision."""
    return sorted(path for path in (ROOT / "docs" / "adr").glob("*.md") if path.name != "README.md")


def test_decisions_have_their_parts() -> None:
    assert [fault for path in records() for fault in faults(path.name, path.read_text(encoding="utf-8"))] == []


def test_decisions_are_numbered_without_holes() -> None:
    found = numbers([path.name for path in records()])
    assert found == list(range(1, len(found) + 1))


def test_the_guard_bites() -> None:
    assert faults("10-layers.md", "\n".join(PARTS)) == ["10-layers.md: the name is NNNN-title.md"]
    assert faults("0010-layers.md", "\n".join(PARTS[:3])) == ["0010-layers.md: no part «## What would change our mind»"]
    assert faults("0010-layers.md", "\n".join(PARTS) + "\n" * 70)
    assert numbers(["0003-c.md", "0001-a.md"]) == [1, 3]
