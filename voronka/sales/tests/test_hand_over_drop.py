"""A card dropped in the lane of somebody else: what the drop answers with, asks for, refuses, takes back."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.sales.actions import deals
from voronka.sales.models import Approval, Deal, Pipeline, Stage
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.method import agreed_by, item, ordered
from voronka.sales.tests.test_hand_over import placed

pytestmark = [pytest.mark.django_db, pytest.mark.req("E7", "G3")]

HTMX = {"HX-Request": "true"}
type Stages = dict[str, Stage]


def drop(client: Client, deal: Deal, **given: Any) -> Any:
    url = reverse("sales:stage", args=[deal.pk])
    return client.post(url, {"version": deal.version, **given}, headers=HTMX)


def said(answer: Any) -> str:
    """The toast."""
    return str(json.loads(answer.headers["HX-Trigger"])["toast"]["text"])


class TestTheDrop:
    @pytest.fixture
    def deal(self, client: Client, head: User, make_deal: MakeDeal) -> Deal:
        """A deal of the head, who is signed in."""
        client.force_login(head)
        return make_deal(head)

    def test_it_answers_with_one_undo(
        self, client: Client, colleague: User, seller: User, make_deal: MakeDeal, stages: Stages
    ) -> None:
        deal = make_deal(seller)
        client.force_login(colleague)
        answer = drop(client, deal, owner=colleague.pk, stage=stages["Договор"].pk)
        assert (answer.status_code, answer["X-Version"]) == (204, "2")
        assert said(answer) == f"Передано. Ответственный: {colleague.full_name}, этап: «Договор»."
        undo = reverse("sales:undo-stage", args=[deal.pk, 2])
        assert undo in answer.headers["HX-Trigger"]
        back = client.post(undo, headers=HTMX)
        assert (back.status_code, placed(deal)) == (204, (seller, "Новая"))
        assert said(back) == f"Сделка возвращена. Ответственный: {seller.full_name}, этап: «Новая»."
        late = client.post(undo, headers=HTMX)
        assert (late.status_code, colleague.full_name in said(late)) == (409, True)

    def test_alone(self, client: Client, deal: Deal, seller: User) -> None:
        assert said(drop(client, deal, owner=seller.pk)) == f"Передано. Ответственный: {seller.full_name}."
        deal.refresh_from_db()
        assert said(drop(client, deal, owner="")) == "Передано. Ответственный: Без ответственного."
        assert placed(deal) == (None, "Новая")

    def test_stale_it_shows_both(
        self, client: Client, deal: Deal, seller: User, colleague: User, stages: Stages
    ) -> None:
        assert deal.owner
        deals.hand_over(deal=deal, owner=seller.pk, by=deal.owner, at=NOW)
        for given in ({}, {"stage": stages["Договор"].pk}):
            answer = drop(client, deal, owner=colleague.pk, **given)
            html = answer.content.decode()
            assert (answer.status_code, seller.full_name in html, f'value="{colleague.pk}"' in html) == (
                409,
                True,
                True,
            )
        assert placed(deal) == (seller, "Новая")

    def test_what_the_gate_lacks_is_asked_with_the_owner(
        self, client: Client, deal: Deal, seller: User, stages: Stages
    ) -> None:
        line = item(stages["Новая"])
        given = {"owner": seller.pk, "stage": stages["Договор"].pk}
        asked = drop(client, deal, **given)
        assert f'name="owner" value="{seller.pk}"' in asked.content.decode()
        again = drop(client, deal, **given, asked="1")
        assert (asked.status_code, again.status_code, placed(deal)) == (200, 422, (deal.owner, "Новая"))
        assert f'name="owner" value="{seller.pk}"' in again.content.decode()
        assert drop(client, deal, **given, asked="1", tick=line.pk).status_code == 204
        assert placed(deal) == (seller, "Договор")

    def test_a_loss_asks_its_reason_with_the_owner(
        self, client: Client, deal: Deal, seller: User, stages: Stages
    ) -> None:
        given = {"owner": seller.pk, "stage": stages["Проиграна"].pk}
        assert f'name="owner" value="{seller.pk}"' in drop(client, deal, **given).content.decode()
        assert placed(deal) == (deal.owner, "Новая")
        assert drop(client, deal, **given, lost_reason="Дорого").status_code == 204
        assert placed(deal) == (seller, "Проиграна")

    def test_refused_by_the_order_it_stays_whose_it_was(
        self, client: Client, deal: Deal, seller: User, stages: Stages, pipeline: Pipeline
    ) -> None:
        ordered(pipeline, may_skip=False, may_go_back=False)
        answer = drop(client, deal, owner=seller.pk, stage=stages["Предложение"].pk)
        assert (answer.status_code, "Квалификация" in said(answer)) == (422, True)
        assert placed(deal) == (deal.owner, "Новая")

    def test_an_approval_waits_with_the_new_owner_and_goes_with_the_undo(
        self, client: Client, deal: Deal, seller: User, colleague: User, stages: Stages
    ) -> None:
        given = {"owner": seller.pk, "stage": agreed_by(stages["Договор"], colleague).pk, "asked": "1"}
        answer = drop(client, deal, **given)
        undo = reverse("sales:undo-stage", args=[deal.pk, 2])
        assert (answer.status_code, undo in answer.headers["HX-Trigger"]) == (204, True)
        assert (placed(deal), Approval.objects.get().is_pending) == ((seller, "Новая"), True)
        assert client.post(undo, headers=HTMX).status_code == 204
        assert (placed(deal), Approval.objects.get().is_pending) == ((deal.owner, "Новая"), False)

    def test_no_approval_is_asked_of_what_one_could_not_move_then(
        self, client: Client, seller: User, outsider: User, make_deal: MakeDeal, stages: Stages
    ) -> None:
        deal, stage = make_deal(seller), agreed_by(stages["Договор"], outsider)
        client.force_login(seller)
        answer = drop(client, deal, owner=outsider.pk, stage=stage.pk, asked="1")
        assert (answer.status_code, placed(deal), Approval.objects.exists()) == (422, (seller, "Новая"), False)

    def test_who_gives_his_own_away_for_good_is_offered_no_undo(
        self, client: Client, seller: User, outsider: User, make_deal: MakeDeal
    ) -> None:
        deal = make_deal(seller)
        client.force_login(seller)
        answer = drop(client, deal, owner=outsider.pk)
        assert (answer.status_code, placed(deal)[0]) == (204, outsider)
        assert json.loads(answer.headers["HX-Trigger"])["toast"]["undo"] is None

    def test_without_javascript_the_board_opens_where_the_card_is_closed_now(
        self, client: Client, seller: User, outsider: User, make_deal: MakeDeal
    ) -> None:
        deal = make_deal(seller)
        client.force_login(seller)
        answer = client.post(reverse("sales:stage", args=[deal.pk]), {"owner": outsider.pk})
        assert (answer.status_code, answer.headers["Location"]) == (303, reverse("sales:board"))

    def test_strangers_and_odd_words(
        self, client: Client, deal: Deal, outsider: User, colleague: User, stages: Stages
    ) -> None:
        stranger = Client()
        stranger.force_login(outsider)
        assert drop(stranger, deal, owner=outsider.pk).status_code == 404
        User.objects.filter(pk=colleague.pk).update(is_active=False)
        for owner in ("x", "99999999999999999999", "0", colleague.pk, "' OR 1=1"):
            for given in ({}, {"stage": stages["Договор"].pk}):
                answer = drop(client, deal, owner=owner, **given)
                assert (answer.status_code, "Ответственный" in said(answer)) == (422, True)
        assert drop(client, deal, owner=outsider.pk, stage="x").status_code == 404
        assert placed(deal) == (deal.owner, "Новая")
