"""The tree of departments."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voronka.accounts.actions import departments
from voronka.accounts.models import Department, User
from voronka.accounts.queries import department_ids_below
from voronka.accounts.tests.at_once import at_once
from voronka.core.errors import Forbidden, Refused


def ancestors(pk: int) -> list[int]:
    parents = dict(Department.objects.values_list("pk", "parent_id"))
    found: list[int] = []
    step = parents[pk]
    while step:
        assert step not in found, "a circle"
        found.append(step)
        step = parents[step]
    return found


def test_add_rename_move(boss: User, company: Department) -> None:
    sales = departments.create(name="  Отдел   продаж ", parent=company, by=boss)
    south = departments.create(name="Юг", parent=sales, by=boss)
    departments.rename(department=south, name="Юг и Кавказ", by=boss)
    departments.move(department=south, parent=company, by=boss)
    south.refresh_from_db()
    assert (sales.name, south.name, south.parent) == ("Отдел продаж", "Юг и Кавказ", company)


def test_one_name_once_under_one_parent(boss: User, company: Department) -> None:
    departments.create(name="Юг", parent=company, by=boss)
    with pytest.raises(Refused) as caught:
        departments.create(name="Юг", parent=company, by=boss)
    assert caught.value.field == "name"
    departments.create(name="Юг", parent=None, by=boss)


def test_only_an_administrator(worker: User, company: Department) -> None:
    with pytest.raises(Forbidden):
        departments.create(name="Тень", parent=company, by=worker)


def test_never_under_itself(boss: User, company: Department) -> None:
    sales = departments.create(name="Продажи", parent=company, by=boss)
    south = departments.create(name="Юг", parent=sales, by=boss)
    for parent in (company, sales, south):
        with pytest.raises(Refused):
            departments.move(department=company, parent=parent, by=boss)


def test_switch_off_only_an_empty_one(boss: User, worker: User, company: Department) -> None:
    for department in (company, worker.department):
        assert department
        with pytest.raises(Refused):
            departments.switch(department=department, on=False, by=boss)
    empty = departments.create(name="Пусто", parent=company, by=boss)
    assert not departments.switch(department=empty, on=False, by=boss).is_active
    with pytest.raises(Refused):
        departments.create(name="Внутри", parent=empty, by=boss)
    assert departments.switch(department=empty, on=True, by=boss).is_active


def test_below_is_one_query(boss: User, company: Department, django_assert_num_queries) -> None:
    sales = departments.create(name="Продажи", parent=company, by=boss)
    south = departments.create(name="Юг", parent=sales, by=boss)
    service = departments.create(name="Сервис", parent=company, by=boss)
    with django_assert_num_queries(1):
        assert department_ids_below(sales.pk) == {sales.pk, south.pk}
    assert department_ids_below(company.pk) == {company.pk, sales.pk, south.pk, service.pk}
    assert department_ids_below(None) == frozenset()
    assert department_ids_below(0) == frozenset()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 5)), max_size=12))
def test_any_moves_leave_a_tree(boss: User, moves: list[tuple[int, int]]) -> None:
    tag = Department.objects.count()
    tree = [departments.create(name=f"{tag}-{n}", parent=None, by=boss) for n in range(6)]
    for what, where in moves:
        try:
            departments.move(department=tree[what], parent=tree[where] if where >= 0 else None, by=boss)
        except Refused:
            assert what == where or tree[what].pk in ancestors(tree[where].pk)
    for one in tree:
        assert all(one.pk in department_ids_below(pk) for pk in ancestors(one.pk))


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_close_no_circle(boss: User) -> None:
    for attempt in range(5):
        left = departments.create(name=f"A{attempt}", parent=None, by=boss)
        right = departments.create(name=f"B{attempt}", parent=None, by=boss)
        results = at_once(
            lambda a=left, b=right: departments.move(department=a, parent=b, by=boss),
            lambda a=left, b=right: departments.move(department=b, parent=a, by=boss),
        )
        assert sum(isinstance(one, Refused) for one in results) == 1
        assert len(ancestors(left.pk)) + len(ancestors(right.pk)) == 1
