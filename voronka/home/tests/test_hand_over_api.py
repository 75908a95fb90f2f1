"""Hand-overs by the API: shown, done once by filter and evenly, taken back."""

from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.activities.tests.program import Program
from voronka.home.models import HandOver
from voronka.home.tests.test_hand_overs import client_of, owners
from voronka.people.models import Organization
from voronka.sales import defaults
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("H2")]


@pytest.fixture(autouse=True)
def _pipeline(db: None) -> None:
    defaults.ensure()


def named(name: str) -> dict[str, Any]:
    return {"field": "name", "op": "has", "value": name}


def test_shown_done_once_and_taken_back(seller: User, colleague: User, head: User, admin: User) -> None:
    client_of(seller, "Ромашка", "Стеллажи")
    client_of(seller, "Вектор")
    program = Program(admin)
    said = {"of": seller.pk, "to": [colleague.pk, head.pk], "switch_off": True}
    shown = program.post("/hand-overs", said).json()
    assert (shown["id"], shown["left"]) == (None, {})
    assert sorted((one["kind"], one["count"]) for one in shown["shares"]) == [
        ("deal", 1), ("organization", 1), ("organization", 1)
    ]  # fmt: skip
    assert set(owners(*Organization.objects.all())) == {seller}
    answers = [program.post("/hand-overs", {**said, "commit": True}, **{"Idempotency-Key": "k"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    done = answers[0].json()
    assert sorted(map(str, done["shares"])) == sorted(map(str, shown["shares"]))
    assert HandOver.objects.count() == 1
    seller.refresh_from_db()
    assert not seller.is_active
    assert program.post(f"/hand-overs/{done['id']}/undo", {}).json() == {"id": done["id"], "count": 3, "left": 0}
    assert program.post(f"/hand-overs/{done['id']}/undo", {}).status_code == 404
    assert program.get(f"/hand-overs/{done['id']}").json()["is_undone"]
    assert set(owners(*Organization.objects.all(), Deal.objects.get())) == {seller}


def test_parts_go_by_filter_and_the_rest_evenly_or_nowhere(
    seller: User, colleague: User, head: User, admin: User
) -> None:
    romashka, vector = client_of(seller, "Ромашка", "Стеллажи"), client_of(seller, "Вектор", "Краны")
    part = {"kind": "organization", "filter": named("ромашк"), "to": colleague.pk}
    said = {"of": seller.pk, "parts": [part], "commit": True}
    program = Program(admin)
    answer = program.post("/hand-overs", said).json()
    assert answer["left"] == {"organization": 1, "deal": 1}
    assert owners(romashka, Deal.objects.get(name="Стеллажи"), vector) == [colleague, colleague, seller]
    program.post(f"/hand-overs/{answer['id']}/undo", {})
    both = [part, {"kind": "deal", "filter": named("кран"), "to": colleague.pk}]
    program.post("/hand-overs", {**said, "parts": both, "to": [head.pk]})
    assert owners(romashka, vector, *Deal.objects.order_by("pk")) == [colleague, head, colleague, colleague]


def test_a_part_of_whoever_s_work_goes_evenly(seller: User, colleague: User, head: User, admin: User) -> None:
    clients = [client_of(by, f"Завод {number}") for number, by in enumerate((seller, seller, colleague))]
    other = client_of(seller, "Вектор")
    part = {"kind": "organization", "filter": named("завод"), "to": [head.pk, admin.pk]}
    said = {"of": None, "parts": [part], "commit": True}
    answer = Program(head).post("/hand-overs", said, **{"Idempotency-Key": "k"}).json()
    assert (answer["of"], answer["left"], sum(one["count"] for one in answer["shares"])) == (None, {}, 3)
    assert set(owners(*clients)) == {head, admin}
    assert owners(other) == [seller]
    assert Program(head).post("/hand-overs", said, **{"Idempotency-Key": "k"}).json()["id"] == answer["id"]
    assert Program(head).post("/hand-overs", said).status_code == 422
    assert Program(head).post(f"/hand-overs/{answer['id']}/undo", {}).json()["count"] == 3
    assert owners(*clients) == [seller, seller, colleague]


def test_who_may_and_who_sees_which_share(
    seller: User, colleague: User, head: User, admin: User, outsider: User
) -> None:
    client_of(seller, "Ромашка")
    said = {"of": seller.pk, "to": [colleague.pk], "commit": True}
    assert Program(head).post("/hand-overs", {**said, "switch_off": True}).status_code == 403
    assert Program(outsider).post("/hand-overs", said).status_code == 422
    done = Program(admin).post("/hand-overs", said).json()
    assert len(Program(colleague).get(f"/hand-overs/{done['id']}").json()["shares"]) == 1
    (mine,), (his,) = (Program(user).get("/hand-overs").json() for user in (admin, colleague))
    assert (mine["id"], mine["by"], mine["shares"]) == (done["id"], admin.pk, his["shares"])
    assert mine["undo_until"]
    assert his["undo_until"] is None
    assert Program(outsider).get("/hand-overs").json() == []
    assert Program(admin).get(f"/hand-overs?before={10**30}&limit=-1").json() == []
    assert Program(outsider).get(f"/hand-overs/{done['id']}").status_code == 404
    assert Program(colleague).post(f"/hand-overs/{done['id']}/undo", {}).status_code == 403


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, 422),
        ({"to": [999_999]}, 404),
        ({"to": [10**30]}, 404),
        ({"of": -1, "to": []}, 404),
        ({"parts": [{"kind": "organization", "filter": {"field": "nope"}, "to": 0}]}, 404),
        ({"parts": [{"kind": "user", "filter": {}, "to": 1}]}, 422),
    ],
)
def test_bad_input_is_told(seller: User, admin: User, more: dict[str, Any], status: int) -> None:
    assert Program(admin).post("/hand-overs", {"of": seller.pk, "commit": True, **more}).status_code == status
    assert not HandOver.objects.exists()


def test_a_faulty_filter_is_told(seller: User, colleague: User, admin: User) -> None:
    part = {"kind": "organization", "filter": {"field": "nope"}, "to": colleague.pk}
    answer = Program(admin).post("/hand-overs", {"of": seller.pk, "parts": [part]})
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["parts-1"]
