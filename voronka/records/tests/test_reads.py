"""The journal of reads: what is written, that nobody can take it back, and what the administrator sees of it."""

import importlib
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records import actions
from voronka.records.actions import reads
from voronka.records.models import ReadEntry, ReadQuestion, Way

pytestmark = [pytest.mark.django_db, pytest.mark.req("H12")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
LAST = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND starts_with(relname, 'records_readentry_2') ORDER BY relname"
)


@pytest.fixture
def person(seller: User) -> Person:
    """Somebody whom the seller knows."""
    values = {"last_name": "Петров", "first_name": "Иван", "phones": ["+79031234567"]}
    made: Person = actions.create(kind=PERSON, values=values, by=seller, at=NOW)
    return made


def seen(client: Client, user: User, address: str, **headers: str) -> list[ReadEntry]:
    """What asking for an address has written."""
    before = set(ReadEntry.objects.values_list("pk", flat=True))
    client.force_login(user)
    client.get(address, headers=headers)
    return list(ReadEntry.objects.exclude(pk__in=before).order_by("pk"))


def test_a_card_says_who_looked_when_and_from_where(client: Client, seller: User, person: Person) -> None:
    (entry,) = seen(client, seller, PERSON.url(person.pk))
    assert (entry.user, entry.way, entry.kind, entry.ids) == (seller, Way.CARD, "person", [person.pk])
    assert entry.address == "127.0.0.1"
    assert entry.place == PERSON.url(person.pk)
    assert entry.at.date() == datetime.now(UTC).date()


def test_a_list_says_what_was_looked_for_and_what_was_shown(client: Client, seller: User, person: Person) -> None:
    (entry,) = seen(client, seller, reverse("person:list") + "?q=петров")
    assert (entry.way, entry.ids) == (Way.LIST, [person.pk])
    assert "петров" in ReadQuestion.objects.get(digest=entry.question).text


@pytest.mark.parametrize(
    ("name", "query", "way"),
    [
        ("person:export", "?format=csv", Way.EXPORT),
        ("person:lookup", "?q=пет", Way.PICKER),
        ("home:search", "?q=петров", Way.SEARCH),
    ],
)
def test_each_way_has_its_name(client: Client, person: Person, name: str, query: str, way: Way) -> None:
    assert person.owner
    found = seen(client, person.owner, reverse(name) + query)
    assert [(one.way, one.ids) for one in found] == [(way, [person.pk])]


def test_the_api_is_written_down_too(client: Client, seller: User, person: Person) -> None:
    key = tokens.issue(user=seller, name="1C", at=NOW)[1]
    (entry,) = seen(client, seller, f"/api/v1/persons/{person.pk}", Authorization=f"Bearer {key}")
    assert (entry.way, entry.user, entry.ids) == (Way.API, seller, [person.pk])


def test_what_one_may_not_see_was_not_seen(client: Client, outsider: User, person: Person) -> None:
    assert seen(client, outsider, PERSON.url(person.pk)) == []
    assert seen(client, outsider, reverse("person:list")) == []


