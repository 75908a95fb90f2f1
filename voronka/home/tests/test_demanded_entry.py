"""Quick entry asks for what the company demands: the input is there at once, and nothing is made without it."""

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.home.tests.test_entry import enter, known, preview
from voronka.people.models import LegalEntity, Organization, Person
from voronka.records import kinds
from voronka.records.actions import custom_fields
from voronka.records.actions.obligations import prescribe
from voronka.records.models import Classifier, ClassifierValue
from voronka.records.tests.test_api import Caller
from voronka.sales import defaults
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4")]

LINE = "Иван Петров ООО Ромашка +7 903 123-45-67"


def demand(admin: User, kind: str, *fields: str) -> None:
    for field in fields:
        prescribe(kind=kinds.get(kind), field=field, demands={"create": None}, by=admin)


def form(**given: str) -> dict[str, str]:
    """The form as the browser sends it after its preview."""
    return {
        "read": LINE,
        "person": "new",
        "person-last_name": "Петров",
        "person-phones": "+7 903 123-45-67",
        "organization": "new",
        "organization-name": "ООО Ромашка",
    } | given


def test_what_is_demanded_is_an_input_of_the_preview(client: Client, seller: User, admin: User) -> None:
    demand(admin, "person", "source", "position", "organization")
    demand(admin, "organization", "website", "segments")
    shown = preview(client, seller, LINE)
    for name in ("person-source", "person-position", "organization-website", "organization-segments"):
        assert f'name="{name}"' in shown
    assert 'name="person-organization"' not in shown  # the other part says it
    assert "field__error" not in shown


def test_nothing_is_made_without_it_and_nothing_typed_is_lost(client: Client, seller: User, admin: User) -> None:
    demand(admin, "person", "position")
    own = custom_fields.add(kind="organization", label="Округ", holds="text", given={"is_required": True}, by=admin)
    answer = enter(client, seller, LINE, **form(**{"person-first_name": "Иван"}))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_person-position-error"' in html
    assert f'name="organization-c_{own.key}"' in html
    assert 'value="Иван"' in html
    assert not Person.objects.exists()
    given = form(**{"person-position": "Директор", f"organization-c_{own.key}": "Север"})
    assert enter(client, seller, LINE, **given).status_code == 204
    assert Person.objects.get().position == "Директор"
    assert Organization.objects.get().custom == {own.key: "Север"}


def test_several_values_of_a_list(client: Client, seller: User, admin: User) -> None:
    demand(admin, "organization", "segments")
    rows = [ClassifierValue.objects.create(classifier=Classifier.SEGMENT, name=name) for name in ("Опт", "Сети")]
    client.force_login(seller)
    sent = {**form(), "text": LINE, "organization-segments": ["", *(str(one.pk) for one in rows)]}
    assert client.post("/quick/enter/", sent, headers={"HX-Request": "true"}).status_code == 204
    assert Organization.objects.get().segments == [one.pk for one in rows]


def test_whom_one_attaches_to_is_not_asked(client: Client, seller: User, admin: User) -> None:
    who = known(seller)
    demand(admin, "person", "position", "emails")
    given = form(person=str(who.pk), organization="none")
    defaults.ensure()
    answer = enter(client, seller, LINE, **given, deal="on", **{"deal-name": "Партия"})
    assert answer.status_code == 204, answer.content.decode()
    assert Deal.objects.get().person == who


def test_requisites_ask_too(client: Client, seller: User, admin: User) -> None:
    demand(admin, "legal_entity", "kpp", "full_name")
    given = form(legal_entity="on", person="none", **{"legal_entity-name": "ООО «Ромашка»", "legal_entity-kpp": ""})
    html = enter(client, seller, LINE, **given).content.decode()
    assert 'id="id_legal_entity-kpp-error"' in html
    assert 'id="id_legal_entity-full_name-error"' in html
    given |= {"legal_entity-kpp": "770701001", "legal_entity-full_name": "Общество «Ромашка»"}
    assert enter(client, seller, LINE, **given).status_code == 204
    assert LegalEntity.objects.get().full_name == "Общество «Ромашка»"


def test_a_program_is_told_the_fields(seller: User, admin: User) -> None:
    demand(admin, "person", "position", "source")
    status, told = Caller(seller).send("POST", "/api/v1/quick", {"text": LINE, "commit": True})
    assert status == 422
    assert {"person-position", "person-source"} <= set(told["fields"])
    assert not Person.objects.exists()
