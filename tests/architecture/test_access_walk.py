"""Nobody reads or changes a foreign record by any address, any method, any role: a walk with canaries."""

import re

import pytest
from django.urls import reverse

from tests.architecture.test_urls import PUBLIC
from tests.architecture.walk.canaries import KNOWN_TO_ALL, Canaries, tells
from tests.architecture.walk.routes import PARAMETER, all_routes
from tests.architecture.walk.walking import Walk
from voronka.accounts.models import Action, Department, Grant, Role, Scope, User
from voronka.records import kinds

pytestmark = pytest.mark.once

SIGN_IN = "/accounts/login/"
ANSWERS_WITHOUT_SIGN_IN = {401, 403, 404, 405}
NEVER = 987_654_321
# What differs between two answers by itself: tokens of forms, ids of requests, how long it took.
CHANCE = re.compile(r"[0-9a-f]{32}|\b[A-Za-z0-9]{64}\b|'(Content-Length|Server-Timing)': '[^']*'")


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


def leaks(user: User, canaries: Canaries) -> list[str]:
    """Requests of a person whose answer had a canary in it, or that changed one.

    Fragments are parts of the pages and need no walk of their own for a person whose rights reach nothing.
    """
    found = []
    for asked in Walk(user, canaries).everywhere(fragments=user.roles.exists()):
        if tells(asked.body):
            found.append(f"{asked} shows a canary")
        if not asked.untouched:
            found.append(f"{asked} changed a canary")
    return found


@pytest.mark.req("E1")
@pytest.mark.parametrize("role", ["seller", "neighbour", "newcomer"])
def test_a_foreign_record_is_nowhere(
    role: str, canaries: Canaries, faults: list[str], request: pytest.FixtureRequest
) -> None:
    assert leaks(request.getfixturevalue(role), canaries) == []
    assert faults == []


@pytest.mark.req("E1")
def test_a_foreign_record_answers_like_an_absent_one(canaries: Canaries, seller: User) -> None:
    walk, found, compared = Walk(seller, canaries), [], 0
    for route in all_routes():
        names = [match["name"] for match in PARAMETER.finditer(route.text)]
        if route.kind not in {one.name for one in kinds.all_kinds()} - set(KNOWN_TO_ALL) or "pk" not in names:
            continue
        address = next(route.addresses(canaries.ids()))
        pk = canaries.ids()[f"{route.kind}.pk"][0]
        absent = next(route.addresses(canaries.ids() | {f"{route.kind}.pk": [str(NEVER)]}))
        for method in route.methods:
            foreign, never = walk.ask(method, address), walk.ask(method, absent)
            compared += 1
            if (foreign.status, _shape(foreign.body, pk)) != (never.status, _shape(never.body, str(NEVER))):
                found.append(f"{foreign}: {foreign.status} and {never.status}")
    assert found == []
    assert compared > 40


def _shape(body: str, pk: str) -> str:
    return re.sub(rf"(?<=/){pk}\b", "#", CHANCE.sub("~", body))


@pytest.mark.req("E1")
def test_nothing_answers_without_a_sign_in(canaries: Canaries, faults: list[str]) -> None:
    found = []
    for asked in Walk(None, canaries).everywhere(besides=tuple(PUBLIC)):
        to_sign_in = asked.status == 302 and asked.response.headers["Location"].startswith(SIGN_IN)
        if not (to_sign_in or asked.status in ANSWERS_WITHOUT_SIGN_IN) or not asked.untouched:
            found.append(f"{asked}: {asked.status}")
        if tells(asked.body):
            found.append(f"{asked} shows a canary")
    assert found == []
    assert faults == []


@pytest.mark.req("E1")
@pytest.mark.parametrize("role", ["colleague", "head", "admin"])
def test_the_walk_has_eyes(role: str, canaries: Canaries, request: pytest.FixtureRequest) -> None:
    walk = Walk(request.getfixturevalue(role), canaries)
    for kind in kinds.all_kinds():
        if kind.name in KNOWN_TO_ALL:
            continue
        assert tells(walk.ask("GET", reverse(f"{kind.name}:card", args=[canaries.made[kind.model].pk])).body), kind.name
        lists = [walk.ask("GET", reverse(f"{kind.name}:list") + query) for query in ("", "?view=team")]
        assert any(tells(asked.body) for asked in lists), kind.name
        assert tells(walk.ask("GET", f"/api/v1/{kind.plural}").body), kind.name
        patched = walk.ask("PATCH", f"/api/v1/{kind.plural}/{canaries.made[kind.model].pk}")
        assert patched.status == 200, kind.name
        assert not patched.untouched, kind.name
