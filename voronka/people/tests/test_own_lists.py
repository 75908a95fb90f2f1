"""My clients by name are read off one index, as far as the page goes: not past the names of everybody's."""

import pytest
from django.db import connection

from voronka.accounts.models import User
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records.keyset import first_ids
from voronka.records.kinds import Kind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "index"), [(PERSON, "person_owner_and_name"), (ORGANIZATION, "organization_owner_and_name")]
)
def test_the_owner_and_the_order_are_one_index(admin: User, kind: Kind, index: str) -> None:
    mine = first_ids(kind.model._default_manager.filter(owner=admin), kind=kind, sort="name", by=admin, size=50)
    statement, parameters = mine.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {statement}", parameters)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"using {index} on" in plan, plan
    assert "Index Cond: (owner_id = " in plan
    assert "Filter" not in plan
    assert "Sort" not in plan
