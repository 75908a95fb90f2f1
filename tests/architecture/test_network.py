"""Only core.outbound opens connections: what import-linter cannot tell apart inside the standard library."""

import ast
from pathlib import Path

from tests.architecture.source import findings, product_python

FORBIDDEN = ("urllib.request", "http.client", "xmlrpc", "telnetlib", "poplib", "nntplib", "asyncio.open_connection")
ALLOWED = "voronka/core/outbound"


def connection(path: Path, text: str) -> list[str]:
    """Imports of the standard library's own clients."""
    if str(path).startswith(ALLOWED):
        return []
    names = [
        (node.lineno, name)
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [f"{node.module}.{alias.name}" for alias in node.names]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    ]
    return [f"{line} {name}: go through core.outbound" for line, name in names if name.startswith(FORBIDDEN)]


def test_connections_go_through_outbound() -> None:
    assert not findings(connection, product_python())


def test_the_guard_bites() -> None:
    path = Path("voronka/people/actions/x.py")
    for bad in ("import urllib.request", "from urllib import request", "from http.client import HTTPSConnection"):
        assert connection(path, bad), bad
    assert not connection(path, "from urllib.parse import urlencode")
    assert not connection(Path("voronka/core/outbound.py"), "import http.client")
