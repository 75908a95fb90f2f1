"""Roles, their grid, and what a person may in sum."""

from collections.abc import Iterator

import pytest

from voronka.accounts import grid
from voronka.accounts.actions import roles
from voronka.accounts.models import Grant, User
from voronka.accounts.queries import grants_of
from voronka.accounts.tests.at_once import at_once
from voronka.core.errors import Forbidden, NotFound, Refused


@pytest.fixture(autouse=True)
def boats() -> Iterator[None]:
    grid.register_kind("boat", "Boats")
    yield
    grid._kinds.pop("boat")


def test_widest_grant_of_roles_in_use_counts(boss: User, worker: User, django_assert_num_queries) -> None:
    seller, head, old = (roles.create(name=name, by=boss) for name in ("Продавец", "Руководитель", "Старая"))
    roles.set_grant(role=seller, kind="boat", action="view", scope="own", by=boss)
    roles.set_grant(role=seller, kind="boat", action="edit", scope="own", by=boss)
    roles.set_grant(role=head, kind="boat", action="view", scope="department", by=boss)
    roles.set_grant(role=old, kind="boat", action="view", scope="all", by=boss)
    roles.switch(role=old, on=False, by=boss)
    worker.roles.set([seller, head, old])
    with django_assert_num_queries(1):
        assert dict(grants_of(worker)) == {("boat", "view"): "department", ("boat", "edit"): "own"}
        assert grants_of(worker) is grants_of(worker)
    with pytest.raises(TypeError):
        grants_of(worker)["boat", "delete"] = "all"


def test_cell_is_set_and_emptied(boss: User) -> None:
    role = roles.create(name="Продавец", by=boss)
    for scope in ("own", "all", "all"):
        roles.set_grant(role=role, kind="boat", action="view", scope=scope, by=boss)
        assert role.grants.get().scope == scope
    roles.set_grant(role=role, kind="boat", action="view", scope=None, by=boss)
    assert not role.grants.exists()


@pytest.mark.parametrize(("kind", "action", "scope"), [("ufo", "view", "own"), ("boat", "fly", "own")])
def test_unknown_cell(boss: User, kind: str, action: str, scope: str) -> None:
    role = roles.create(name="Продавец", by=boss)
    with pytest.raises(NotFound):
        roles.set_grant(role=role, kind=kind, action=action, scope=scope, by=boss)


def test_a_right_has_only_its_own_cells(boss: User) -> None:
    grid.register_right("bounty", "Bounties", "view")
    role = roles.create(name="Продавец", by=boss)
    roles.set_grant(role=role, kind="bounty", action="view", scope="all", by=boss)
    with pytest.raises(NotFound):
        roles.set_grant(role=role, kind="bounty", action="delete", scope="all", by=boss)
    grid._kinds.pop("bounty")


def test_unknown_scope(boss: User) -> None:
    role = roles.create(name="Продавец", by=boss)
    with pytest.raises(Refused):
        roles.set_grant(role=role, kind="boat", action="view", scope="galaxy", by=boss)


def test_names_are_not_repeated(boss: User) -> None:
    seller = roles.create(name="Продавец", by=boss)
    other = roles.create(name="Другой", by=boss)
    with pytest.raises(Refused):
        roles.create(name="ПРОДАВЕЦ", by=boss)
    with pytest.raises(Refused):
        roles.rename(role=other, name="Продавец", by=boss)
    assert roles.rename(role=seller, name="Продавец юга", by=boss).name == "Продавец юга"


def test_copy_of_a_role(boss: User) -> None:
    seller = roles.create(name="Продавец", by=boss)
    roles.set_grant(role=seller, kind="boat", action="view", scope="own", by=boss)
    copied = roles.create(name="Стажёр", like=seller, by=boss)
    assert copied.grants.get().scope == "own"


def test_only_an_administrator(boss: User, worker: User) -> None:
    role = roles.create(name="Продавец", by=boss)
    with pytest.raises(Forbidden):
        roles.set_grant(role=role, kind="boat", action="view", scope="all", by=worker)


@pytest.mark.django_db(transaction=True)
def test_two_set_one_cell_at_once(boss: User) -> None:
    role = roles.create(name="Продавец", by=boss)
    results = at_once(
        *(lambda s=s: roles.set_grant(role=role, kind="boat", action="view", scope=s, by=boss) for s in ("own", "all"))
    )
    assert results == [None, None]
    assert Grant.objects.filter(role=role).count() == 1
