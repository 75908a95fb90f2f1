"""Domain code knows no web, actions say who acts by name, addresses are reversed and never typed."""

import ast
import re
from pathlib import Path

from tests.architecture.source import files, findings, functions, is_test, product_python

DOMAIN = {"actions", "queries", "policies", "models"}
WEB = ("django.http", "django.shortcuts", "django.template", "django.test", "jinja2", "voronka.ui")
TYPED = re.compile(r"""\b(?:href|action|src|hx-get|hx-post|hx-put|hx-patch|hx-delete|data-url)\s*=\s*["']/[\w-]""")
LETTER = re.compile(r"""\.key\s*[!=]==?\s*["'][A-Za-z]["']""")


def is_domain(path: Path) -> bool:
    """Whether a file holds actions, queries, policies or models of an app."""
    return bool(DOMAIN & {*path.parts[2:-1], path.stem})


def web_in_domain(path: Path, text: str) -> list[str]:
    """An action that knows requests or HTML cannot be called from a job, an import or a command."""
    return [
        f"{node.lineno} imports {node.module}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(WEB)
    ]


def positional_actor(path: Path, text: str) -> list[str]:
    """The actor and the time of an action are given by name: `deals.win(deal=…, by=…, at=…)`."""
    return [
        f"{node.lineno} {node.name}: `{argument.arg}` is keyword-only"
        for node in functions(ast.parse(text))
        for argument in node.args.args
        if not node.name.startswith("_") and argument.arg in {"by", "at"}
    ]


def typed_address(path: Path, text: str) -> list[str]:
    """Addresses come from `url(…)`, or a moved page leaves dead links behind."""
    return [f"{n} an address typed by hand" for n, line in enumerate(text.splitlines(), 1) if TYPED.search(line)]


def letter_key(path: Path, text: str) -> list[str]:
    """Shortcuts compare `event.code`: on the Russian layout `event.key` is another letter."""
    return [f"{n} compare event.code" for n, line in enumerate(text.splitlines(), 1) if LETTER.search(line)]


def test_domain_code_knows_no_web() -> None:
    assert not findings(web_in_domain, tuple(path for path in product_python() if is_domain(path)))


def test_actors_are_named() -> None:
    actions = tuple(path for path in product_python() if "actions" in {*path.parts, path.stem})
    assert not findings(positional_actor, actions)


def test_addresses_are_reversed() -> None:
    assert not findings(typed_address, tuple(path for path in files(".html") if not is_test(path)))


def test_shortcuts_work_on_the_russian_layout() -> None:
    assert not findings(letter_key, tuple(path for path in files(".js") if not is_test(path)))


def test_the_guards_bite() -> None:
    path = Path("voronka/sales/actions/deals.py")
    assert is_domain(path)
    assert is_domain(Path("voronka/sales/queries.py"))
    assert not is_domain(Path("voronka/sales/views/deals.py"))
    assert web_in_domain(path, "from django.http import HttpRequest")
    assert not web_in_domain(path, "from django.db import transaction")
    assert positional_actor(path, "def win(deal, by, at): ...")
    assert not positional_actor(path, "def win(*, deal, by, at): ...")
    assert typed_address(path, '<a href="/deals/">')
    assert not typed_address(path, """<a href="{{ url('deal:list') }}">""")
    assert letter_key(path, 'if (event.key === "k") open();')
    assert not letter_key(path, 'if (event.key === "?") help();')
    assert not letter_key(path, 'if (event.code === "KeyK" || event.key === "Enter") open();')
