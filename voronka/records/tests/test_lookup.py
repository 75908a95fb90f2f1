"""Pickers: what they find, for whom, and how many."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from voronka.accounts.models import User
from voronka.records.tests.lists import person, seen


def test_records_are_found_by_any_fragment_those_that_begin_with_it_first(client: Client, seller: User) -> None:
    person(seller, "Бариванов")
    person(seller, "Иванов", phones="8 903 123 45 67")
    found = seen(client, seller, "/persons/lookup/?q=иван").json()
    assert [one["text"] for one in found] == ["Иванов", "Бариванов"]
    assert [one["text"] for one in seen(client, seller, "/persons/lookup/?q=123-45").json()] == ["Иванов"]


@pytest.mark.req("E1")
def test_only_visible_records_are_offered(client: Client, seller: User, colleague: User, outsider: User) -> None:
    person(seller, "Иванов")
    for user, count in ((seller, 1), (colleague, 1), (outsider, 0)):
        for query in ("", "?q=иванов"):
            assert len(seen(client, user, f"/persons/lookup/{query}").json()) == count


def test_no_more_than_twenty(client: Client, seller: User) -> None:
    for number in range(25):
        person(seller, f"Иванов{number}")
    assert len(seen(client, seller, "/persons/lookup/?q=иван").json()) == 20
    assert len(seen(client, seller, "/persons/lookup/").json()) == 20


@pytest.mark.parametrize("query", ["%00", "%25%5F", "' OR 1=1 --", "x" * 5000])
def test_bad_input_finds_nothing(client: Client, seller: User, query: str) -> None:
    person(seller, "Иванов")
    assert seen(client, seller, f"/persons/lookup/?q=z{query}").json() == []


def test_colleagues(client: Client, seller: User, colleague: User) -> None:
    assert [one["text"] for one in seen(client, seller, "/lookup/users/?q=мар").json()] == ["Мария Соколова"]
    colleague.is_active = False
    colleague.save()
    assert seen(client, seller, "/lookup/users/?q=мар").json() == []


def test_without_the_right_there_is_nothing(client: Client, seller: User) -> None:
    seller.roles.clear()
    assert seen(client, seller, "/persons/lookup/?q=иван").status_code == 403


@pytest.mark.req("H10")
@pytest.mark.parametrize("query", ["", "?q=иванов"])
def test_the_latest_come_first_by_one_statement(
    client: Client, seller: User, query: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("Иванов Пётр", "Иванов Олег", "Иванов Яков"):
        person(seller, name)
    seen(client, seller, "/persons/lookup/")
    with django_assert_max_num_queries(
        6
    ):  # session, person, rights, entries, those of places of work, journal of reads
        found = client.get(f"/persons/lookup/{query}").json()
    assert [one["text"] for one in found] == ["Иванов Яков", "Иванов Олег", "Иванов Пётр"]
