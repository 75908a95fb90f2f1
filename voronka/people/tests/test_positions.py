"""One person in several organizations: the main place, the others, the former ones."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.people.actions import positions
from voronka.people.kinds import ORGANIZATION, PERSON, POSITION
from voronka.people.models import Position
from voronka.people.tests.test_panels import shown
from voronka.records import actions
from voronka.records.actions import merges
from voronka.records.models import Classifier, ClassifierValue
from voronka.records.tests.test_card import NOW, firm, person

pytestmark = [pytest.mark.django_db, pytest.mark.req("B11")]
DAY = date(2026, 3, 4)


def tied(one: Any, organization: Any, by: User, **values: Any) -> Any:
    given = {"person": one.pk, "organization": organization.pk} | values
    return actions.create(kind=POSITION, values=given, by=by, at=NOW)


def test_a_position_becomes_the_main_one_and_takes_its_place(seller: User) -> None:
    main, other = firm(seller), firm(seller, name="Лотос")
    one = person(seller, organization=main.pk, position="Директор", works_since_on=DAY)
    tie = tied(one, other, seller, title="Советник")
    moved = positions.make_main(position=tie, by=seller, at=NOW)
    assert (moved.organization, moved.position, moved.works_since_on) == (other, "Советник", None)
    kept = Position.objects.get()
    assert (kept.organization, kept.title, kept.since_on, kept.until_on) == (main, "Директор", DAY, None)


def test_who_leaves_is_a_former_one(seller: User) -> None:
    main, other = firm(seller), firm(seller, name="Лотос")
    one = person(seller, organization=main.pk, position="Директор")
    tie = tied(one, other, seller, title="Советник")
    left = positions.leave(person=one, on=DAY, by=seller, at=NOW)
    one.refresh_from_db()
    assert (one.organization, one.position, left.title, left.until_on) == (None, "", "Директор", DAY)
    with pytest.raises(Refused):
        positions.leave(person=one, on=DAY, by=seller, at=NOW)
    with pytest.raises(Refused):
        positions.make_main(position=left, by=seller, at=NOW)
    assert positions.make_main(position=tie, by=seller, at=NOW).organization == other
    assert list(Position.objects.all()) == [left]


def test_nobody_stands_twice_in_one_organization(seller: User) -> None:
    main, other = firm(seller), firm(seller, name="Лотос")
    one = person(seller, organization=main.pk)
    with pytest.raises(Refused):
        tied(one, main, seller)
    tied(one, other, seller)
    with pytest.raises(Refused):
        tied(one, other, seller)
    with pytest.raises(Refused):
        tied(one, other, seller, since_on=DAY, until_on=date(2020, 1, 1))
    assert tied(one, main, seller, until_on=DAY)


@pytest.mark.req("E1")
def test_positions_are_seen_and_made_through_the_person(seller: User, outsider: User, head: User) -> None:
    one = person(seller, organization=firm(seller).pk)
    theirs = firm(outsider, name="Тайна")
    with pytest.raises(Forbidden):
        tied(one, theirs, outsider)
    tie = tied(one, theirs, head)
    with pytest.raises(NotFound):
        positions.make_main(position=tie, by=outsider, at=NOW)


@pytest.mark.req("E1")
def test_a_hidden_organization_is_not_told(client: Client, seller: User, outsider: User, head: User) -> None:
    one = person(seller, organization=firm(seller).pk)
    tie = tied(one, firm(outsider, name="Тайна"), head, title="Советник")
    assert "Тайна" not in shown(client, seller, one, "organization")
    client.force_login(seller)
    assert "Тайна" not in client.get(tie.get_absolute_url()).content.decode()
    assert "Тайна" in shown(client, head, one, "organization")


def test_the_panel_shows_who_decides_first_and_folds_the_former(client: Client, seller: User) -> None:
    decides, uses = (
        ClassifierValue.objects.create(classifier=Classifier.ROLE, name=name, position=position)
        for position, name in enumerate(("Решает", "Пользуется"))
    )
    made = firm(seller)
    person(seller, last_name="Абрамов", organization=made.pk, role=uses.pk)
    person(seller, last_name="Яковлев", organization=made.pk, role=decides.pk)
    beside = person(seller, last_name="Бобров", organization=firm(seller, name="Лотос").pk)
    tied(beside, made, seller)
    gone = person(seller, last_name="Ушедший")
    tied(gone, made, seller, until_on=DAY)
    html = shown(client, seller, made, "persons")
    places = [html.index(name) for name in ("Яковлев", "Абрамов", "Бобров", "<details", "Ушедший")]
    assert places == sorted(places)
    assert "3</span>" in html


def test_a_click_ends_a_position_or_makes_it_the_main_one(client: Client, seller: User, outsider: User) -> None:
    one = person(seller, organization=firm(seller).pk)
    tie = tied(one, firm(seller, name="Лотос"), seller)
    for user, status in ((outsider, 404), (seller, 204)):
        client.force_login(user)
        for address in (f"/positions/{tie.pk}/main/", f"/positions/{tie.pk}/left/", f"/persons/{one.pk}/left/"):
            assert client.post(address, headers={"HX-Request": "true"}).status_code == status, address
    assert {row.until_on is None for row in Position.objects.all()} == {False}


@pytest.mark.req("X4")
def test_a_merge_moves_positions_and_drops_doubles(seller: User) -> None:
    one, other = firm(seller), firm(seller, name="Ромашка 2")
    who = person(seller)
    tied(who, one, seller)
    tied(who, other, seller)
    done = merges.merge(kind=ORGANIZATION, ids=[one.pk, other.pk], into=one.pk, values={}, by=seller, at=NOW)
    assert [row.organization_id for row in Position.objects.all()] == [one.pk]
    merges.undo(merge=done.pk, by=seller, at=NOW)
    assert {row.organization_id for row in Position.objects.all()} == {one.pk, other.pk}


@pytest.mark.req("H14")
def test_habits_stand_in_the_head(client: Client, seller: User, outsider: User) -> None:
    made = firm(seller)
    one = person(seller, organization=made.pk, called="Иваном", preferences="звонить после 15")
    person(outsider, last_name="Тайнов", organization=made.pk, called="Секрет", owner=outsider.pk)
    client.force_login(seller)
    for record in (one, made):
        page = client.get(record.get_absolute_url()).content.decode()
        assert "Иваном" in page
        assert "звонить после 15" in page
        assert "Секрет" not in page
    url = f"{PERSON.field_url(one.pk, 'preferences')}?place=head"
    assert "head-editor" in client.get(url).content.decode()
    saved = client.post(url, {"version": 1, "preferences": "только письма"}).content.decode()
    assert "habit" in saved
    assert "только письма" in saved


def test_the_api_knows_positions(client: Client, seller: User) -> None:
    from voronka.accounts.actions import tokens  # noqa: PLC0415  # only this test speaks as a program

    one = person(seller, organization=firm(seller).pk)
    other = firm(seller, name="Лотос")
    key = tokens.issue(user=seller, name="t", at=datetime.now(tz=UTC))[1]
    about = {"headers": {"Authorization": f"Bearer {key}"}, "content_type": "application/json"}
    made = client.post("/api/v1/positions", {"person": one.pk, "organization": other.pk, "title": "Советник"}, **about)
    assert made.status_code == 201
    main = client.post(f"/api/v1/positions/{made.json()['id']}/main", {}, **about)
    assert (main.status_code, main.json()["organization"]) == (200, other.pk)
    left = client.post(f"/api/v1/persons/{one.pk}/leave", {"on": "2026-03-04"}, **about)
    assert left.status_code == 200
