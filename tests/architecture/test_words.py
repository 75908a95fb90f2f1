"""What every module says of itself, and what it may not say: the clock, secrets, silenced checks."""

import ast
import io
import re
import tokenize
from pathlib import Path

from tests.architecture.source import dotted, files, findings, is_test, product_python
from tests.architecture.test_edges import is_edge

CLOCKS = re.compile(r"(^|\.)(timezone\.(now|localdate|localtime)|datetime\.(now|utcnow|today)|date\.today)$")
# Places outside the edges that need the clock: file -> why.
CLOCK_ALLOWED: dict[str, str] = {
    "voronka/ui/samples.py": "the gallery shows moments around now",
    "voronka/config/schedule.py": "what runs by the clock asks it",
    "voronka/ui/filters.py": "templates say how long ago something was, they are an edge too",
    "voronka/accounts/sign_ins.py": "a session that Django asks for has no place to be given the time",
}
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|(?i:password|passwd|secret|api_?key|token)\w*\s*[:=]\s*[\"'][^\"'\s{}]{12,}[\"']"
)
# Literals that look like a secret and are none: file -> why.
SECRET_ALLOWED: dict[str, str] = {
    "voronka/home/demo/cast.py": "the password of the demo company, which the demo itself tells everybody",
}
REFUSALS = {"Refused", "Forbidden", "NotFound", "Conflict"}
SILENCERS = re.compile(r"#\s*(noqa\b(:\s*[A-Z]+[0-9]+(,\s*[A-Z]+[0-9]+)*)?|type:\s*ignore(\[[\w\-, ]+\])?)")


def bad_docstring(path: Path, text: str) -> list[str]:
    """A module begins with one sentence; an empty file says nothing."""
    tree = ast.parse(text)
    if not tree.body:
        return []
    docstring = (ast.get_docstring(tree) or "").strip()
    if not docstring:
        return ["1 no sentence saying what belongs here"]
    if "\n\n" in docstring or re.search(r"[.!?] +[A-ZА-Я]", docstring) or not docstring.endswith("."):
        return ["1 the docstring of a module is one sentence with a full stop"]
    return []


def clock(path: Path, text: str) -> list[str]:
    """Domain code is given the time; edges know it and pass it on."""
    if is_edge(path) or str(path) in CLOCK_ALLOWED:
        return []
    tree = ast.parse(text)
    asked = [(node.lineno, dotted(node)) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    asked += [
        (node.lineno, f"{node.module}.{one.name}")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    ]
    return [f"{line} {name}: the edge passes the time in" for line, name in asked if CLOCKS.search(name)]


def secret(path: Path, text: str) -> list[str]:
    """Secrets come from the environment or from a file outside the repository."""
    if str(path) in SECRET_ALLOWED:
        return []
    return [f"{number} a secret?" for number, line in enumerate(text.splitlines(), 1) if SECRET.search(line)]


def silenced(path: Path, text: str) -> list[str]:
    """A silenced check names the rule and, after it, the reason: `# noqa: S701  # Django passes autoescape`."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT or not SILENCERS.search(token.string):
            continue
        named = all(match[2] or match[4] for match in SILENCERS.finditer(token.string))
        reason = SILENCERS.sub("", token.string).strip(" #:-–—")
        if not named or len(reason) < 8:
            found.append(f"{token.start[0]} silenced without a rule or a reason: {token.string}")
    return found


def skipped(path: Path, text: str) -> list[str]:
    """A skipped test says why."""
    return [
        f"{node.lineno} skipped without a reason"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call | ast.Attribute)
        and re.search(
            r"pytest\.(mark\.)?(skip|skipif|xfail)$", dotted(node.func if isinstance(node, ast.Call) else node)
        )
        and not _has_reason(node, ast.parse(text))
    ]


def _has_reason(node: ast.Call | ast.Attribute, tree: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):  # bare: fine only as the function of a call, which is looked at by itself
        return any(isinstance(n, ast.Call) and ast.dump(n.func) == ast.dump(node) for n in ast.walk(tree))
    reasons = [keyword.value for keyword in node.keywords if keyword.arg == "reason"]
    if dotted(node.func).endswith(".skip"):
        reasons += node.args
    return any(not (isinstance(value, ast.Constant) and not value.value) for value in reasons)


def untold(path: Path, text: str) -> list[str]:
    """What an action says instead of doing is read by people: translated, not a literal."""
    return [
        f"{node.lineno} {dotted(node.func)} is told in untranslated words"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in REFUSALS
        if node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ]


def test_modules_begin_with_one_sentence() -> None:
    assert not findings(bad_docstring, files(".py"))


def test_domain_code_is_given_the_time() -> None:
    assert not findings(clock, product_python())


def test_no_secrets_in_the_source() -> None:
    texts = files(".py", ".js", ".toml", ".yaml", ".yml", ".ini", ".cfg", ".sh")
    assert not findings(secret, tuple(path for path in texts if not is_test(path)))


def test_checks_are_silenced_with_a_reason() -> None:
    assert not findings(silenced, files(".py"))


def test_tests_are_skipped_with_a_reason() -> None:
    assert not findings(skipped, tuple(path for path in files(".py") if is_test(path)))


def test_refusals_are_translated() -> None:
    assert not findings(untold, product_python())


def test_the_guards_bite() -> None:
    path = Path("voronka/people/queries.py")
    for bad in ('raise NotFound(f"stage {pk}")', 'raise errors.Refused("No", field="name")'):
        assert untold(path, bad), bad
    for good in ('raise NotFound(_("There is no such stage."))', "raise NotFound", "raise NotFound(gone)"):
        assert not untold(path, good), good
    for bad in ("x = 1", '"""Two sentences. Are too many."""\n', '"""No stop"""', '"""One.\n\nMore."""'):
        assert bad_docstring(path, bad), bad
    assert not bad_docstring(path, '"""Reads over persons, e.g. lists and counts."""')
    for bad in (
        "timezone.now()",
        "datetime.now(tz=UTC)",
        "datetime.date.today()",
        "f(default=timezone.now)",
        "from datetime import date\nfrom django.utils.timezone import now",
    ):
        assert clock(path, bad), bad
        assert clock(Path("voronka/activities/actions/tasks.py"), bad), bad
        assert not clock(Path("voronka/people/views/cards.py"), bad)
    assert secret(path, 'API_KEY = "' + "k" * 20 + '"')
    assert secret(path, "-----BEGIN RSA " + "PRIVATE KEY-----")
    assert not secret(path, 'password = env.str("PASSWORD")')
    for bad in ("x = 1  # noqa", "x = 1  # noqa: S701", "x = 1  # type: ignore", "x = 1  # type: ignore  # it is so"):
        assert silenced(path, bad + "\n"), bad
    assert not silenced(path, "x = 1  # noqa: S701  # Django passes autoescape\n")
    for bad in ("pytest.skip()", 'pytest.skip("")', "@pytest.mark.skip\ndef test(): ...", "pytest.mark.skipif(True)"):
        assert skipped(path, bad), bad
    assert not skipped(path, 'pytest.mark.skipif(True, reason="no npm here")')
    assert not skipped(path, 'pytest.skip("the shared data are not here")')
