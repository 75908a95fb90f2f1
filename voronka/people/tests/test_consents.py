"""Consents: what was said last counts, nothing said is ever changed, and mailings can ask."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.core.errors import Forbidden, Refused
from voronka.people import consents as queries
from voronka.people.actions import consents
from voronka.people.kinds import PERSON
from voronka.people.models import Consent, ConsentPurpose, Person
from voronka.records import actions

pytestmark = [pytest.mark.django_db, pytest.mark.req("H12")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def email() -> ConsentPurpose:
    """The purpose that every base begins with."""
    return ConsentPurpose.objects.get(code="email")


def make(by: User) -> Person:
    """A person."""
    made: Person = actions.create(kind=PERSON, values={"last_name": "Петров"}, by=by, at=NOW)
    return made


def say(person: Person, purpose: ConsentPurpose, by: User, *, is_given: bool, days: int = 0) -> Consent:
    """What the person said some days after."""
    at = NOW + timedelta(days=days)
    return consents.record(about=person, purpose=purpose, is_given=is_given, channel="phone", by=by, at=at)


def test_the_latest_word_counts_and_all_are_kept(seller: User, email: ConsentPurpose) -> None:
    one, two, three = make(seller), make(seller), make(seller)
    say(one, email, seller, is_given=True)
    say(two, email, seller, is_given=True)
    say(two, email, seller, is_given=False, days=1)
    assert queries.may_be_written_to("person", [one.pk, two.pk, three.pk], "email") == {one.pk}
    assert queries.may_be_written_to("person", [one.pk], "sms") == set()
    assert Consent.objects.count() == 3


def test_a_consent_remembers_its_own_wording(admin: User, email: ConsentPurpose) -> None:
    person = make(admin)
    before = say(person, email, admin, is_given=True)
    made = consents.word(purpose=email, text="Согласен на письма раз в месяц", by=admin, at=NOW)
    assert consents.word(purpose=email, text="Согласен на письма раз в месяц ", by=admin, at=NOW) == made
    after = say(person, email, admin, is_given=True)
    assert before.text
    assert after.text
    assert (before.text.version, after.text.version) == (1, 2)


def test_what_makes_no_sense_is_refused(seller: User, outsider: User, email: ConsentPurpose) -> None:
    person = make(seller)
    with pytest.raises(Forbidden):
        say(person, email, outsider, is_given=True)
    given = {"about": person, "purpose": email, "is_given": True, "by": seller, "at": NOW}
    with pytest.raises(Refused):
        consents.record(channel="pigeon", **given)
    with pytest.raises(Refused):
        consents.record(channel="phone", said_at=NOW + timedelta(days=1), **given)
    with pytest.raises(Forbidden):
        consents.word(purpose=email, text="x", by=seller, at=NOW)


class TestScreens:
    def test_a_word_is_written_from_the_card(self, client: Client, seller: User) -> None:
        person = make(seller)
        client.force_login(seller)
        address = reverse("people:said", args=["person", person.pk])
        assert address in client.get(f"{PERSON.url(person.pk)}panels/consents/").content.decode()
        sent = {"purpose": "email", "is_given": "1", "channel": "paper", "proof": "Договор 15"}
        assert client.post(address, sent).status_code == 303
        assert "Договор 15" in client.get(address).content.decode()

    def test_bad_input_loses_nothing(self, client: Client, seller: User) -> None:
        person = make(seller)
        client.force_login(seller)
        address = reverse("people:said", args=["person", person.pk])
        answer = client.post(address, {"purpose": "email", "is_given": "1", "channel": "x", "proof": "Договор 15"})
        assert answer.status_code == 422
        assert "Договор 15" in answer.content.decode()
        assert client.get(reverse("people:said", args=["deal", 1])).status_code == 404

    def test_others_see_nothing(self, client: Client, seller: User, outsider: User, colleague: User) -> None:
        address = reverse("people:said", args=["person", make(seller).pk])
        client.force_login(outsider)
        assert client.get(address).status_code == 404
        assert client.post(address, {"purpose": "email"}).status_code == 404
        client.force_login(colleague)
        assert client.get(address).status_code == 200

    def test_the_administrator_keeps_purposes_and_wordings(self, client: Client, admin: User, head: User) -> None:
        client.force_login(admin)
        sent = {"name": "Опросы", "text": "Согласен на опросы"}
        assert client.post(reverse("people:consent_new"), sent).status_code == 303
        assert client.post(reverse("people:consent_new"), sent).status_code == 422
        made = ConsentPurpose.objects.get(name="Опросы")
        assert client.post(reverse("people:consent_wording", args=[made.pk]), {"text": ""}).status_code == 422
        assert client.post(reverse("people:consent_off", args=[made.pk])).status_code == 303
        assert "Опросы" in client.get(reverse("people:consents")).content.decode()
        client.force_login(head)
        assert client.get(reverse("people:consents")).status_code == 403
