"""The files that the guards look at, and how a finding is said."""

import ast
import configparser
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "voronka"
TOPS = ("voronka", "tests", "tools", "bench")
SKIPPED = {"vendor", "node_modules", "__pycache__", ".venv", "locale"}

type Check = Callable[[Path, str], list[str]]


@cache
def files(*endings: str) -> tuple[Path, ...]:
    """Files of ours with these endings, relative to the root, without what is generated or vendored."""
    found = [path for top in TOPS for path in (ROOT / top).rglob("*") if path.suffix in endings and path.is_file()]
    found += [path for path in ROOT.iterdir() if path.suffix in endings and path.is_file()]
    relative = sorted(path.relative_to(ROOT) for path in found)
    return tuple(path for path in relative if not SKIPPED & set(path.parts) and "migrations" not in path.parts)


def product_python() -> tuple[Path, ...]:
    """Python of the product itself: no tests, no tools."""
    return tuple(path for path in files(".py") if path.parts[0] == "voronka" and not is_test(path))


def is_test(path: Path) -> bool:
    """Whether a file belongs to the tests rather than to the product."""
    return "tests" in path.parts or path.name == "conftest.py"


def text_of(path: Path) -> str:
    """The text of a file given relative to the root."""
    return (ROOT / path).read_text(encoding="utf-8")


def findings(check: Check, paths: tuple[Path, ...]) -> str:
    """What a check finds in the files, one line each, empty when all is well: `assert not findings(...)`."""
    return "\n".join(f"{path}:{finding}" for path in paths for finding in check(path, text_of(path)))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or a chain of attributes; a call in the chain is shown as `()`, anything else as `?`."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
        case ast.Call(func=func):
            return f"{dotted(func)}()"
    return "?"


@cache
def app_order() -> tuple[frozenset[str], ...]:
    """The apps from the lowest up, as written in `.importlinter`; those of one set are neighbours that do not meet."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    lines = parser["importlinter:contract:apps"]["layers"].split("\n")
    layers = [frozenset(name.strip(" ()").removeprefix("voronka.") for name in line.split("|")) for line in lines]
    return tuple(layer for layer in reversed(layers) if layer != {""})


def rank(app: str) -> int | None:
    """How high an app stands; None for one that is not ours."""
    return next((height for height, layer in enumerate(app_order()) if app in layer), None)
