"""Prepared questions are planned once for a connection; all the rest is planned for its values."""

from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from django.db.utils import DataError, NotSupportedError
from django.utils import timezone

from voronka.accounts.models import User
from voronka.core import planned
from voronka.core.planned import planned_once
from voronka.people.models import Person
from voronka.records.prepared import prepared
from voronka.records.tests.lists import person

pytestmark = pytest.mark.django_db


def kept() -> list[tuple[Any, ...]]:
    """What this connection has prepared on the server: the SQL, its plans for any values, its plans for given ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements WHERE NOT from_sql")
        return cursor.fetchall()


def test_a_prepared_question_is_planned_once_for_any_values(seller: User) -> None:
    @prepared
    def likened(*, name: str) -> QuerySet[Person]:
        return Person.objects.filter(last_name=name, note="", first_name__contains="100%s %%").order_by("pk")

    one = person(seller, "Громова", first_name="a 100%s %% b")
    before = len(kept())
    assert [likened(name=name) for name in ("Громова", "Котов", "Громова")] == [[one], [], [one]]
    mine = [row for row in kept() if '"people_person"."last_name" = $1' in row[0]]
    assert [row[1:] for row in mine] == [(3, 0)]
    assert "$2" not in mine[0][0], "what never changes stands in the SQL"
    assert len(kept()) == before + 1


def test_an_ordinary_question_is_not_prepared(seller: User) -> None:
    before = len(kept())
    for _again in range(7):
        list(Person.objects.filter(last_name="Громова"))
    assert len(kept()) == before


def test_no_more_plans_are_kept_than_agreed(seller: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planned, "MOST", 3)
    for number in range(9):
        with planned_once(connection) as cursor:
            cursor.execute(f"SELECT %s::int + {number}", [1])
            assert cursor.fetchone() == (1 + number,)
    assert sorted(row[0][-1] for row in kept() if "::int + " in row[0]) == ["6", "7", "8"]


def test_it_outlives_a_transaction_that_is_taken_back_and_its_own_errors() -> None:
    for value, answer in ((1, (1,)), ("x", None), (2, (2,))):
        try:
            with transaction.atomic(), planned_once(connection) as cursor:
                cursor.execute("SELECT (%s::text)::int", [str(value)])
                assert cursor.fetchone() == answer
        except DataError:
            assert answer is None


def test_moments_come_in_the_zone_of_django_and_questions_are_counted(django_assert_num_queries: Any) -> None:
    now = timezone.now()
    with django_assert_num_queries(1), planned_once(connection) as cursor:
        cursor.execute("SELECT %s::timestamptz", [now])
        found = cursor.fetchone()[0]
    assert (found, found.utcoffset()) == (now, now.astimezone(connections["default"].timezone).utcoffset())


@pytest.mark.django_db(transaction=True)
def test_a_column_of_another_type_does_not_stop_a_running_process() -> None:
    def asked() -> Any:
        with planned_once(connection) as cursor:
            cursor.execute("SELECT size FROM measured_once WHERE size::text <> %s", [""])
            return cursor.fetchone()[0]

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE measured_once AS SELECT 1::integer AS size")
        try:
            assert [asked(), asked()] == [1, 1]
            cursor.execute("ALTER TABLE measured_once ALTER size TYPE text")
            assert [asked(), asked()] == ["1", "1"]
            with pytest.raises(NotSupportedError), transaction.atomic():
                asked()
        finally:
            cursor.execute("DROP TABLE measured_once")
