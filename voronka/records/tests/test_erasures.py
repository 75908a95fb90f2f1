"""Erasing of personal data: who may, what is asked, and what becomes of the past."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Person
from voronka.records import actions
from voronka.records.actions import erasures, merges
from voronka.records.erasing.words import words_of
from voronka.records.history import event_model
from voronka.records.models import Erasure, Merge
from voronka.records.search.query import find

pytestmark = [pytest.mark.django_db, pytest.mark.req("H12")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def make(by: User, **values: object) -> Person:
    """A person."""
    made: Person = actions.create(kind=PERSON, values={"last_name": "Петров", **values}, by=by, at=NOW)
    return made


def erase(person: Person, by: User, said: str = "Петров") -> Erasure:
    """As the administrator would."""
    return erasures.erase(kind=PERSON, pk=person.pk, why="request", said=said, by=by, at=NOW)


def test_the_name_of_long_ago_is_gone_too(admin: User) -> None:
    person = make(admin, emails=["old@example.com"])
    changes = {"last_name": "Сидорова", "first_name": "Анна", "emails": []}
    actions.update(record=person, changes=changes, by=admin, at=NOW)
    erase(person, admin, said="сидорова  анна")
    person.refresh_from_db()
    assert (str(person), person.emails) == ("Обезличенный контакт", [])
    past = event_model(PERSON).objects.filter(pgh_obj_id=person.pk)
    assert {row.last_name for row in past} == {"Обезличенный контакт"}
    assert {tuple(row.emails) for row in past} == {()}
    assert find("сидорова", admin) == []


def test_what_was_merged_into_it_goes_too_and_cannot_come_back(admin: User) -> None:
    kept, other = make(admin), make(admin, note="Любит рыбалку")
    done = merges.merge(kind=PERSON, ids=[kept.pk, other.pk], into=kept.pk, values={}, by=admin, at=NOW)
    erase(kept, admin)
    assert Merge.objects.get(pk=done.pk).before == {}
    assert not event_model(PERSON).objects.filter(note__contains="рыбалку").exists()
    with pytest.raises(Refused):
        merges.undo(merge=done.pk, by=admin, at=NOW)


def test_it_is_written_down_without_a_name(admin: User) -> None:
    done = erase(make(admin), admin)
    assert (done.by, done.at, done.counts) == (admin, NOW, {"person": 1})
    assert "Петров" not in str(vars(done))


def test_only_a_human_being_by_its_own_name_once_by_an_administrator(admin: User, head: User) -> None:
    person = make(admin)
    company = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=admin, at=NOW)
    with pytest.raises(Forbidden):
        erase(person, head)
    with pytest.raises(Refused):
        erase(person, admin, said="Петрова")
    with pytest.raises(NotFound):
        erasures.erase(kind=ORGANIZATION, pk=company.pk, why="request", said="Ромашка", by=admin, at=NOW)
    erase(person, admin)
    with pytest.raises(Refused):
        erase(person, admin, said="Обезличенный контакт")


@pytest.mark.own_sql
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Звонил Петров", "Звонил █████"),
        ("Передать Петрову Ивану Сергеевичу", "Передать █████"),
        ("Иван Петров и Иван Сидоров", "█████ и Иван Сидоров"),
        ("Петровск, улица Петровская слобода", "Петровск, улица Петровская слобода"),
        ("+7 (903) 555-00-11 доб. 3", "█████ доб. 3"),
        ("89035550011, счёт 40702810903555001100", "█████, счёт 40702810903555001100"),
        ("Почта IVAN@example.com", "Почта █████"),
    ],
)
def test_words_are_found_in_any_form(text: str, left: str) -> None:
    state = {"last_name": "Петров", "first_name": "Иван", "middle_name": "Сергеевич"}
    words = words_of([state | {"phones": ["+79035550011"], "emails": ["ivan@example.com"]}])
    assert words.gone(text) == left


class TestScreen:
    def test_asks_twice(self, client: Client, admin: User) -> None:
        person = make(admin)
        client.force_login(admin)
        address = reverse("person:erase", args=[person.pk])
        assert address in client.get(PERSON.url(person.pk)).content.decode()
        assert client.get(address).status_code == 200
        wrong = client.post(address, {"said": "Иванов", "why": "request"})
        assert wrong.status_code == 422
        assert "Иванов" in wrong.content.decode()
        assert client.post(address, {"said": "Петров", "why": "withdrawn"}).status_code == 303
        assert Erasure.objects.get().why == "withdrawn"

    def test_is_not_for_others(self, client: Client, admin: User, head: User, outsider: User) -> None:
        person = make(admin)
        address = reverse("person:erase", args=[person.pk])
        for user in (head, outsider):
            client.force_login(user)
            assert client.get(address).status_code == 403
            assert client.post(address, {"said": "Петров"}).status_code == 403
        client.force_login(admin)
        assert client.get(reverse("deal:erase", args=[1])).status_code == 404
        assert not Erasure.objects.exists()
