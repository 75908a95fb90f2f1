"""Search and fields that a role hides: nothing is found by them, nothing of them is shown."""

import json

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.people.kinds import PERSON
from voronka.records.search.query import find
from voronka.records.similar import alike, signs_of, unseen
from voronka.records.tests.lists import person, seen, text
from voronka.records.tests.rules import Rule, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.req("E1")]


def test_nothing_hidden_is_found_or_guessed(client: Client, seller: User, rule: Rule) -> None:
    who = person(seller, "Ёлкин", phones=["+79031234567"], emails=["boss@x.ru"])
    assert [hit.record_id for hit in find("9031234", fresh(seller))] == [who.pk]
    rule("phones")
    rule("emails")
    by = fresh(seller)
    assert find("9031234", by) == []
    assert find("boss", by) == []
    assert [hit.why for hit in find("ёлкин", by)] == [""]
    for words in ("q=9031234", "q=boss"):
        assert json.loads(text(seen(client, seller, f"/persons/lookup/?{words}"))) == []
        assert "Ёлкин" not in text(seen(client, seller, f"/persons/?{words}"))
    typed = {"phones": ["+79031234567"], "emails": ["boss@x.ru"]}
    assert alike(signs_of(PERSON, typed, by=by), by=by) == []
    assert [one.entry.record_id for one in alike(signs_of(PERSON, {"last_name": "Ёлкин"}, by=by), by=by)] == [who.pk]


def test_a_hidden_place_is_no_reason(seller: User, rule: Rule) -> None:
    person(seller, "Веретенников", first_name="Пётр", address="Казань, Баумана 1")
    typed = {"last_name": "Веретеников", "first_name": "Пётр", "address": "Казань, Мира 2"}
    assert alike(signs_of(PERSON, typed, by=fresh(seller)), by=fresh(seller))
    rule("address")
    assert alike(signs_of(PERSON, typed, by=fresh(seller)), by=fresh(seller)) == []


def test_of_an_unseen_card_a_hidden_field_tells_nothing(seller: User, outsider: User, rule: Rule) -> None:
    person(outsider, "Ёлкин", phones=["+79031234567"])
    typed = {"phones": ["+79031234567"]}
    assert unseen(signs_of(PERSON, typed, by=fresh(seller)), by=fresh(seller)).codes
    rule("phones")
    assert not unseen(signs_of(PERSON, typed, by=fresh(seller)), by=fresh(seller)).ids


@pytest.mark.req("H10")
def test_a_hidden_word_brings_nothing_in_any_reading(seller: User, rule: Rule) -> None:
    known = person(seller, "Байкалов", position="Пилот")
    person(seller, "Ёлкин", position="Байкальский лоцман", phones=["+79031234567"])
    words = ("лоцман", "kjwvfy", "lotsman", "лоцнам", "оцма", "Ёлкин лоцман", "903 1234567", "1234567")
    assert all(find(text, fresh(seller)) for text in words)
    rule("position")
    rule("phones")
    by = fresh(seller)
    assert [find(text, by) for text in words] == [[]] * len(words)
    hits = find("байкал", by)
    assert [(hit.record_id, hit.subtitle, hit.why) for hit in hits] == [(known.pk, "", "")]
    assert [hit.title for hit in find("Ёлкин", by)] == ["Ёлкин"]


def test_what_is_found_is_not_crowded_out_by_what_is_hidden(seller: User, rule: Rule) -> None:
    known = person(seller, "Байкалов")
    for number in range(8):
        person(seller, f"Ёлкин {number}", position="Байкалов")
    rule("position")
    assert [hit.record_id for hit in find("байкалов", fresh(seller), most=3)] == [known.pk]
