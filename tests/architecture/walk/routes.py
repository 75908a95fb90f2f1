"""Every address of the project with real values in the places of its parameters."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests.architecture.test_urls import operations

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
PAGE_METHODS = ("GET", "POST", "DELETE")
# How many addresses one route gives at most, when its parameters have several values each.
MOST = 10


@dataclass(frozen=True)
class Route:
    """One route: its text with parameters, the view, what was given to it in the URL configuration."""

    text: str
    view: Any
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods worth trying: those of the API's operations, or all that a page could take."""
        declared = {method for operation in operations(self.view) for method in operation.methods}
        return tuple(sorted(declared)) or PAGE_METHODS

    @property
    def is_api(self) -> bool:
        """Whether this is an operation of the API."""
        return bool(operations(self.view))

    def addresses(self, values: Mapping[str, list[str]]) -> Iterator[str]:
        """The addresses of the route for these values of its parameters."""
        names = [match["name"] for match in PARAMETER.finditer(self.text)]
        kind = self.kind
        choices = [values.get(f"{kind}.{name}") or values.get(name) or ["1"] for name in names]
        for chosen in islice(product(*choices), MOST):
            yield "/" + _filled(self.text, dict(zip(names, chosen, strict=True)))

    @property
    def kind(self) -> str:
        """The name of the kind that the route serves, where the URL configuration says it."""
        return getattr(self.given.get("kind"), "name", "")


def all_routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[Route]:
    """Every route; regular expressions with groups (allauth's keys) are left out, they carry their own secrets."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        text = prefix + _text(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern.url_patterns, text)
        elif isinstance(pattern, URLPattern) and "(" not in text:
            yield Route(text, pattern.callback, pattern.default_args)


def _text(pattern: Any) -> str:
    return str(pattern) if isinstance(pattern, RoutePattern) else str(pattern).strip("^$")


def _filled(text: str, values: Mapping[str, str]) -> str:
    return PARAMETER.sub(lambda match: values[match["name"]], text)
