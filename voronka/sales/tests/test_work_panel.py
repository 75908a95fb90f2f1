"""The card of a deal tells what to do at its stage, and whoever must agree does it there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from voronka.accounts.models import User
from voronka.activities.actions import interactions
from voronka.sales.actions import approvals
from voronka.sales.models import Advice, CheckMark, Deal, Stage
from voronka.sales.queries.method import work_at
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.method import agreed_by, contact, item, ruled
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("E7", "H1")]

HTMX = {"HX-Request": "true"}
type Stages = dict[str, Stage]


@pytest.fixture
def stage(stages: Stages) -> Stage:
    """The first stage with a method."""
    stage = ruled(stages["Новая"], guide="Узнайте бюджет", minutes_norm=60, days_norm=3)
    Advice.objects.create(stage=stage, sort="phrase", text="Когда вам удобно?")
    Advice.objects.create(stage=stage, sort="objection", title="Дорого", text="С чем сравниваете?")
    return stage


def panel(client: Client, deal: Deal) -> str:
    return client.get(f"/deals/{deal.pk}/panels/work/", headers=HTMX).content.decode()


def test_it_tells_what_to_do(client: Client, seller: User, make_deal: MakeDeal, stage: Stage) -> None:
    deal, line, kind = make_deal(seller), item(stage), contact(stage, "call", 2)
    interactions.log(subject=deal, type=kind, text="Звонок", minutes=25, by=seller, at=NOW)
    client.force_login(seller)
    html = panel(client, deal)
    for word in (
        "Узнайте бюджет",
        line.text,
        "1/2",
        "25\xa0мин",
        "из 1\xa0ч",
        "Когда вам удобно?",
        "С чем сравниваете?",
    ):
        assert word in html
    work = work_at(deal, at=NOW)
    assert (work.minutes, work.days_left, work.is_over) == (25, 3, False)


def test_a_tap_ticks_and_unticks(
    client: Client, seller: User, outsider: User, make_deal: MakeDeal, stage: Stage
) -> None:
    deal, line = make_deal(seller), item(stage)
    url = reverse("sales:check", args=[deal.pk, line.pk])
    client.force_login(outsider)
    assert client.post(url, {"on": "1"}, headers=HTMX).status_code == 404
    client.force_login(seller)
    assert client.post(url, {"on": "1"}, headers=HTMX).status_code == 204
    assert CheckMark.objects.get().by == seller
    assert "Иван Громов" in panel(client, deal)
    assert client.post(url, headers=HTMX).status_code == 204
    assert not CheckMark.objects.exists()
    assert client.post(reverse("sales:check", args=[deal.pk, 999_999]), {"on": "1"}, headers=HTMX).status_code == 404


def test_who_must_agree_does_it_on_the_card(
    client: Client, seller: User, head: User, make_deal: MakeDeal, stages: Stages
) -> None:
    deal = make_deal(seller)
    approvals.ask(deal=deal, stage=agreed_by(stages["Договор"], head), note="Срочно", by=seller, at=NOW)
    grant, refuse = (reverse(f"sales:{name}", args=[deal.pk]) for name in ("grant", "refuse"))
    client.force_login(seller)
    html = client.get(deal.get_absolute_url()).content.decode()
    assert ("Ждёт согласования" in html, "Срочно" in html, grant in html) == (True, True, False)
    assert client.post(grant, headers=HTMX).status_code == 403
    client.force_login(head)
    assert grant in client.get(deal.get_absolute_url()).content.decode()
    assert "Ждёт согласования" in client.get("/deals/board/").content.decode()
    assert "Почему не согласовано" in client.get(refuse, headers=HTMX).content.decode()
    assert client.post(refuse, {"reason": ""}, headers=HTMX).status_code == 422
    assert client.post(grant, headers=HTMX).status_code == 204
    deal.refresh_from_db()
    assert deal.stage == stages["Договор"]
    assert client.post(grant, headers=HTMX).status_code == 404


def test_the_api_tells_the_same(seller: User, outsider: User, make_deal: MakeDeal, stage: Stage) -> None:
    deal, line = make_deal(seller), item(stage)
    assert call(seller, f"/deals/{deal.pk}/checks/{line.pk}")[0] == 204
    code, told = call(seller, f"/deals/{deal.pk}/work", method="GET")
    assert (code, told["minutes_norm"], told["guide"]) == (200, 60, "Узнайте бюджет")
    assert [(one["id"], one["ticked_by"]) for one in told["check_items"]] == [(line.pk, seller.pk)]
    assert call(outsider, f"/deals/{deal.pk}/work", method="GET")[0] == 404
    assert call(seller, f"/deals/{deal.pk}/checks/{line.pk}", method="DELETE")[0] == 204
    known = call(seller, "/pipelines", method="GET")[1][0]
    assert (known["may_skip"], known["stages"][0]["minutes_norm"]) == (True, 60)


def test_a_question_is_withdrawn(client: Client, seller: User, head: User, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(seller)
    approvals.ask(deal=deal, stage=agreed_by(stages["Договор"], head), by=seller, at=NOW)
    client.force_login(seller)
    assert client.post(reverse("sales:withdraw", args=[deal.pk]), headers=HTMX).status_code == 204
    assert not deal.approvals.filter(decided_at=None).exists()


def test_it_asks_as_much_for_fifty_lines_as_for_one(
    client: Client, seller: User, make_deal: MakeDeal, stage: Stage
) -> None:
    deal = make_deal(seller)
    item(stage)
    client.force_login(seller)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            panel(client, deal)
        return len(captured)

    asked()
    before = asked()
    for number in range(49):
        item(stage, f"Пункт {number}")
    assert asked() == before <= 12
