"""Nothing grows too big to be read at once, and nothing is named after nothing."""

import ast
import re
from pathlib import Path

from tests.architecture.source import files, findings, functions

MAX_FILE, MAX_FUNCTION = 300, 50
# What no brace is counted in: comments, strings, templates, regular expressions.
QUOTED = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
    r"""|(?<=[(=,:&|!?])\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+/""",
    re.DOTALL,
)
BRACE = re.compile(r"(?P<head>[^\n{}]*?)(?P<brace>[{}])")
BODY = re.compile(r"=>\s*$|\)\s*$")
STATEMENT = re.compile(r"\b(if|for|while|switch|catch|with)\s*\([^{}]*\)\s*$")
FORBIDDEN = {
    "util", "utils", "utility", "utilities", "helper", "helpers", "common", "misc",
    "manager", "managers", "service", "services", "stuff", "tools_", "lib",
}  # fmt: skip


def long_file(path: Path, text: str) -> list[str]:
    """A file is a screenful or five."""
    count = len(text.splitlines())
    return [f" {count} lines, more than {MAX_FILE}"] if count > MAX_FILE else []


def long_function(path: Path, text: str) -> list[str]:
    """A function does one thing."""
    lengths = [(node, (node.end_lineno or 0) - node.lineno + 1) for node in functions(ast.parse(text))]
    return [
        f"{node.lineno} {node.name} has {length} lines, more than {MAX_FUNCTION}"
        for node, length in lengths
        if length > MAX_FUNCTION
    ]


def long_script_function(path: Path, text: str) -> list[str]:
    """The same for JavaScript: from the brace after `=>` or `)` to the one that closes it."""
    plain = QUOTED.sub(lambda found: "\n" * found[0].count("\n"), text)
    open_at: list[tuple[int, bool]] = []
    found = []
    for match in BRACE.finditer(plain):
        line = plain.count("\n", 0, match.start("brace")) + 1
        if match["brace"] == "{":
            head = match["head"]
            open_at.append((line, bool(BODY.search(head)) and not STATEMENT.search(head)))
        elif open_at:
            start, is_function = open_at.pop()
            length = line - start + 1
            if is_function and length > MAX_FUNCTION:
                found.append(f"{start} a function of {length} lines, more than {MAX_FUNCTION}")
    return found


def empty_name(path: Path, text: str) -> list[str]:
    """A name says what is inside."""
    parts = [*path.parent.parts, path.name.partition(".")[0]]
    return [f" «{part}» says nothing of what is inside" for part in parts if part.lower() in FORBIDDEN]


def test_files_are_short() -> None:
    assert not findings(long_file, files(".py", ".js", ".css", ".html"))


def test_functions_are_short() -> None:
    assert not findings(long_function, files(".py"))


def test_functions_of_scripts_are_short() -> None:
    scripts = files(".js")
    assert any(path.name == "board.js" for path in scripts)
    assert not findings(long_script_function, scripts)


def test_names_say_what_is_inside() -> None:
    assert not findings(empty_name, files(".py", ".js", ".css", ".html"))


def not_packages(paths: tuple[Path, ...]) -> set[str]:
    """Folders with Python that are no packages: two tests of one name would hide each other there."""
    present = set(paths)
    return {str(path.parent) for path in paths if path.parent.name and path.parent / "__init__.py" not in present}


def test_every_folder_of_python_is_a_package() -> None:
    assert not_packages(tuple(path for path in files(".py") if path.parts[0] != "bench")) == set()


def test_the_guards_bite() -> None:
    long = "def f():\n" + "    x = 1\n" * 60
    assert long_function(Path("voronka/x.py"), long) == ["1 f has 61 lines, more than 50"]
    body = "  go();\n" * 60
    for head in ("const f = () => ", "export async function f(a) ", "customElements.define('x-y', class { connect() "):
        assert long_script_function(Path("x.js"), head + "{\n" + body + "}"), head
    for head in ("const f = ", "if (a) ", "} else if (b(c)) ", "class A extends B "):
        assert not long_script_function(Path("x.js"), head + "{\n" + body + "}"), head
    assert not long_script_function(Path("x.js"), "f(() => { say(`}`, '{', /[{]/); })\n" + body)
    assert long_file(Path("voronka/x.py"), "\n" * 301)
    assert not long_file(Path("voronka/x.py"), "\n" * 300)
    for bad in ("voronka/people/utils.py", "voronka/people/helpers/x.py", "voronka/ui/static/ui/common.js"):
        assert empty_name(Path(bad), "")
    assert not_packages((Path("a/__init__.py"), Path("a/b/test_x.py"))) == {"a/b"}
    assert not empty_name(Path("voronka/people/queries.py"), "")
