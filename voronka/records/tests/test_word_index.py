"""A text in a list is found by one index that knows the kind as well, whatever else stands in the base."""

import pytest
from django.db import connection

from voronka.accounts.models import User
from voronka.people.kinds import PERSON
from voronka.records.listing import found_by_text

pytestmark = pytest.mark.django_db


@pytest.mark.req("X5")
def test_the_kind_and_the_words_are_one_condition_of_the_index(head: User) -> None:
    rows = found_by_text(PERSON, "ром", by=head)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # In a small table the planner may take any of them: only what is asked about is left, until the test ends.
        cursor.execute("ALTER TABLE records_searchentry DROP CONSTRAINT search_entry_once")
        cursor.execute("DROP INDEX search_entry_latest")
        statement, parameters = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {statement}", parameters)
        plan = [line.strip() for (line,) in cursor.fetchall()]
    found = next(place for place, line in enumerate(plan) if "search_kind_words" in line)
    assert "kind" in plan[found + 1]
    assert "words ~~ '%ром%'" in plan[found + 1]
