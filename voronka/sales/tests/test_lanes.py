"""The board by people: lanes, what follows as one scrolls, the people to choose from."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.sales.models import Deal, Pipeline, Stage
from voronka.sales.queries import board as boards
from voronka.sales.queries import lanes as by_people
from voronka.sales.tests.conftest import MakeDeal

pytestmark = pytest.mark.django_db


@pytest.mark.req("E7", "G3")
def test_lanes_are_of_people_with_the_sums_of_cells(
    head: User, seller: User, make_deal: MakeDeal, pipeline: Pipeline
) -> None:
    now = timezone.now()
    for number in range(6):
        make_deal(seller, at=now - timedelta(minutes=number), amount="100", name=f"Сделка {number}")
    make_deal(head, at=now, amount="7", stage="Договор")
    make_deal(seller, at=now, stage="Выиграна")
    Deal.objects.filter(pk=make_deal(seller, at=now, amount="1").pk).update(owner=None)
    found = by_people.lanes(boards.Question(pipeline=pipeline, size=by_people.FIRST), by=head, at=now)
    assert [lane.owner for lane in found.lanes] == [head, seller, None]
    cell = found.lanes[1].columns[0]
    assert (found.lanes[1].count, found.lanes[1].total, cell.count) == (6, "600\u00a0₽", 6)
    assert [card.deal.name for card in cell.cards] == [f"Сделка {number}" for number in range(by_people.CELL)]
    assert (found.count, found.heads[0].total, found.after) == (8, "601\u00a0₽", 0)
    alone = by_people.lanes(boards.Question(pipeline=pipeline, owner_id=seller.pk), by=head, at=now)
    assert [lane.owner for lane in alone.lanes] == [seller]


@pytest.mark.req("E1")
def test_lanes_show_what_one_may_see(
    client: Client, seller: User, outsider: User, make_deal: MakeDeal, pipeline: Pipeline
) -> None:
    make_deal(seller, name="Насосная станция")
    address = reverse("sales:board")
    for user, sees in ((seller, True), (outsider, False)):
        client.force_login(user)
        text = client.get(address, {"lanes": "owner"}).content.decode()
        assert ("Насосная станция" in text) == sees
    assert client.get(address, {"lanes": "owner", "only": "' OR 1=1"}).status_code == 200


def test_lanes_ask_no_more_for_more_people(client: Client, head: User, colleague: User, make_deal: MakeDeal) -> None:
    client.force_login(head)
    counts = []
    for owner in (head, colleague):
        for _number in range(3):
            make_deal(owner)
        client.get(reverse("sales:board"), {"lanes": "owner"})
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("sales:board"), {"lanes": "owner"})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_a_deal_that_moves_while_lanes_are_drawn_is_left_out(
    seller: User, make_deal: MakeDeal, pipeline: Pipeline, stages: dict[str, Stage]
) -> None:
    deal = make_deal(seller)
    make_deal(seller, name="Стоит")

    def meanwhile(execute: Any, sql: str, *given: Any) -> Any:
        answer = execute(sql, *given)
        if "unnest(" in sql:  # the deals of the cells were chosen, their cards come next
            Deal.objects.filter(pk=deal.pk).update(stage=stages["Договор"])
        return answer

    with connection.execute_wrapper(meanwhile):
        found = by_people.lanes(boards.Question(pipeline=pipeline), by=seller, at=timezone.now())
    assert [card.deal.name for column in found.lanes[0].columns for card in column.cards] == ["Стоит"]


@pytest.mark.req("X8")
def test_lanes_come_as_one_scrolls(
    client: Client, head: User, seller: User, colleague: User, make_deal: MakeDeal
) -> None:
    made = [make_deal(owner) for owner in (seller, colleague, head)]
    now, question = timezone.now(), boards.Question(pipeline=made[0].pipeline, size=2)
    first = by_people.lanes(question, by=head, at=now)
    rest = by_people.lanes(question, after=first.after, by=head, at=now)
    assert (len(first.lanes), first.after, first.count) == (2, 2, 3)
    assert (len(rest.lanes), rest.after, rest.count) == (1, 0, 3)
    assert {lane.owner for lane in first.lanes + rest.lanes} == {head, seller, colleague}
    client.force_login(head)
    address = reverse("sales:lanes")
    assert client.get(address, {"lanes": "owner", "after": "2"}).content.count(b"data-lane=") == 1
    assert client.get(address, {"lanes": "owner", "after": "-1 OR 1=1"}).content.count(b"data-lane=") == 3
    assert client.get(address, {"lanes": "owner", "after": "99"}).content.count(b"data-lane=") == 0


@pytest.mark.req("X8")
def test_the_cards_of_a_cell_are_found_by_an_index_whoever_owns_them(
    head: User, seller: User, make_deal: MakeDeal, pipeline: Pipeline
) -> None:
    mine = make_deal(seller)
    nobodys = make_deal(seller)
    Deal.objects.filter(pk=nobodys.pk).update(owner=None)
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, *given: Any) -> Any:
        if "unnest(" in sql:
            asked.append((sql, params))
        return execute(sql, params, *given)

    with connection.execute_wrapper(note):
        found = by_people.lanes(boards.Question(pipeline=pipeline), by=head, at=timezone.now())
    cards = [[card.deal.pk for column in lane.columns for card in column.cards] for lane in found.lanes]
    assert cards == [[mine.pk], [nobodys.pk]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked[0][0]}", asked[0][1])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "(owner_id = cell.owner)" in plan
    assert "DISTINCT FROM" not in plan


class TestThePeopleToChooseFrom:
    """The menu «Colleague» of the board, fetched when it is opened."""

    def test_a_head_is_given_all_who_work_here(
        self, client: Client, head: User, seller: User, pipeline: Pipeline
    ) -> None:
        client.force_login(head)
        text = client.get(reverse("sales:board-people"), {"pipeline": pipeline.pk, "lanes": "owner"}).content.decode()
        assert f"?pipeline={pipeline.pk}&amp;lanes=owner&amp;owner={seller.pk}" in text
        assert reverse("sales:board-people") in client.get(reverse("sales:board")).content.decode()

    def test_who_sees_own_deals_only_is_given_nobody(self, client: Client, outsider: User, seller: User) -> None:
        client.force_login(outsider)
        assert seller.full_name not in client.get(reverse("sales:board-people")).content.decode()
        assert reverse("sales:board-people") not in client.get(reverse("sales:board")).content.decode()

    def test_odd_words_harm_nothing(self, client: Client, head: User) -> None:
        client.force_login(head)
        assert client.get(reverse("sales:board-people"), {"owner": "me", "q": '"><script>'}).status_code == 200
