"""Fixtures of the engine's tests: rights to fields, and what is demanded of them."""

import pytest

from voronka.accounts.models import Role, User
from voronka.records import kinds
from voronka.records.actions import field_rules, obligations
from voronka.records.tests.rules import Demand, Rule


@pytest.fixture
def rule(admin: User, own_role: Role) -> Rule:
    """Give the sellers a right to a field; everybody is loaded anew, as by a next request."""

    def give(field: str, right: str = "hidden", *, kind: str = "person", role: Role | None = None) -> None:
        field_rules.set_right(role=role or own_role, kind=kinds.get(kind), field=field, right=right, by=admin)

    return give


@pytest.fixture
def demand(admin: User) -> Demand:
    """Demand a field of everybody or of some roles, from a moment on."""

    def say(field: str, *roles: Role, kind: str = "person", moment: str = "create") -> None:
        demands = {moment: [role.pk for role in roles] or None}
        obligations.prescribe(kind=kinds.get(kind), field=field, demands=demands, by=admin)

    return say
