"""Quick entry by the API: understood, made once, taken back; duplicates are told."""

from typing import Any

import pytest

from voronka.accounts.models import Action, Grant, User
from voronka.activities.models import Task
from voronka.activities.tests.program import Program
from voronka.home.tests.test_entry import LINE, known
from voronka.people.models import Organization, Person
from voronka.sales import defaults
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("X1")]


@pytest.fixture(autouse=True)
def _pipeline(db: None) -> None:
    defaults.ensure()


def test_a_line_is_understood_and_nothing_is_stored(seller: User) -> None:
    answer = Program(seller).post("/quick", {"text": LINE})
    assert answer.status_code == 200
    found = answer.json()
    assert found["parts"]["person"] == {
        "last_name": "Петров", "first_name": "Иван", "phones": "+7 903 123-45-67", "emails": "ivan@romashka.ru",
    }  # fmt: skip
    assert found["parts"]["organization"]["name"] == "ООО Ромашка"
    assert found["parts"]["task"] == {"title": "Позвонить", "due": "завтра в 15"}
    assert found["choice"] == {"person": "new", "organization": "new"}
    assert (found["id"], found["made"], found["matches"], found["errors"]) == (None, [], [], {})
    assert not Person.objects.exists()


def test_committed_it_is_made_once_and_taken_back(seller: User, outsider: User) -> None:
    program = Program(seller)
    answers = [program.post("/quick", {"text": LINE, "commit": True}, **{"Idempotency-Key": "k"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    first, again = (answer.json() for answer in answers)
    assert [one["kind"] for one in first["made"]] == ["deal", "person", "organization", "task"]
    assert (first["id"], first["made"]) == (again["id"], again["made"])
    assert (Person.objects.count(), Deal.objects.count(), Task.objects.count()) == (1, 1, 1)
    assert Program(outsider).post(f"/quick/{first['id']}/undo", {}).status_code == 404
    assert program.post(f"/quick/{first['id']}/undo", {}).json() == {"id": first["id"]}
    assert program.post(f"/quick/{first['id']}/undo", {}).status_code == 404
    assert not Organization.objects.exists()


def test_a_contact_alone_is_made_once_though_the_second_time_it_is_known(seller: User) -> None:
    said = {"text": "Иван Петров +7 903 123-45-67", "commit": True}
    answers = [Program(seller).post("/quick", said, **{"Idempotency-Key": "k"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["made"] == answers[1].json()["made"]
    assert Person.objects.count() == 1


def test_duplicates_are_told_and_what_to_do_is_chosen(seller: User) -> None:
    person, program = known(seller), Program(seller)
    found = program.post("/quick", {"text": LINE}).json()
    (match,) = found["matches"]
    assert (match["kind"], match["id"], match["name"]) == ("person", person.pk, "Петров Иван")
    assert match["is_exact"]
    assert "тот же телефон" in match["reasons"]
    assert found["choice"]["person"] == str(person.pk)
    said = {"text": LINE, "commit": True, "choices": {"person": "new", "organization": "none", "deal": False}}
    made = program.post("/quick", said).json()["made"]
    assert [one["kind"] for one in made] == ["person", "task"]
    assert Person.objects.count() == 2


def test_a_foreign_record_is_no_match_and_no_choice(seller: User, outsider: User) -> None:
    person, program = known(seller), Program(outsider)
    assert program.post("/quick", {"text": LINE}).json()["matches"] == []
    for pk in (person.pk, 999_999):
        answer = program.post("/quick", {"text": LINE, "commit": True, "choices": {"person": pk}})
        assert answer.status_code == 422
        assert answer.json()["fields"] == {"person": "Такой записи нет, или она не для вас."}
    assert not Deal.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "", "commit": True}, 422),
        ({"text": "ц" * 2001, "commit": True}, 422),
        ({"text": "a" * 500_001}, 422),
        ({"text": "ц" * 500_001}, 413),
        ({"text": LINE, "choices": {"task": 0}}, 422),
        ({"text": LINE, "commit": "yes"}, 422),
        ({"text": "\x00" * 10}, 200),
        ({"text": LINE, "commit": True, "choices": {"person": 10**30}}, 422),
        ({"text": LINE, "choices": {"person": "other"}}, 422),
        ({"txt": LINE}, 422),
    ],
)
def test_bad_input_is_told(seller: User, body: dict[str, Any], status: int) -> None:
    assert Program(seller).post("/quick", body).status_code == status
    assert not Person.objects.exists()


def test_what_may_not_be_made_is_left_out(seller: User) -> None:
    Grant.objects.filter(kind="deal", action=Action.CREATE).delete()
    answer = Program(seller).post("/quick", {"text": LINE, "commit": True}).json()
    assert answer["left_out"] == ["deal"]
    assert not Deal.objects.exists()
