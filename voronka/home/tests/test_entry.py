"""Quick entry: one text becomes records, attaches to known ones, is made once and taken back in one go."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import Action, Grant, User
from voronka.activities.models import Task
from voronka.home.models import QuickEntry
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import LegalEntity, Organization, Person
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.models import Deal, Pipeline

LINE = "Иван Петров ООО Ромашка +7 903 123-45-67 ivan@romashka.ru сделка 150 000 позвонить завтра в 15"
HTMX = {"HX-Request": "true", "HX-Target": "dialog"}

pytestmark = [pytest.mark.django_db, pytest.mark.req("X1")]


@pytest.fixture
def pipeline(db: None) -> Pipeline:
    return defaults.ensure()


def preview(client: Client, user: User, text: str) -> str:
    client.force_login(user)
    return client.post(reverse("home:preview"), {"text": text}, headers=HTMX).content.decode()


def enter(client: Client, user: User, text: str, **more: str) -> Any:
    client.force_login(user)
    return client.post(reverse("home:enter"), {"text": text, **more}, headers=HTMX)


def known(seller: User) -> Person:
    made: Person = actions.create(
        kind=PERSON,
        values={"last_name": "Петров", "first_name": "Иван", "phones": ["+79031234567"]},
        by=seller,
        at=timezone.now(),
    )
    return made


def test_a_line_becomes_a_contact_an_organization_a_deal_and_a_task(
    client: Client, seller: User, pipeline: Pipeline
) -> None:
    shown = preview(client, seller, LINE)
    assert 'value="Петров"' in shown
    assert 'value="ООО Ромашка"' in shown
    assert 'value="завтра в 15"' in shown
    answer = enter(client, seller, LINE)
    assert answer.status_code == 204, answer.content.decode()
    person, deal, task = Person.objects.get(), Deal.objects.get(), Task.objects.get()
    assert (person.last_name, person.first_name, person.phones) == ("Петров", "Иван", ["+79031234567"])
    assert person.organization == Organization.objects.get(name="ООО Ромашка")
    assert (deal.amount, deal.person, deal.organization) == (150_000, person, person.organization)
    assert (task.title, str(task.subject), task.has_time) == ("Позвонить", f"deal:{deal.pk}", True)
    assert f"{timezone.localtime(task.due_at):%H:%M}" == "15:00"
    assert deal.get_absolute_url() in answer.headers["HX-Trigger"]


def test_repeated_it_makes_no_second_record(client: Client, seller: User, pipeline: Pipeline) -> None:
    for _time in range(2):
        assert enter(client, seller, LINE, idempotency_key="k1").status_code == 204
    assert (Person.objects.count(), Deal.objects.count(), Task.objects.count()) == (1, 1, 1)


def test_what_was_changed_in_the_preview_is_made(client: Client, seller: User, pipeline: Pipeline) -> None:
    sent = {"read": LINE, "person": "new", "person-last_name": "Иванов", "person-first_name": "Пётр", "deal": ""}
    assert enter(client, seller, LINE, **sent).status_code == 204
    assert str(Person.objects.get()) == "Иванов Пётр"
    assert not Deal.objects.exists()
    assert not Organization.objects.exists()


def test_a_text_changed_after_its_preview_is_read_anew(client: Client, seller: User) -> None:
    sent = {"read": "Иван", "person": "new", "person-first_name": "Иван"}
    assert enter(client, seller, "Иван Петров", **sent).status_code == 204
    assert str(Person.objects.get()) == "Петров Иван"


@pytest.mark.req("X4")
def test_it_attaches_to_the_one_with_the_same_phone(client: Client, seller: User, pipeline: Pipeline) -> None:
    person = known(seller)
    assert f'value="{person.pk}" selected' in preview(client, seller, LINE)
    assert enter(client, seller, LINE).status_code == 204
    person.refresh_from_db()
    assert Person.objects.count() == 1
    assert person.emails == ["ivan@romashka.ru"]
    assert Deal.objects.get().person == person


@pytest.mark.req("E1")
@pytest.mark.parametrize(("typed", "is_same"), [("Петров", True), ("Petrov", True), ("Петрова", True), ("Зуев", False)])
def test_a_shared_phone_does_not_turn_one_into_another(
    client: Client, seller: User, pipeline: Pipeline, typed: str, *, is_same: bool
) -> None:
    person = known(seller)
    home = actions.create(kind=ORGANIZATION, values={"name": "Вектор"}, by=seller, at=timezone.now())
    actions.update(record=person, changes={"organization": home.pk}, by=seller, at=timezone.now())
    line = f"{typed} Олег, ООО Ромашка, +7 903 123-45-67, сделка 5000"
    assert f'value="{person.pk}"' in preview(client, seller, line)  # offered in any case
    assert enter(client, seller, line).status_code == 204
    assert Person.objects.count() == (1 if is_same else 2)
    assert Organization.objects.count() == (1 if is_same else 2)
    if not is_same:
        made = Person.objects.get(last_name=typed)
        assert (made.first_name, str(made.organization)) == ("Олег", "ООО Ромашка")


def test_a_foreign_match_is_neither_shown_nor_attached_to(
    client: Client, seller: User, outsider: User, pipeline: Pipeline
) -> None:
    person = known(seller)
    assert f'value="{person.pk}"' not in preview(client, outsider, LINE)
    sent = {"read": LINE, "person": str(person.pk), "deal": "on", "deal-name": "Чужая"}
    assert enter(client, outsider, LINE, **sent).status_code == 422
    assert not Deal.objects.exists()


def test_undo_takes_everything_back(client: Client, seller: User, outsider: User, pipeline: Pipeline) -> None:
    person = known(seller)
    enter(client, seller, LINE)
    entry = QuickEntry.objects.get()
    client.force_login(outsider)
    assert client.post(reverse("home:undo_entry", args=[entry.pk])).status_code == 404
    client.force_login(seller)
    assert client.post(reverse("home:undo_entry", args=[entry.pk]), headers=HTMX).status_code == 204
    person.refresh_from_db()
    assert person.emails == []
    assert person.organization is None
    assert [kind.objects.count() for kind in (Deal, Task, Organization)] == [0, 0, 0]
    assert client.post(reverse("home:undo_entry", args=[entry.pk]), headers=HTMX).status_code == 404


def test_undo_keeps_what_somebody_has_gone_on_with(client: Client, seller: User, pipeline: Pipeline) -> None:
    enter(client, seller, LINE)
    deal = Deal.objects.get()
    actions.update(record=deal, changes={"name": "Другое"}, by=seller, at=timezone.now())
    client.force_login(seller)
    answer = client.post(reverse("home:undo_entry", args=[QuickEntry.objects.get().pk]), headers=HTMX)
    assert answer.status_code == 409
    assert Deal.objects.exists()
    assert Task.objects.exists()


def test_parts_without_the_right_are_said_and_left_out(client: Client, seller: User, pipeline: Pipeline) -> None:
    Grant.objects.filter(role__in=seller.roles.all(), kind="deal", action=Action.CREATE).delete()
    assert "line-entry__left" in preview(client, seller, LINE)
    assert enter(client, seller, LINE).status_code == 204
    assert not Deal.objects.exists()
    assert str(Task.objects.get().subject) == f"person:{Person.objects.get().pk}"


def test_the_tax_number_makes_a_legal_entity(client: Client, seller: User) -> None:
    assert enter(client, seller, "ООО «Квант» ИНН 7707083893").status_code == 204
    assert LegalEntity.objects.get().inn == "7707083893"


def test_an_organization_of_the_same_name_is_attached_to(client: Client, seller: User) -> None:
    made = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=timezone.now())
    assert enter(client, seller, "Иван Петров ООО «Ромашка» +7 903 123-45-67").status_code == 204
    assert Person.objects.get().organization == made


@pytest.mark.parametrize("text", ["", "   ", "\x00", "звонить 3 раза", "a" * 3000])
def test_nothing_to_make_is_told_and_nothing_lost(client: Client, seller: User, text: str) -> None:
    answer = enter(client, seller, text)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_wrong_values_are_told_at_their_input(client: Client, seller: User, pipeline: Pipeline) -> None:
    sent = {"read": LINE, "person": "new", "person-last_name": "Петров", "person-phones": "много", "task": "on"}
    answer = enter(client, seller, LINE, **sent, **{"task-title": "Звонок", "task-due": "когда-нибудь"})
    assert answer.status_code == 422
    assert answer.content.decode().count("field__error") >= 2
    assert 'value="много"' in answer.content.decode()
    assert not Person.objects.exists()


def test_it_works_without_scripts(client: Client, seller: User) -> None:
    client.force_login(seller)
    answer = client.post(reverse("home:enter"), {"text": "Иван Петров"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == Person.objects.get().get_absolute_url()


@pytest.mark.req("X6")
def test_the_command_line_offers_what_it_understood(client: Client, seller: User) -> None:
    client.force_login(seller)
    line = {"HX-Request": "true", "HX-Target": "command-results"}
    assert (
        f"{reverse('home:quick')}?text="
        in client.get(reverse("home:search"), {"q": "Иван Петров"}, headers=line).content.decode()
    )
