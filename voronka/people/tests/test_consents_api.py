"""Consents by the API: what holds, what was said, another word, once per key."""

from typing import Any

import pytest

from voronka.accounts.models import Grant, Scope, User
from voronka.activities.tests.program import Program
from voronka.people.actions import consents
from voronka.people.models import Consent, ConsentPurpose
from voronka.people.tests.test_consents import NOW, make
from voronka.records import actions, kinds

pytestmark = [pytest.mark.django_db, pytest.mark.req("H12")]

FORM = {"purpose": "email", "channel": "form", "proof": "https://example.com/f/15", "at": "2026-03-01T09:00:00Z"}


def test_purposes_are_told_with_the_wording_in_use(admin: User) -> None:
    email = ConsentPurpose.objects.get(code="email")
    consents.word(purpose=email, text="Согласен на письма", by=admin, at=NOW)
    told = {one["code"]: one for one in Program(admin).get("/consent-purposes").json()["items"]}
    assert told["email"] == {
        "code": "email", "name": email.name, "is_active": True, "version": 2, "text": "Согласен на письма"
    }  # fmt: skip
    assert told["sms"]["version"] == 1


def test_a_word_is_written_once_and_taken_back(seller: User) -> None:
    person, program = make(seller), Program(seller)
    address = f"/persons/{person.pk}/consents"
    answers = [program.post(address, FORM, **{"Idempotency-Key": "k"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    told = answers[0].json()
    assert told == answers[1].json()
    assert (told["purpose"], told["version"], told["channel"], told["by"]) == ("email", 1, "form", seller.pk)
    assert (told["proof"], told["at"]) == (FORM["proof"], "2026-03-01T09:00:00Z")
    assert program.get(address).json()["given"] == ["email"]
    back = program.post(address, {"purpose": "email", "is_given": False, "channel": "phone"})
    assert back.status_code == 201
    found = program.get(address).json()
    assert (found["given"], [one["is_given"] for one in found["items"]]) == ([], [False, True])
    assert Consent.objects.count() == 2


def test_an_old_wording_is_named_by_its_version(admin: User) -> None:
    consents.word(purpose=ConsentPurpose.objects.get(code="email"), text="Согласен на письма", by=admin, at=NOW)
    person, program = make(admin), Program(admin)
    assert program.post(f"/persons/{person.pk}/consents", {**FORM, "version": 1}).json()["version"] == 1
    assert program.post(f"/persons/{person.pk}/consents", FORM).json()["version"] == 2


def test_leads_consent_too(seller: User) -> None:
    lead = actions.create(kind=kinds.get("lead"), values={"last_name": "Петров"}, by=seller, at=NOW)
    assert Program(seller).post(f"/leads/{lead.pk}/consents", FORM).status_code == 201
    assert Program(seller).get(f"/leads/{lead.pk}/consents").json()["given"] == ["email"]


def test_a_teammate_may_and_an_outsider_finds_nothing(seller: User, colleague: User, outsider: User) -> None:
    person = make(seller)
    address = f"/persons/{person.pk}/consents"
    assert Program(colleague).post(address, FORM).status_code == 201
    absent = Program(outsider).get("/persons/999999/consents")
    for answer in (Program(outsider).get(address), Program(outsider).post(address, FORM)):
        assert (answer.status_code, answer.json()["message"]) == (404, absent.json()["message"])
    Grant.objects.filter(role__in=colleague.roles.all(), action="edit", kind="person").update(scope=Scope.OWN)
    assert Program(colleague).post(address, FORM).status_code == 403
    assert Program(colleague).get(address).status_code == 200


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"purpose": "nope"}, "purpose"),
        ({"purpose": "a\x00"}, "purpose"),
        ({"channel": "pigeon"}, "channel"),
        ({"at": "9999-12-31T23:59:59Z"}, "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"at": "0001-01-01T00:00:00"}, "at"),
        ({"at": "soon"}, "at"),
        ({"version": 7}, "version"),
        ({"version": 10**12}, "version"),
        ({"proof": "x" * 501}, "proof"),
        ({"extra": 1}, "extra"),
    ],
)
def test_bad_input_is_told(seller: User, more: dict[str, Any], field: str) -> None:
    person = make(seller)
    answer = Program(seller).post(f"/persons/{person.pk}/consents", FORM | more)
    assert answer.status_code in {400, 422}
    assert answer.status_code == 400 or field in answer.json()["fields"]
    assert not Consent.objects.exists()
