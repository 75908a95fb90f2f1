"""A field that a role hides is told by no address and no method, however far the role reaches: a walk with secrets."""

import pytest
from django.urls import reverse

from tests.architecture.walk.secrets import Secrets, tells_secret, trainee
from tests.architecture.walk.walking import Walk
from voronka.accounts.models import Department, User
from voronka.records import kinds

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.req("E1")]

# Without an id of a record in the address there is nothing to erase; an answer to an erasure says nothing at all.
METHODS = {"GET", "POST", "PATCH"}


@pytest.fixture
def secrets(sales: Department) -> Secrets:
    return Secrets(User.objects.create_user("owner@example.com", None, first_name="Ирина", department=sales))


def test_a_hidden_field_is_nowhere(secrets: Secrets, sales: Department, faults: list[str]) -> None:
    walk, found = Walk(trainee(sales), secrets), []
    asked_of = [*walk.everywhere(thorough=False, methods=METHODS)]
    asked_of += [walk.ask("GET", f"/duplicates/{name}/merge/?ids={ids}") for name, ids in secrets.pairs.items()]
    for asked in asked_of:
        if tells_secret(asked.body):
            found.append(f"{asked} tells a secret")
        if not asked.untouched:
            found.append(f"{asked} changed a hidden field")
    assert found == []
    assert faults == []


def test_the_walk_has_eyes(secrets: Secrets, admin: User) -> None:
    walk = Walk(admin, secrets)
    for kind in kinds.all_kinds():
        assert tells_secret(walk.ask("GET", reverse(f"{kind.name}:card", args=[secrets.made[kind.model].pk])).body)
        assert tells_secret(walk.ask("GET", f"/api/v1/{kind.plural}").body), kind.name
    for name, ids in secrets.pairs.items():
        assert tells_secret(walk.ask("GET", f"/duplicates/{name}/merge/?ids={ids}").body)
