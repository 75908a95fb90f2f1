"""Quick entry while a card is open: what the line does not say otherwise is about that record."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.activities.models import Task
from voronka.activities.subjects import ref
from voronka.activities.tests.program import Program
from voronka.home.open_card import ref_of_page
from voronka.home.tests.test_entry import HTMX
from voronka.home.tests.test_hand_overs import NOW
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions, kinds
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("X1", "H8")]


@pytest.fixture(autouse=True)
def _pipeline(db: None) -> None:
    defaults.ensure()


@pytest.fixture
def romashka(seller: User) -> Organization:
    """A client with its contact."""
    made: Organization = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=NOW)
    values = {"last_name": "Петров", "first_name": "Иван", "organization": made.pk}
    actions.create(kind=PERSON, values=values, by=seller, at=NOW)
    return made


def entered(client: Client, user: User, text: str, about: Any, **more: str) -> Any:
    client.force_login(user)
    said = {"text": text, "about": str(ref(about)) if about else "", **more}
    return client.post(reverse("home:enter"), said, headers=HTMX)


def shown(client: Client, user: User, text: str, about: Any) -> str:
    client.force_login(user)
    said = {"text": text, "about": str(ref(about)) if about else ""}
    return client.post(reverse("home:preview"), said, headers=HTMX).content.decode()


def test_a_task_and_a_deal_are_of_the_open_client(client: Client, seller: User, romashka: Organization) -> None:
    assert "Ромашка" in shown(client, seller, "позвонить завтра в 15", romashka)
    assert entered(client, seller, "позвонить завтра в 15", romashka).status_code == 204
    assert Task.objects.get().subject == ref(romashka)
    assert entered(client, seller, "сделка 150 000", romashka).status_code == 204
    deal = Deal.objects.get()
    assert (deal.organization, deal.amount, deal.name) == (romashka, 150_000, "Ромашка")
    assert Organization.objects.count() == 1


def test_a_deal_of_an_open_contact_is_of_its_organization(client: Client, seller: User, romashka: Organization) -> None:
    person = Person.objects.get()
    entered(client, seller, "сделка 20 000 позвонить завтра", person)
    deal = Deal.objects.get()
    assert (deal.person, deal.organization) == (person, romashka)
    assert Task.objects.get().subject == ref(deal)


def test_an_open_deal_gives_its_client_and_is_what_tasks_are_about(
    client: Client, seller: User, romashka: Organization
) -> None:
    deal = actions.create(kind=DEAL, values={"name": "Печи", "organization": romashka.pk}, by=seller, at=NOW)
    entered(client, seller, "выслать КП завтра", deal)
    assert Task.objects.get().subject == ref(deal)
    entered(client, seller, "Олег Зуев +7 903 765-43-21", deal)
    assert Person.objects.get(last_name="Зуев").organization == romashka
    entered(client, seller, "сделка 5 000 000", deal)
    assert Deal.objects.exclude(pk=deal.pk).get().organization == romashka


def test_an_open_lead_has_tasks_only(client: Client, seller: User) -> None:
    lead = actions.create(kind=kinds.get("lead"), values={"last_name": "Зуев"}, by=seller, at=NOW)
    entered(client, seller, "позвонить завтра в 15", lead)
    assert Task.objects.get().subject == ref(lead)
    entered(client, seller, "сделка 5 000", lead)
    assert (Deal.objects.get().organization, Deal.objects.get().person) == (None, None)


def test_a_client_that_the_line_names_comes_first(client: Client, seller: User, romashka: Organization) -> None:
    html = shown(client, seller, "ООО Вектор сделка 150 000", romashka)
    assert "line-entry__tie" not in html
    entered(client, seller, "ООО Вектор сделка 150 000", romashka)
    assert Deal.objects.get().organization == Organization.objects.get(name="ООО Вектор")


def test_let_go_it_is_about_nothing(client: Client, seller: User, romashka: Organization) -> None:
    assert romashka.pk
    entered(client, seller, "позвонить в налоговую завтра", None)
    assert Task.objects.get().subject is None


def test_the_dialog_takes_the_card_of_the_page_or_of_the_side_panel(
    client: Client, seller: User, romashka: Organization
) -> None:
    card = ORGANIZATION.url(romashka.pk)
    for address in (
        f"http://testserver{card}?tab=changes",
        f"http://testserver/deals/#panel={card.replace('/', '%2F')}",
    ):
        assert ref_of_page(address) == ref(romashka)
        client.force_login(seller)
        html = client.get(reverse("home:quick"), headers={**HTMX, "HX-Current-URL": address}).content.decode()
        assert f'name="about" value="organization:{romashka.pk}"' in html
    assert ref_of_page("http://testserver/#panel=//evil.example/x") is None
    assert ref_of_page("http://[") is None


def test_what_one_may_not_see_is_no_subject(
    client: Client, seller: User, outsider: User, romashka: Organization
) -> None:
    address = f"http://testserver{ORGANIZATION.url(romashka.pk)}"
    client.force_login(outsider)
    html = client.get(reverse("home:quick"), headers={**HTMX, "HX-Current-URL": address}).content.decode()
    assert "data-quick-about" not in html
    assert "Ромашка" not in shown(client, outsider, "позвонить завтра в 15", romashka)
    more = {"read": "позвонить", "task": "on", "task-title": "Позвонить"}
    assert entered(client, outsider, "позвонить", romashka, **more).status_code == 422
    assert not Task.objects.exists()
    foreign = Program(outsider).post("/quick", {"text": "позвонить завтра", "about": str(ref(romashka))})
    absent = Program(outsider).post("/quick", {"text": "позвонить завтра", "about": "organization:999999"})
    assert (foreign.status_code, foreign.json()["message"]) == (404, absent.json()["message"])


def test_a_teammate_who_sees_the_card_plans_on_it(client: Client, colleague: User, romashka: Organization) -> None:
    entered(client, colleague, "позвонить завтра в 15", romashka)
    assert Task.objects.get().subject == ref(romashka)


def test_programs_say_what_the_text_is_about(seller: User, romashka: Organization) -> None:
    said = {"text": "сделка 150 000", "about": f"organization:{romashka.pk}"}
    told = Program(seller).post("/quick", said).json()
    assert (told["about"], told["tied"]) == (said["about"], ["deal"])
    assert Program(seller).post("/quick", {**said, "commit": True}).status_code == 201
    assert Deal.objects.get().organization == romashka


@pytest.mark.parametrize(
    "about", ["x", "task:1", "organization:99999999999999999999", "organization:\x00", ":", "a" * 60]
)
def test_bad_input_is_told(client: Client, seller: User, about: str) -> None:
    client.force_login(seller)
    more = {"read": "позвонить завтра", "task": "on", "task-title": "Позвонить", "about": about}
    answer = client.post(reverse("home:enter"), {"text": "позвонить завтра", **more}, headers=HTMX)
    assert answer.status_code == 422
    assert "позвонить завтра" in answer.content.decode()
    assert client.post(reverse("home:preview"), {"text": "x", "about": about}, headers=HTMX).status_code == 200
