"""Every address has an access rule: signed-in people only, unless listed here with the reason; and its methods."""

import inspect
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from ninja.operation import PathView

OWN = {"voronka", "tests"}
# Open to everybody: the start of the address -> why.
PUBLIC = {
    "accounts/login/": "one signs in here",
    "accounts/logout/": "signing out twice does no harm",
    "accounts/signup/": "says that sign-up is closed",
    "accounts/inactive/": "says that the account is switched off",
    "accounts/setup/": "the one-time link of the first start, it carries its own secret",
    "accounts/password/reset/": "who forgot the password is not signed in",
    "ui/styles.css": "the sign-in page is dressed too",
    "ui/messages.js": "texts of the scripts, the sign-in page has scripts too",
    "accounts/2fa/authenticate/": "the second step of signing in",
    "api/v1/openapi.json": "the description of the API holds no data",
    "accounts/2fa/webauthn/login/": "signing in by a passkey",
}


def routes(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address with its view, the included ones too."""
    for pattern in patterns:
        route = (prefix + str(pattern.pattern)).replace("^", "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def operations(view: Any) -> list[Any]:
    """The operations of the API behind a view, empty for a page."""
    owner = next(
        (
            cell.cell_contents
            for cell in getattr(view, "__closure__", None) or ()
            if isinstance(cell.cell_contents, PathView)
        ),
        None,
    )
    owner = owner or getattr(view, "__self__", None)
    return list(owner.operations) if isinstance(owner, PathView) else []


def unguarded(patterns: list[Any]) -> list[str]:
    """Addresses that neither ask for a sign-in nor for a token."""
    found = []
    for route, view in routes(patterns):
        keys = operations(view)
        if keys and all(operation.auth_callbacks for operation in keys):
            continue
        if keys or not getattr(view, "login_required", True):
            found.append(route)
    return found


def test_signing_in_is_asked_for_everywhere() -> None:
    assert "voronka.accounts.middleware.SignInRequiredMiddleware" in settings.MIDDLEWARE


def test_every_open_address_is_listed_with_its_reason() -> None:
    found = unguarded(get_resolver().url_patterns)
    assert [route for route in found if not route.startswith(tuple(PUBLIC))] == []
    assert [start for start in PUBLIC if not any(route.startswith(start) for route in found)] == []


def test_the_guard_bites() -> None:
    def closed(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    @login_not_required
    def opened(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert unguarded([path("a/", closed), path("b/", opened)]) == ["b/"]


def undecided(patterns: list[Any]) -> list[str]:
    """Addresses of our own pages that answer to any method alike: a POST or DELETE there would seem to have worked."""
    return [
        route
        for route, view in routes(patterns)
        if inspect.unwrap(view).__module__.partition(".")[0] in OWN
        and not operations(view)
        and not _states_methods(view)
    ]


def _states_methods(view: Any) -> bool:
    """Whether one of Django's decorators around the view, or around what it calls at last, names its methods."""
    while view is not None:
        if "request_method_list" in getattr(getattr(view, "__code__", None), "co_freevars", ()):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_page_says_which_methods_it_answers() -> None:
    assert undecided(get_resolver().url_patterns) == []


def test_the_guard_of_methods_bites() -> None:
    def any_method(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [
        path("a/", any_method),
        path("b/", require_safe(any_method)),
        path("c/", never_cache(require_POST(any_method))),
    ]
    assert undecided(patterns) == ["a/"]
