"""The card, the settings page and the API say what is learned: to whom it may be said, and in how many queries."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import Role, User
from voronka.people.models import Organization
from voronka.records.actions import field_rules
from voronka.sales.actions import chances
from voronka.sales.kinds import DEAL
from voronka.sales.models import ChanceTerms, Deal, DealChance, Finding, Learning, Stage
from voronka.sales.probability.telling import chance_of
from voronka.sales.probability.words import LABELS
from voronka.sales.tests.closed_deals import history, source_named
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("X3", "H3")]
HTMX = {"HX-Request": "true"}
PAGE = "sales:chances"


@pytest.fixture
def learned(seller: User, stages: dict[str, Stage]) -> Learning:
    """The company has learned that the source decides."""
    history(seller, stages, until=NOW, chance=lambda good: 0.85 if good else 0.2)
    made = chances.learn(at=NOW)
    assert made
    assert made.is_in_force
    return made


@pytest.fixture
def deal(seller: User, make_deal: MakeDeal) -> Deal:
    """An open deal of the good source."""
    return make_deal(seller, source=source_named("Рекомендация").pk, amount="2 000 000")


@pytest.fixture
def deal_told(learned: Learning, deal: Deal) -> Deal:
    """The same with something learned of it."""
    assert DealChance.objects.get(deal=deal).learning == learned
    return deal


@pytest.fixture
def buyer(seller: User) -> Organization:
    """A client."""
    times = {"created_at": NOW, "updated_at": NOW}
    return Organization.objects.create(name="Ромашка", owner=seller, created_by=seller, **times)


def panel(client: Client, deal: Deal) -> str:
    """The piece of the card."""
    address = reverse("deal:panel", args=[deal.pk, "chance"])
    return client.get(address, headers=HTMX).content.decode().replace("\u00a0", " ")


def test_the_card_says_why(learned: Learning, deal: Deal, client: Client, seller: User) -> None:
    client.force_login(seller)
    found = DealChance.objects.get(deal=deal)
    shown = panel(client, deal)
    assert f"{found.probability} %" in shown
    assert "по этапу 10 %" in shown
    assert "Источник: Рекомендация" in shown
    assert "за победу" in shown


def test_a_silent_card_says_why_it_is_silent(deal: Deal, client: Client, seller: User, admin: User) -> None:
    client.force_login(seller)
    assert "Обучения ещё не было" in panel(client, deal)
    chances.learn(at=NOW)
    assert "закрытых сделок 0, нужно 200" in panel(client, deal)
    Learning.objects.update(finding=Finding.NO_BETTER)
    assert "не точнее одного этапа" in panel(client, deal)
    chances.switch(on=False, by=admin)
    assert "отключено" in panel(client, deal)


def test_who_does_not_see_the_deal_is_told_nothing(
    learned: Learning, deal: Deal, client: Client, outsider: User
) -> None:
    client.force_login(outsider)
    address = reverse("deal:panel", args=[deal.pk, "chance"])
    assert client.get(address, headers=HTMX).status_code == 404
    assert call(outsider, f"/deals/{deal.pk}/chance", method="GET")[0] == 404


def test_a_reason_of_a_hidden_field_is_not_told(
    deal_told: Deal, buyer: Organization, admin: User, seller: User, own_role: Role
) -> None:
    every = [{"why": name, "weight": 1, "value": 5.0, "usual": 2.0} for name in LABELS]
    DealChance.objects.filter(deal=deal_told).update(reasons=every)
    deal_told.organization = Organization.objects.create(
        name="Ромашка", owner=seller, created_by=seller, created_at=NOW, updated_at=NOW
    )
    told = {one.why for one in chance_of(deal_told, to=seller).reasons}
    assert told == set(LABELS) - {"bought"}  # a colleague's victory would be told
    for field in ("amount", "source"):
        field_rules.set_right(role=own_role, kind=DEAL, field=field, right="hidden", by=admin)
    fresh = User.objects.get(pk=seller.pk)
    assert {one.why for one in chance_of(deal_told, to=fresh).reasons} == told - {"amount", "source"}


def test_that_a_client_has_bought_is_told_to_who_sees_the_purchase(
    deal_told: Deal, buyer: Organization, seller: User, admin: User, make_deal: MakeDeal
) -> None:
    DealChance.objects.filter(deal=deal_told).update(reasons=[{"why": "bought", "weight": 1, "value": 1}])
    Deal.objects.filter(pk=deal_told.pk).update(organization=buyer)
    deal_told.refresh_from_db()
    won = make_deal(admin, stage="Выиграна", organization=buyer.pk)
    assert chance_of(deal_told, to=seller).reasons == []
    assert [one.text for one in chance_of(deal_told, to=admin).reasons] == ["Клиент уже покупал"]
    Deal.objects.filter(pk=won.pk).update(owner=seller)
    assert len(chance_of(deal_told, to=seller).reasons) == 1


def test_the_settings_page(
    learned: Learning, client: Client, admin: User, head: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(head)
    assert client.get(reverse(PAGE)).status_code == 403
    client.force_login(admin)
    with django_assert_max_num_queries(12):
        shown = client.get(reverse(PAGE)).content.decode()
    assert "Работает" in shown
    assert "Молчит" not in shown
    for label in ("AUC", "Brier", "Ошибка калибровки", "Источник", "Что предсказано и что вышло"):
        assert label in shown


@pytest.mark.parametrize(
    ("finding", "words"), [("too_few", "пока не на чем учиться"), ("no_better", "не точнее одного этапа")]
)
def test_the_page_says_that_it_is_silent(
    client: Client, admin: User, stages: dict[str, Stage], finding: str, words: str
) -> None:
    client.force_login(admin)
    assert "Обучения ещё не было" in client.get(reverse(PAGE)).content.decode()
    Learning.objects.create(at=NOW, finding=finding, figures={"deals": 7, "won": 3, "lost": 4})
    shown = client.get(reverse(PAGE), headers=HTMX).content.decode()
    assert words in shown
    assert "0, нужно 200" in shown


def test_learning_is_asked_for_and_switched_off(
    learned: Learning, client: Client, admin: User, seller: User, run_jobs: Any
) -> None:
    for name in ("sales:chances-learn", "sales:chances-off", "sales:chances-on"):
        client.force_login(seller)
        assert client.post(reverse(name)).status_code == 403
        client.force_login(admin)
        assert client.get(reverse(name)).status_code == 405
    assert client.post(reverse("sales:chances-learn")).status_code == 303
    assert client.post(reverse("sales:chances-learn"), headers=HTMX).status_code == 204
    run_jobs()
    assert Learning.objects.filter(by=admin).count() == 1
    assert client.post(reverse("sales:chances-off")).status_code == 303
    assert not ChanceTerms.objects.get().is_on
    assert "Отключено" in client.get(reverse(PAGE)).content.decode()
    assert client.post(reverse("sales:chances-on")).status_code == 303


def test_programs_read_it(learned: Learning, deal: Deal, seller: User, admin: User) -> None:
    found = call(seller, f"/deals/{deal.pk}/chance", method="GET")[1]
    kept = DealChance.objects.get(deal=deal)
    assert (found["probability"], found["by_stage"], found["is_learned"]) == (kept.probability, 10, True)
    assert {"why", "text", "weight"} == set(found["reasons"][0])
    assert call(seller, "/probability", method="GET")[0] == 403
    state = call(admin, "/probability", method="GET")[1]
    assert (state["is_on"], state["in_force"]["id"], state["needed"]) == (True, learned.pk, 200)
    assert state["deals"] == state["won"] + state["lost"]
    assert "model" not in state["in_force"]


def test_a_program_is_told_of_silence(deal: Deal, seller: User) -> None:
    found = call(seller, f"/deals/{deal.pk}/chance", method="GET")[1]
    assert (found["probability"], found["is_learned"], found["reasons"]) == (10, False, [])
    assert found["silence"]


def test_the_card_of_a_closed_deal_says_nothing(
    learned: Learning, client: Client, seller: User, make_deal: MakeDeal
) -> None:
    deal = make_deal(seller, stage="Выиграна")
    assert chance_of(deal, to=seller).probability == 100
    client.force_login(seller)
    assert "chance__share" not in panel(client, deal)