@pytest.mark.parametrize("sql", ["UPDATE records_readentry SET user_id = NULL", "DELETE FROM records_readentry"])
def test_nobody_takes_a_line_back(client: Client, seller: User, person: Person, sql: str) -> None:
    seen(client, seller, PERSON.url(person.pk))
    with pytest.raises(DatabaseError, match="only written to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert ReadEntry.objects.count() == 1


def test_the_journal_is_not_emptied_at_once_either(seller: User) -> None:
    guard = importlib.import_module("voronka.records.migrations.0011_journal_refuses_truncate").GUARD
    at = datetime(2033, 5, 15, tzinfo=UTC)  # a month that is made now
    for month in (NOW, at):
        reads.keep(shown={"person": {7: None}}, way=Way.CARD, place="/", question="", address=None, by=seller, at=month)
    with connection.cursor() as cursor:
        cursor.execute(guard)  # tests that commit are let flush
        cursor.execute(LAST)
        parts = [name for (name,) in cursor.fetchall()]
    for table in ("records_readentry", *parts):
        with pytest.raises(DatabaseError, match="only written to"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table}")
    assert "records_readentry_203305" in parts
    assert ReadEntry.objects.count() == 2
    assert reads.drop_months(before=date(2033, 6, 1)) >= 1
    assert not ReadEntry.objects.exists()


def test_a_page_costs_one_statement_more(client: Client, seller: User, person: Person) -> None:
    client.force_login(seller)
    client.get(reverse("person:list"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("person:list"))
    assert sum("records_keep_reads" in one["sql"] for one in captured.captured_queries) == 1


def test_an_answer_that_cannot_be_written_down_is_not_given(client: Client, seller: User, person: Person) -> None:
    client.force_login(seller)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_readentry RENAME TO elsewhere")
    response = client.get(PERSON.url(person.pk))
    assert response.status_code == 500
    assert "Петров" not in response.content.decode()


def test_months_make_themselves_and_go_whole(seller: User) -> None:
    reads.make_months(at=datetime(2031, 11, 30, 23, tzinfo=UTC))
    for month in (11, 12):
        at = datetime(2031, month, 15, tzinfo=UTC)
        reads.keep(shown={"person": {7: None}}, way=Way.CARD, place="/", question="", address=None, by=seller, at=at)
    far = datetime(2040, 5, 1, tzinfo=UTC)  # nobody has made that month
    reads.keep(shown={"person": {8: None}}, way=Way.CARD, place="/", question="", address=None, by=seller, at=far)
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        names = [name for (name,) in cursor.fetchall()]
    assert names[-5:] == [f"records_readentry_{month}" for month in ("203111", "203112", "203201", "203202", "204005")]
    assert reads.drop_months(before=date(2031, 12, 20)) >= 1
    assert sorted(ReadEntry.objects.values_list("at__month", flat=True)) == [5, 12]


class TestScreen:
    def test_shows_who_looked_at_whom(self, client: Client, admin: User, seller: User, person: Person) -> None:
        seen(client, seller, PERSON.url(person.pk))
        client.force_login(admin)
        shown = client.get(reverse("records:reads"), {"user": seller.pk, "kind": "person", "record": person.pk})
        assert seller.full_name in shown.content.decode()
        assert "Петров Иван" in shown.content.decode()
        other = client.get(reverse("records:reads"), {"user": admin.pk, "way": "export"})
        assert "Петров Иван" not in other.content.decode()

    def test_goes_on_where_it_stopped(self, client: Client, admin: User, seller: User, person: Person) -> None:
        for _ in range(51):
            shown = {"person": {person.pk: None}}
            reads.keep(shown=shown, way=Way.CARD, place="/", question="", address=None, by=seller, at=NOW)
        client.force_login(admin)
        first = client.get(reverse("records:reads")).content.decode()
        assert "before=" in first
        latest = ReadEntry.objects.order_by("pk")[1].pk
        rest = client.get(reverse("records:reads"), {"before": latest}, headers={"HX-Request": "true"})
        assert rest.content.decode().count("table__row") == 1

    def test_says_what_makes_no_sense(self, client: Client, admin: User) -> None:
        client.force_login(admin)
        for words in ({"from": "вчера-завтра"}, {"from": "2026-03-05", "to": "2026-03-01"}, {"kind": "nothing"}):
            assert client.get(reverse("records:reads"), words).status_code == 422

    def test_is_only_for_administrators(self, client: Client, head: User, person: Person) -> None:
        client.force_login(head)
        assert client.get(reverse("records:reads")).status_code == 403
        assert client.get(reverse("records:reads-export")).status_code == 403

    def test_goes_out_as_a_file(self, client: Client, admin: User, seller: User, person: Person) -> None:
        seen(client, seller, reverse("person:list") + "?q=петров")
        client.force_login(admin)
        response = client.get(reverse("records:reads-export"))
        assert response["Content-Type"].endswith("sheet")
        assert b"".join(response.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]  # it streams

    def test_a_card_tells_the_administrator_who_looked(
        self, client: Client, admin: User, seller: User, person: Person
    ) -> None:
        seen(client, seller, PERSON.url(person.pk))
        client.force_login(admin)
        address = reverse("person:looked", args=[person.pk])
        assert address in client.get(PERSON.url(person.pk)).content.decode()
        shown = client.get(address).content.decode()
        assert seller.full_name in shown
        assert f"record={person.pk}" in shown
        client.force_login(seller)
        assert client.get(address).status_code == 403
        assert address not in client.get(PERSON.url(person.pk)).content.decode()
