"""Which sentences an app shows: found by Babel in its Python, its Jinja2 templates and its JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

DOMAINS = ("django", "djangojs")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# The same environment as voronka.ui.environment; a template that does not parse is an error here too.
JINJA_OPTIONS = {
    "extensions": "jinja2.ext.do",
    "newstyle_gettext": "true",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}
SKIPPED = {"tests", "migrations", "vendor", "locale", "__pycache__"}


def apps(package: Path) -> list[Path]:
    """The folders of the apps and of the project's own settings, which have text too."""
    return sorted(
        folder for folder in package.iterdir() if (folder / "__init__.py").exists() and folder.name != "tests"
    )


def extracted(app: Path, domain: str) -> Catalog:
    """A catalogue of all messages of one app, without translations; domain is `django` or `djangojs`."""
    catalog = Catalog()
    for path, method, options in _sources(app, domain):
        for _line, message, _comments, context in extract_from_file(method, path, KEYWORDS, options=options):
            catalog.add(message, context=context)
    return catalog


def _sources(app: Path, domain: str) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    if domain == "djangojs":
        yield from ((path, "javascript", {}) for path in _files(app / "static", "*.js"))
        return
    yield from ((path, "python", {}) for path in _files(app, "*.py"))
    yield from ((path, "jinja2.ext:babel_extract", JINJA_OPTIONS) for path in _files(app / "jinja2", "*"))


def _files(folder: Path, pattern: str) -> list[Path]:
    paths = folder.rglob(pattern) if folder.exists() else ()
    return sorted(path for path in paths if path.is_file() and not SKIPPED & set(path.relative_to(folder).parts))
