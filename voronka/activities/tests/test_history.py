"""The history of cards: what is written, who sees it, how far it goes."""

from datetime import timedelta
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.activities import history
from voronka.activities.models import HistoryEntry
from voronka.activities.queries.history import Line, Question, of_card
from voronka.activities.subjects import ref
from voronka.activities.tests.conftest import NOW, Log, MakeOrganization, MakePerson
from voronka.core.errors import Refused
from voronka.records import actions


def lines(record: Any, user: User, **asked: Any) -> list[Line]:
    return of_card(ref(record), user, Question(**asked)).lines


def test_a_record_begins_its_history(seller: User, head: User, organization: MakeOrganization) -> None:
    client = organization(seller)
    actions.update(record=client, changes={"owner": head.pk}, by=head, at=NOW + timedelta(hours=1))
    found = lines(client, head)
    assert [(line.look.code, line.by) for line in found] == [("assigned", head), ("created", seller)]
    assert "Ольга Ветрова" in found[0].text


@pytest.mark.req("G1")
def test_a_contact_person_shows_on_the_client(
    seller: User, organization: MakeOrganization, person: MakePerson, log: Log
) -> None:
    client = organization(seller)
    human = person(seller, organization=client.pk)
    log(human, seller, "О поставке", happened_at=NOW - timedelta(days=1))
    found = lines(client, seller, topic="interactions")
    assert [(line.interaction.text, line.home.title) for line in found if line.interaction and line.home] == [
        ("О поставке", "Иванов")
    ]
    assert [line.home for line in lines(human, seller, topic="interactions")] == [None]


@pytest.mark.req("E1")
def test_a_hidden_record_does_not_leak_through_its_client(
    seller: User, colleague: User, organization: MakeOrganization, person: MakePerson, log: Log
) -> None:
    client = organization(colleague)
    hidden = person(colleague, "Тайный", organization=client.pk)
    log(hidden, colleague, "секрет")
    actions.update(record=client, changes={"owner": seller.pk, "department": None}, by=colleague, at=NOW)
    for text in ("", "секрет", "Тайный"):
        shown = lines(client, seller, text=text)
        assert all(line.home is None and not line.interaction for line in shown), text


def test_hidden_entries_do_not_cut_the_page_short(
    seller: User, colleague: User, organization: MakeOrganization, person: MakePerson, log: Log
) -> None:
    client = organization(seller)
    mine = person(seller, "Свой", organization=client.pk)
    hidden = person(colleague, "Чужой")
    type(hidden).objects.filter(pk=hidden.pk).update(organization=client)
    hidden.refresh_from_db()
    for number in range(12):
        moment = NOW - timedelta(minutes=number)
        log(
            mine if number % 3 == 0 else hidden,
            seller if number % 3 == 0 else colleague,
            str(number),
            happened_at=moment,
        )
    walked, after = [], ""
    while True:
        page = of_card(ref(client), seller, Question(topic="interactions", size=2, after=after))
        walked += [line.interaction.text for line in page.lines if line.interaction]
        after = page.after
        if not after:
            break
    assert walked == ["0", "3", "6", "9"]


def test_a_new_client_gets_the_history(
    seller: User, organization: MakeOrganization, person: MakePerson, log: Log
) -> None:
    before, after = organization(seller, "Было"), organization(seller, "Стало")
    human = person(seller, organization=before.pk)
    log(human, seller, "О поставке")
    actions.update(record=human, changes={"organization": after.pk}, by=seller, at=NOW)
    assert not lines(before, seller, topic="interactions")
    assert lines(after, seller, topic="interactions")


def test_pages_go_on_to_the_beginning(seller: User, organization: MakeOrganization, log: Log) -> None:
    client = organization(seller)
    for number in range(7):
        log(client, seller, str(number))
    walked, after = [], ""
    while True:
        page = of_card(ref(client), seller, Question(size=3, after=after))
        walked += [line.id for line in page.lines]
        after = page.after
        if not after:
            break
    assert len(walked) == len(set(walked)) == 8


@pytest.mark.own_sql
@pytest.mark.parametrize(("text", "found"), [("поставке", 1), ("О ПОСТАВКЕ", 1), ("елка", 1), ("звезда", 0)])
@pytest.mark.req("H10")
def test_the_history_is_searched(seller: User, organization: MakeOrganization, log: Log, text: str, found: int) -> None:
    client = organization(seller)
    log(client, seller, "Говорили о поставке, нужна Ёлка")
    assert len(lines(client, seller, text=text)) == found


def test_queries_do_not_grow_with_the_lines(
    seller: User, organization: MakeOrganization, person: MakePerson, log: Log, django_assert_max_num_queries: Any
) -> None:
    client = organization(seller)
    for number in range(20):
        log(person(seller, f"Ф{number}", organization=client.pk), seller)
    fresh = User.objects.get(pk=seller.pk)
    with django_assert_max_num_queries(3):
        assert len(lines(client, fresh, topic="interactions")) == 20


def test_many_entries_in_a_few_statements(
    seller: User, organization: MakeOrganization, django_assert_max_num_queries: Any
) -> None:
    clients = [organization(seller, f"К{number}") for number in range(5)]
    HistoryEntry.objects.all().delete()
    with django_assert_max_num_queries(2):
        assert history.add_many(records=clients, type="created", by=seller, at=NOW) == 5
    assert lines(clients[0], seller)


def test_many_records_begin_in_one_statement_on_their_cards_and_those_of_their_clients(
    seller: User, organization: MakeOrganization, person: MakePerson, django_assert_num_queries: Any
) -> None:
    client = organization(seller)
    people = [person(seller, "Ветров", organization=client.pk), person(seller, "Зимин")]
    HistoryEntry.objects.all().delete()
    with django_assert_num_queries(1):
        history.begin_many(kind="person", ids=[one.pk for one in people], by=seller)
    first, second = HistoryEntry.objects.order_by("subject_id")
    assert [(one.type, one.at, one.by) for one in (first, second)] == [
        ("created", one.created_at, seller) for one in people
    ]
    assert {(link.kind, link.record_id, link.at) for link in first.links.all()} == {
        ("person", people[0].pk, first.at),
        ("organization", client.pk, first.at),
    }
    assert [link.kind for link in second.links.all()] == ["person"]
    history.begin_many(kind="position", ids=[1], by=seller)
    assert HistoryEntry.objects.count() == 2, "a kind without a history has none"


def test_a_spoilt_mark_is_refused(seller: User, organization: MakeOrganization) -> None:
    for mark in ("%%%", "YWJj", "MjAyNnwx"):
        with pytest.raises(Refused):
            lines(organization(seller, mark), seller, after=mark)
