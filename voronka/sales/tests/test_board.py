"""The board: columns, sums, further cards, moves by drop, loss, undo; who may, how many queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.activities import subjects
from voronka.activities.actions import tasks
from voronka.sales.actions import deals
from voronka.sales.models import Deal, Outcome, Pipeline, Signal, Stage
from voronka.sales.queries import board as boards
from voronka.sales.tests.conftest import MakeDeal

HTMX = {"HX-Request": "true"}


def post_stage(client: Client, deal: Deal, stage: Stage, **given: Any) -> Any:
    data = {"stage": stage.pk, "version": deal.version, **given}
    return client.post(reverse("sales:stage", args=[deal.pk]), data, headers=HTMX)


@pytest.fixture
def board_of(pipeline: Pipeline) -> Any:
    def ask(by: User, **question: Any) -> dict[str, boards.Column]:
        found = boards.board(boards.Question(pipeline=pipeline, **question), by=by, at=timezone.now())
        return {column.stage.name: column for column in found}

    return ask


@pytest.mark.req("G3")
def test_columns_have_counts_sums_and_weighted_sums(seller: User, make_deal: MakeDeal, board_of: Any) -> None:
    now = timezone.now()
    for amount, stage in (("100000", ""), ("50000", ""), ("300000", "Договор"), ("7000", "Выиграна")):
        make_deal(seller, at=now, amount=amount, stage=stage)
    make_deal(seller, at=now, amount="10", currency="USD")
    long_ago = make_deal(seller, at=now - timedelta(days=70), amount="9000", stage="Выиграна")
    columns = board_of(seller)
    first = columns["Новая"]
    assert (first.count, first.total) == (3, "150\u00a0000\u00a0₽ + 10\u00a0$")
    assert (first.weighted, len(first.cards)) == ("15\u00a0000\u00a0₽ + 1\u00a0$", 3)
    assert (columns["Договор"].weighted, columns["Квалификация"].count) == ("240\u00a0000\u00a0₽", 0)
    assert (columns["Выиграна"].total, columns["Выиграна"].cards) == ("7\u00a0000\u00a0₽", [])
    assert list(columns)[-2:] == ["Выиграна", "Проиграна"]
    assert long_ago.outcome == Outcome.WON


def test_filters(seller: User, colleague: User, make_deal: MakeDeal, board_of: Any) -> None:
    make_deal(seller, name="Насосы")
    make_deal(colleague, name="Трубы")
    assert board_of(colleague)["Новая"].count == 2
    assert board_of(colleague, owner_id=colleague.pk)["Новая"].count == 1
    assert [card.deal.name for card in board_of(colleague, text="насос")["Новая"].cards] == ["Насосы"]
    assert board_of(seller)["Новая"].count == 1


def test_further_cards_come_by_keyset(seller: User, make_deal: MakeDeal, pipeline: Pipeline, stages: Any) -> None:
    now = timezone.now()
    made = [make_deal(seller, at=now - timedelta(minutes=number // 3), name=f"№ {number}") for number in range(23)]
    question = boards.Question(pipeline=pipeline)
    first = next(one for one in boards.board(question, by=seller, at=now) if one.stage == stages["Новая"])
    rest = boards.more(question, stages["Новая"], after=first.after, by=seller, at=now)
    assert (len(first.cards), len(rest.cards), rest.after, first.count) == (20, 3, "", 23)
    assert len({card.deal.pk for card in [*first.cards, *rest.cards]}) == len(made)


def test_a_refresh_brings_as_many_cards_as_were_shown(client: Client, seller: User, make_deal: MakeDeal) -> None:
    for number in range(22):
        make_deal(seller, name=f"№ {number}")
    client.force_login(seller)
    for size, shown in (("", 20), ("21", 21), ("22", 22), ("9999999", 22), ("-3", 20), ("x", 20)):
        text = client.get(reverse("sales:board"), {"size": size}).content.decode()
        assert (text.count('data-card="'), "board-more" in text) == (shown, shown < 22)


@pytest.mark.parametrize("mark", ["x", "1_", "_1", "99999999999999999999_1", "-1_-1"])
def test_a_spoilt_mark_does_no_harm(client: Client, seller: User, make_deal: MakeDeal, stages: Any, mark: str) -> None:
    make_deal(seller)
    client.force_login(seller)
    address = reverse("sales:column", args=[stages["Новая"].pk])
    assert client.get(address, {"after": mark}).status_code == 200


def test_the_page_shows_what_one_may_see(
    client: Client, seller: User, colleague: User, outsider: User, make_deal: MakeDeal
) -> None:
    make_deal(seller, name="Насосная станция", amount="150000")
    for user, sees in ((seller, True), (colleague, True), (outsider, False)):
        client.force_login(user)
        text = client.get(reverse("sales:board")).content.decode()
        assert ("Насосная станция" in text) is sees
        assert ("150\u00a0000\u00a0₽" in text) is sees


def test_a_board_without_pipelines_teaches(client: Client, seller: User) -> None:
    client.force_login(seller)
    assert client.get(reverse("sales:board")).status_code == 200


@pytest.mark.parametrize("query", ["pipeline=9999", "owner=abc", "owner=99999999999", "q=%00"])
def test_odd_questions_are_answered(client: Client, seller: User, make_deal: MakeDeal, query: str) -> None:
    make_deal(seller)
    client.force_login(seller)
    assert client.get(f"{reverse('sales:board')}?{query}").status_code == 200


def test_the_number_of_queries_does_not_grow(client: Client, seller: User, make_deal: MakeDeal) -> None:
    client.force_login(seller)
    counts = []
    make_deal(seller)
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("sales:board"))
        counts.append(len(queries))
        for number in range(49):
            make_deal(seller, stage="Договор" if number % 2 else "")
    assert counts[0] == counts[1] <= 12


def test_a_drop_moves_and_offers_undo(client: Client, seller: User, make_deal: MakeDeal, stages: Any) -> None:
    deal = make_deal(seller)
    client.force_login(seller)
    response = post_stage(client, deal, stages["Договор"])
    deal.refresh_from_db()
    assert (response.status_code, str(deal.stage)) == (204, "Договор")
    undo = reverse("sales:undo-stage", args=[deal.pk, deal.version])
    assert undo in response.headers["HX-Trigger"]
    assert client.post(undo, headers=HTMX).status_code == 204
    deal.refresh_from_db()
    assert str(deal.stage) == "Новая"


def test_without_javascript_the_card_opens_again(
    client: Client, seller: User, make_deal: MakeDeal, stages: Any
) -> None:
    deal = make_deal(seller)
    client.force_login(seller)
    response = client.post(reverse("sales:stage", args=[deal.pk]), {"stage": stages["Договор"].pk})
    assert (response.status_code, response.headers["Location"]) == (303, deal.get_absolute_url())


@pytest.mark.req("H3")
def test_a_drop_to_lost_asks_the_reason_first(client: Client, seller: User, make_deal: MakeDeal, stages: Any) -> None:
    deal = make_deal(seller)
    client.force_login(seller)
    asked = post_stage(client, deal, stages["Проиграна"])
    assert (asked.status_code, "lost_reason" in asked.content.decode()) == (200, True)
    empty = post_stage(client, deal, stages["Проиграна"], lost_reason="")
    assert empty.status_code == 422
    deal.refresh_from_db()
    assert deal.outcome == Outcome.OPEN
    assert post_stage(client, deal, stages["Проиграна"], lost_reason="Дорого").status_code == 204
    deal.refresh_from_db()
    assert (deal.outcome, str(deal.lost_reason)) == (Outcome.LOST, "Дорого")


def test_a_stale_drop_shows_the_conflict(
    client: Client, seller: User, colleague: User, make_deal: MakeDeal, stages: Any
) -> None:
    deal = make_deal(seller)
    deals.move(deal=deal, stage=stages["Договор"], by=colleague, at=timezone.now())
    client.force_login(seller)
    assert post_stage(client, deal, stages["Предложение"]).status_code == 409


def test_rights(client: Client, colleague: User, outsider: User, make_deal: MakeDeal, stages: Any) -> None:
    deal = make_deal(colleague)
    client.force_login(outsider)
    assert post_stage(client, deal, stages["Договор"]).status_code == 404
    client.force_login(colleague)
    assert post_stage(client, deal, stages["Квалификация"]).status_code == 204


def test_bad_input(client: Client, seller: User, make_deal: MakeDeal) -> None:
    deal = make_deal(seller)
    client.force_login(seller)
    for stage in ("", "x", "99999"):
        address = reverse("sales:stage", args=[deal.pk])
        assert client.post(address, {"stage": stage}, headers=HTMX).status_code == 404
    assert client.post(reverse("sales:undo-stage", args=[deal.pk, 77]), headers=HTMX).status_code == 409


def test_reopen(client: Client, seller: User, make_deal: MakeDeal) -> None:
    deal = make_deal(seller, stage="Выиграна")
    client.force_login(seller)
    assert client.post(reverse("sales:reopen", args=[deal.pk]), headers=HTMX).status_code == 204
    deal.refresh_from_db()
    assert deal.is_open


@pytest.mark.req("G3", "E11")
def test_only_deals_that_ask_for_attention(
    seller: User, make_deal: MakeDeal, board_of: Any, stages: dict[str, Stage]
) -> None:
    now = timezone.now()
    Stage.objects.filter(pk=stages["Новая"].pk).update(days_norm=3)
    late, planned = make_deal(seller, at=now - timedelta(days=5)), make_deal(seller, at=now)
    tasks.create(values={"title": "Позвонить", "due_at": now, "subject": subjects.ref(planned)}, by=seller, at=now)
    Signal.objects.create(deal=planned, kind="stop_loss", since=now)
    make_deal(seller, at=now, stage="Выиграна")
    for only, found in (("no_step", late), ("late", late), ("stops", planned)):
        columns = board_of(seller, only=only)
        assert [card.deal.pk for card in columns["Новая"].cards] == [found.pk]
        assert (columns["Новая"].count, columns["Выиграна"].count) == (1, 0)
    assert board_of(seller, only="nonsense")["Новая"].count == 0
