"""Nobody reads or changes a foreign record by any address, any method, any role: a walk with canaries."""

import json
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.architecture.test_urls import PUBLIC
from tests.architecture.walk.canaries import KNOWN_TO_ALL, NOW, WORD, Canaries, tells
from tests.architecture.walk.routes import Route, all_routes
from voronka.accounts.actions import tokens
from voronka.accounts.models import Action, Department, Grant, Role, Scope, User
from voronka.records import kinds

pytestmark = pytest.mark.once

# Words by which a list, a search or a picker would be asked for the canary.
QUERIES = ("", f"?q={WORD}&text={WORD}&query={WORD}&term={WORD}", "?kind=person&view=all&sort=name&size=50")
API_BODY = json.dumps({"external_id": "x"})
HTMX = {"HX-Request": "true", "HX-Target": "panel"}
SIGN_IN = "/accounts/login/"
ANSWERS_WITHOUT_SIGN_IN = {401, 403, 404, 405}


@pytest.fixture
def canaries(sales: Department) -> Canaries:
    owner = User.objects.create_user("owner@example.com", None, first_name="Ирина", department=sales)
    return Canaries(owner)


@pytest.fixture
def neighbour(service: Department) -> User:
    """May do everything within another department."""
    role = Role.objects.create(name="Старший в сервисе")
    Grant.objects.bulk_create(
        Grant(role=role, kind=kind.name, action=action, scope=Scope.DEPARTMENT)
        for kind in kinds.all_kinds()
        for action in Action
    )
    user = User.objects.create_user("near@example.com", None, first_name="Сосед", department=service)
    user.roles.add(role)
    return user


@pytest.fixture
def newcomer(sales: Department) -> User:
    """Has no role yet."""
    return User.objects.create_user("new@example.com", None, first_name="Новый", department=sales)


class Walk:
    """Requests of one person, each undone after it was answered."""

    def __init__(self, user: User | None, canaries: Canaries) -> None:
        self.client = Client(raise_request_exception=False)
        self.canaries = canaries
        self.key = {}
        if user:
            self.client.force_login(user)
            plain = tokens.issue(user=user, name="walk", at=NOW)[1]
            self.key = {"Authorization": f"Bearer {plain}"}
        self.prints = canaries.prints()
        self.cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, method: str, address: str, *, htmx: bool = False, changes: bool = True) -> tuple[Any, bool]:
        """The answer, and whether the canaries are untouched after it."""
        self.client.cookies = SimpleCookie(self.cookies)
        data = {"ids": [record.pk for record in self.canaries.made.values()], "name": "x", "value": "x", "version": 1}
        headers = (HTMX if htmx else {}) | (self.key if address.startswith("/api/") else {})
        with transaction.atomic():
            if method == "GET":
                response = self.client.get(address, headers=headers)
            elif method == "POST" and not address.startswith("/api/"):
                response = self.client.post(address, data, headers=headers)
            else:
                response = self.client.generic(method, address, API_BODY, "application/json", headers=headers)
            untouched = not changes or method == "GET" or self.canaries.prints() == self.prints
            transaction.set_rollback(True)
        return response, untouched


def body(response: Any) -> str:
    """Everything that went out: the content and the headers."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace") + str(response.headers)


def steps(route: Route, canaries: Canaries) -> Iterator[tuple[str, str, bool]]:
    """What to ask of a route: method, address, as htmx or not."""
    for address in route.addresses(canaries.ids()):
        for method in route.methods:
            asks = method == "GET" and "<" not in route.text
            for query in QUERIES if asks else QUERIES[:1]:
                yield method, address + query, False
                if method == "GET" and not route.is_api:
                    yield method, address + query, True


def all_steps(canaries: Canaries, *, besides: tuple[str, ...] = ()) -> list[tuple[str, str, bool]]:
    """What to ask of all routes, each once: the API names an address again for every method."""
    routes = [route for route in all_routes() if not (besides and route.text.startswith(besides))]
    return list(dict.fromkeys(step for route in routes for step in steps(route, canaries)))


def leaks(user: User, canaries: Canaries) -> list[str]:
    """Requests of a person whose answer had a canary in it, or that changed one.

    Fragments are parts of the pages and need no walk of their own for a person whose rights reach nothing.
    """
    walk, found, has_rights = Walk(user, canaries), [], user.roles.exists()
    for method, address, htmx in all_steps(canaries):
        if htmx and not has_rights:
            continue
        response, untouched = walk.ask(method, address, htmx=htmx)
        if tells(body(response)):
            found.append(f"{method} {address} shows a canary")
        if not untouched:
            found.append(f"{method} {address} changed a canary")
    return found


@pytest.mark.req("E1")
@pytest.mark.parametrize("role", ["seller", "neighbour", "newcomer"])
def test_a_foreign_record_is_nowhere(
    role: str, canaries: Canaries, faults: list[str], request: pytest.FixtureRequest
) -> None:
    assert leaks(request.getfixturevalue(role), canaries) == []
    assert faults == []


@pytest.mark.req("E1")
def test_nothing_answers_without_a_sign_in(canaries: Canaries, faults: list[str]) -> None:
    walk, found = Walk(None, canaries), []
    for method, address, htmx in all_steps(canaries, besides=tuple(PUBLIC)):
        response, untouched = walk.ask(method, address, htmx=htmx)
        to_sign_in = response.status_code == 302 and response.headers["Location"].startswith(SIGN_IN)
        if not (to_sign_in or response.status_code in ANSWERS_WITHOUT_SIGN_IN) or not untouched:
            found.append(f"{method} {address}: {response.status_code}")
        if tells(body(response)):
            found.append(f"{method} {address} shows a canary")
    assert found == []
    assert faults == []


@pytest.mark.req("E1")
@pytest.mark.parametrize("role", ["colleague", "head", "admin"])
def test_the_walk_has_eyes(role: str, canaries: Canaries, request: pytest.FixtureRequest) -> None:
    walk = Walk(request.getfixturevalue(role), canaries)
    for kind in kinds.all_kinds():
        if kind.name in KNOWN_TO_ALL:
            continue
        response, _ = walk.ask("GET", reverse(f"{kind.name}:card", args=[canaries.made[kind.model].pk]))
        assert tells(body(response)), kind.name
        lists = [walk.ask("GET", reverse(f"{kind.name}:list") + query)[0] for query in ("", "?view=team")]
        assert any(tells(body(response)) for response in lists), kind.name
        response, _ = walk.ask("GET", f"/api/v1/{kind.plural}")
        assert tells(body(response)), kind.name
        response, untouched = walk.ask("PATCH", f"/api/v1/{kind.plural}/{canaries.made[kind.model].pk}")
        assert response.status_code == 200, kind.name
        assert not untouched, kind.name
