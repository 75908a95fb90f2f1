"""A test that proves a requirement names one that exists."""

import ast
from pathlib import Path

from tests.architecture.source import dotted, files, findings, is_test

COUNTS = {"G": 7, "B": 14, "E": 12, "K": 6, "H": 15, "X": 8}
KNOWN = {f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)}


def unknown_requirement(path: Path, text: str) -> list[str]:
    """Marks `@pytest.mark.req("…")` with an id that no requirement has."""
    return [
        f"{node.lineno} no such requirement: {ast.unparse(argument)}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and dotted(node.func) == "pytest.mark.req"
        for argument in node.args
        if not (isinstance(argument, ast.Constant) and argument.value in KNOWN)
    ]


def test_requirements_exist() -> None:
    assert not findings(unknown_requirement, tuple(path for path in files(".py") if is_test(path)))


def test_the_guard_bites() -> None:
    path = Path("voronka/people/tests/test_x.py")
    assert unknown_requirement(path, '@pytest.mark.req("H16")\ndef test(): ...')
    assert not unknown_requirement(path, '@pytest.mark.req("H8", "B12")\ndef test(): ...')
