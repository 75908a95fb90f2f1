"""Pages of a list in any order: nothing twice, nothing left out, empty values last."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from voronka.accounts.models import User
from voronka.people.kinds import ORGANIZATION
from voronka.records import access, actions, listing
from voronka.records.fields import FilterContext
from voronka.records.keyset import page
from voronka.records.listing import Question, ask

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
CHANCES = (30, None, 90, 30, None, 60, 30, None)


@pytest.fixture
def firms(seller: User) -> list[Any]:
    return [
        actions.create(kind=ORGANIZATION, values={"name": f"Фирма {place}", "probability": chance}, by=seller, at=NOW)
        for place, chance in enumerate(CHANCES)
    ]


def read(sort: str, seller: User, size: int) -> list[Any]:
    """All rows, page by page."""
    found, after = [], ""
    for _turn in range(len(CHANCES) + 1):
        part = page(
            access.visible(ORGANIZATION, seller), kind=ORGANIZATION, sort=sort, by=seller, after=after, size=size
        )
        found += part.rows
        after = part.after
        if not after:
            return found
    raise AssertionError("the pages do not end")


@pytest.mark.own_sql
@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 50])
def test_empty_values_stand_last_either_way(firms: list[Any], seller: User, size: int) -> None:
    del firms
    up = [one.probability for one in read("probability", seller, size)]
    assert up == [30, 30, 30, 60, 90, None, None, None]
    down = read("-probability", seller, size)
    assert [one.probability for one in down] == [90, 60, 30, 30, 30, None, None, None]
    assert len({one.pk for one in down}) == len(CHANCES)


@pytest.mark.parametrize("size", [1, 3, 50])
def test_equal_keys_are_told_apart_by_the_id(firms: list[Any], seller: User, size: int) -> None:
    ids = [one.pk for one in firms]
    assert [one.pk for one in read("created_at", seller, size)] == ids
    assert [one.pk for one in read("-created_at", seller, size)] == ids[::-1]


def test_what_is_never_empty_is_asked_for_once_and_along_its_index(firms: list[Any], seller: User) -> None:
    del firms
    with CaptureQueriesContext(connection) as asked:
        page(access.visible(ORGANIZATION, seller), kind=ORGANIZATION, sort="-created_at", by=seller, size=3)
        page(access.visible(ORGANIZATION, seller), kind=ORGANIZATION, sort="name", by=seller, size=50)
    statements = [one["sql"] for one in asked if "people_organization" in one["sql"]]
    assert len(statements) == 2
    assert not any("NULLS" in one or "IS NULL" in one.partition("ORDER BY")[2] for one in statements)


@pytest.mark.parametrize(("least", "way"), [(2, "LIMIT 1) IS NOT NULL"), (50, "= ANY(ARRAY(")])
def test_a_frequent_text_is_found_as_a_rare_one(
    firms: list[Any], seller: User, monkeypatch: pytest.MonkeyPatch, least: int, way: str
) -> None:
    """One that many of the first rows hold is asked of each in turn, another one is looked up first."""
    actions.create(kind=ORGANIZATION, values={"name": "Другая"}, by=seller, at=NOW)
    question = Question(text="фирма", sort="-probability")
    context = FilterContext(by=seller, at=NOW, zone=UTC)
    rare = ask(ORGANIZATION, question, context)
    monkeypatch.setattr(listing, "CAP", 2)
    monkeypatch.setattr(listing, "LEAST", least)
    with CaptureQueriesContext(connection) as asked:
        frequent = ask(ORGANIZATION, question, context)
    assert [one.pk for one in frequent.page.rows] == [one.pk for one in rare.page.rows]
    assert {one.pk for one in rare.page.rows} == {one.pk for one in firms}
    assert frequent.count == 3
    assert any(way in one["sql"] for one in asked)


def test_few_found_are_named_to_the_page(firms: list[Any], seller: User) -> None:
    context = FilterContext(by=seller, at=NOW, zone=UTC)
    with CaptureQueriesContext(connection) as asked:
        found = ask(ORGANIZATION, Question(text="фирма"), context)
    assert {one.pk for one in found.page.rows} == {one.pk for one in firms}
    assert found.count == len(firms)
    sought = [one["sql"] for one in asked if "records_searchentry" in one["sql"]]
    assert len(sought) == 1  # the statement of the rows knows their ids and seeks no text, which once took it 17 s
    assert ask(ORGANIZATION, Question(text="никого"), context).count == 0
