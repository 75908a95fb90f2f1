"""Fixtures of the engine's tests: rights to fields."""

import pytest

from voronka.accounts.models import Role, User
from voronka.records import kinds
from voronka.records.actions import field_rules
from voronka.records.tests.rules import Rule


@pytest.fixture
def rule(admin: User, own_role: Role) -> Rule:
    """Give the sellers a right to a field; everybody is loaded anew, as by a next request."""

    def give(field: str, right: str = "hidden", *, kind: str = "person", role: Role | None = None) -> None:
        field_rules.set_right(role=role or own_role, kind=kinds.get(kind), field=field, right=right, by=admin)

    return give
