"""A text in a list is found by one index that knows the kind as well, whatever else stands in the base."""

import pytest
from django.db import connection

from voronka.accounts.models import User
from voronka.people.kinds import PERSON
from voronka.records.listing import found_by_text

pytestmark = pytest.mark.django_db

MANY = """
INSERT INTO records_searchentry (kind, record_id, title, subtitle, words, digits, updated_at)
SELECT CASE WHEN n % 2 = 0 THEN 'person' ELSE 'deal' END, 10000000 + n, '', '', md5(n::text), '', now()
FROM generate_series(1, 6000) AS n"""


@pytest.mark.req("X5")
def test_the_kind_and_the_words_are_one_condition_of_the_index(head: User) -> None:
    rows = found_by_text(PERSON, "ром", by=head)
    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("ANALYZE records_searchentry")
        statement, parameters = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {statement}", parameters)
        plan = [line.strip() for (line,) in cursor.fetchall()]
    found = next(place for place, line in enumerate(plan) if "search_kind_words" in line)
    assert "kind" in plan[found + 1]
    assert "words ~~ '%ром%'" in plan[found + 1]
