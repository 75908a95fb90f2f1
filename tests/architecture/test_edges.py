"""Views, API, forms, jobs and commands write nothing themselves: they call one action, and ask one place for htmx."""

import ast
from pathlib import Path

from tests.architecture.source import dotted, findings, product_python

# `asking` reads who asks, and when, out of a request.
EDGES = {"asking", "views", "api", "forms", "schemas", "tasks", "management", "admin", "cli", "commands", "urls"}
# Within these folders a file is named after its noun: actions/tasks.py is about tasks, not a module of jobs.
INSIDE = {"actions", "queries", "models", "kinds"}
WRITES = {
    "save", "asave", "create", "acreate", "delete", "adelete", "bulk_create", "bulk_update", "abulk_create",
    "get_or_create", "update_or_create", "create_user", "create_superuser",
}  # fmt: skip
# What looks like a write and is none, or is the business of the edge: (file, call) -> why.
RENDER = Path("voronka/ui/render.py")
ALLOWED: dict[tuple[str, str], str] = {}


def is_edge(path: Path) -> bool:
    """Whether a file is an edge: `views.py`, `views/…`, `api.py` and so on of any app."""
    return not INSIDE & set(path.parts) and bool(EDGES & {*path.parts[1:-1], path.stem})


def writes(path: Path, text: str) -> list[str]:
    """Calls that write through the ORM; calls of functions of an imported `actions` module are what edges are for."""
    tree = ast.parse(text)
    actions = _names_of_actions(tree)
    return [
        f"{node.lineno} {dotted(node.func)}() writes; call an action"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and _is_write(node, node.func.attr)
        and dotted(node.func).partition(".")[0] not in actions
        and ".actions." not in dotted(node.func)
        and (str(path), dotted(node.func)) not in ALLOWED
    ]


def header_read(path: Path, text: str) -> list[str]:
    """`is_htmx` knows the history that htmx restores too; who reads the header himself gives it half a page."""
    if path == RENDER:
        return []
    return [
        f"{node.lineno} ask is_htmx() of voronka.ui.render"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and node.value == "HX-Request"
    ]


def _is_write(node: ast.Call, name: str) -> bool:
    if name == "update":  # a queryset takes only keywords, a dict hardly ever does
        return bool(node.keywords) and not node.args
    if name == "delete":  # a queryset or a record takes nothing; a cache, a client or a router takes something
        return not node.args
    return name in WRITES


def _names_of_actions(tree: ast.AST) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and "actions" in [*(node.module or "").split("."), *(a.name for a in node.names)]
        for alias in node.names
    }


def test_edges_write_nothing() -> None:
    assert not findings(writes, tuple(path for path in product_python() if is_edge(path)))


def test_one_place_reads_the_header_of_htmx() -> None:
    assert not findings(header_read, product_python())


def test_the_guard_bites() -> None:
    view = Path("voronka/people/views/cards.py")
    assert is_edge(view)
    assert is_edge(Path("voronka/people/api.py"))
    assert not is_edge(Path("voronka/people/actions/persons.py"))
    assert not is_edge(Path("voronka/activities/actions/tasks.py"))
    for bad in (
        "person.save()",
        "form.save(commit=True)",
        "Person.objects.create(name='x')",
        "persons_visible_to(user).filter(pk=1).update(name='x')",
        "person.delete()",
        "Person.objects.bulk_create(rows)",
    ):
        assert writes(view, bad), bad
    for good in (
        "from voronka.people.actions import persons\npersons.create(by=user)",
        "from voronka.records import actions\nactions.update(person, by=user)",
        "context.update(extra)",
        "cache.delete('key')",
    ):
        assert not writes(view, good), good
    assert header_read(view, 'if not request.headers.get("HX-Request"): ...')
    assert not header_read(view, "if not is_htmx(request): ...")
    assert not header_read(RENDER, 'return "HX-Request" in request.headers')
