"""A loss says to whom and when to come back; a deal that is over is looked back on."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.activities.actions import interactions
from voronka.activities.models import InteractionType, Task
from voronka.core.errors import Refused
from voronka.records import actions
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales.actions import deals
from voronka.sales.actions.way import Done
from voronka.sales.models import Deal, Stage
from voronka.sales.queries.post_mortem import looked_back
from voronka.sales.tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.req("H3")]

type MakeDeal = Callable[..., Deal]
HTMX = {"HX-Request": "true"}
SPRING = date(2026, 9, 1)


@pytest.fixture
def rival() -> ClassifierValue:
    return ClassifierValue.objects.create(classifier=Classifier.COMPETITOR, name="Насосы-М")


def lost(deal: Deal, by: User, **more: Any) -> Deal:
    stage = Stage.objects.get(pipeline=deal.pipeline_id, name="Проиграна")
    return deals.move(
        deal=deal, stage=stage, reason="Дорого", done=Done(values=more), by=by, at=NOW + timedelta(days=9)
    )


def test_a_loss_keeps_the_competitor_and_plans_to_come_back(
    seller: User, make_deal: MakeDeal, rival: ClassifierValue
) -> None:
    deal = lost(make_deal(seller), seller, competitor=rival.pk, win_back_on=SPRING)
    assert (deal.competitor, deal.win_back_on) == (rival, SPRING)
    task = Task.objects.get(subject_kind="deal", subject_id=deal.pk)
    assert task.owner == seller
    assert task.title == "Вернуться к клиенту: Насосы"
    assert task.due_at
    assert task.due_at.date() == SPRING


def test_only_a_lost_client_is_won_back(seller: User, make_deal: MakeDeal) -> None:
    deal = make_deal(seller)
    with pytest.raises(Refused):
        actions.update(record=deal, changes={"win_back_on": SPRING}, by=seller, at=NOW)
    closed = lost(deal, seller, win_back_on=SPRING)
    assert deals.reopen(deal=closed, by=seller, at=NOW + timedelta(days=10)).win_back_on is None


def test_undoing_the_loss_forgets_the_day(seller: User, make_deal: MakeDeal) -> None:
    closed = lost(make_deal(seller), seller, win_back_on=SPRING)
    back = deals.undo_move(deal=closed, version=closed.version, by=seller, at=NOW + timedelta(days=9))
    assert (back.outcome, back.win_back_on) == ("open", None)


def test_the_form_asks_all_of_it_at_once(
    client: Client, seller: User, make_deal: MakeDeal, rival: ClassifierValue
) -> None:
    client.force_login(seller)
    deal = make_deal(seller)
    stage = Stage.objects.get(pipeline=deal.pipeline_id, name="Проиграна")
    reason = ClassifierValue.objects.get(classifier=Classifier.LOST_REASON, name="Дорого")
    address = reverse("sales:stage", args=[deal.pk])
    assert "Насосы-М" in client.get(address, {"stage": stage.pk}, headers=HTMX).content.decode()
    sent = {"stage": stage.pk, "lost_reason": reason.pk, "competitor": rival.pk, "lost_comment": "на 7 % дешевле"}
    wrong = client.post(address, {**sent, "win_back_on": "когда-нибудь"}, headers=HTMX)
    assert wrong.status_code == 422
    assert "на 7 % дешевле" in wrong.content.decode()
    client.post(address, {**sent, "win_back_on": SPRING.isoformat()}, headers=HTMX)
    deal.refresh_from_db()
    assert (deal.outcome, deal.competitor, deal.win_back_on) == ("lost", rival, SPRING)


def test_a_deal_is_looked_back_on(seller: User, make_deal: MakeDeal, stages: dict[str, Stage]) -> None:
    deal = make_deal(seller)
    call = InteractionType.objects.get(code="call")
    for day in (1, 4):
        interactions.log(subject=deal, type=call, minutes=20, by=seller, at=NOW + timedelta(days=day))
    deal = deals.move(deal=deal, stage=stages["Предложение"], by=seller, at=NOW + timedelta(days=3), by_hand=False)
    deal = lost(deal, seller)
    story = looked_back(deal, by=seller, at=NOW + timedelta(days=30))
    assert [(one.stage.name, one.spent.days, one.contacts, one.minutes) for one in story.stays] == [
        ("Новая", 3, 1, 20),
        ("Предложение", 6, 1, 20),
    ]
    assert story.stays[0].is_over_days  # two days are the norm
    assert (story.days, story.contacts, story.minutes) == (9, 2, 40)
    assert story.first_contact == timedelta(days=1)
    assert (story.silence, story.silent_since) == (timedelta(days=5), NOW + timedelta(days=4))


def test_a_deal_that_nobody_spoke_about(seller: User, make_deal: MakeDeal) -> None:
    story = looked_back(lost(make_deal(seller), seller), by=seller, at=NOW + timedelta(days=30))
    assert (story.contacts, story.first_contact, story.silence) == (0, None, timedelta(days=9))


def test_the_page_is_for_who_sees_the_deal(
    client: Client, seller: User, outsider: User, make_deal: MakeDeal, rival: ClassifierValue
) -> None:
    deal = lost(make_deal(seller), seller, competitor=rival.pk)
    address = reverse("sales:post-mortem", args=[deal.pk])
    client.force_login(outsider)
    assert client.get(address).status_code == 404
    client.force_login(seller)
    page = client.get(address).content.decode()
    assert "выбрали «Насосы-М»" in page
    assert "9 дней" in page
    assert address in client.get(reverse("deal:card", args=[deal.pk])).content.decode()
