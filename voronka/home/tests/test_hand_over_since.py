"""What others do at the same time or after a hand-over: two at once, work that went on, and those who are told."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from voronka.accounts.actions import users
from voronka.accounts.models import Department, User
from voronka.activities.actions import tasks
from voronka.core.errors import Refused
from voronka.home.actions.hand_overs import hand_over, note, take_back
from voronka.home.models import HandOver, HandOverShare
from voronka.home.tests.test_hand_overs import NOW, client_of, owners, planned
from voronka.people.models import Organization
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.actions import deals
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("H2")]

ALL = "/settings/hand-overs/"


@pytest.fixture(autouse=True)
def _pipeline(db: None) -> None:
    defaults.ensure()


def test_what_was_closed_since_stays_with_who_closed_it(seller: User, colleague: User, admin: User) -> None:
    client_of(seller, "А", "Выиграна", "Открыта")
    task = planned(seller, "Позвонить")
    done = hand_over(of=seller, to=[colleague], by=admin, at=NOW)
    won = deals.win(deal=Deal.objects.get(name="Выиграна"), by=colleague, at=NOW)
    task.refresh_from_db()
    tasks.complete(task=task, by=colleague, at=NOW)
    back = take_back(hand_over=done, by=admin, at=NOW)
    assert (back.count, back.left) == (2, 2)
    assert owners(won, task, Deal.objects.get(name="Открыта")) == [colleague, colleague, seller]


def test_what_was_handed_on_keeps_its_department_too(
    seller: User, outsider: User, admin: User, service: Department
) -> None:
    organization = client_of(seller, "А")
    neighbour = User.objects.create_user("near@example.com", None, first_name="Нина", department=service)
    done = hand_over(of=seller, to=[outsider], by=admin, at=NOW)
    organization.refresh_from_db()
    actions.update(record=organization, changes={"owner": neighbour.pk}, by=admin, at=NOW)
    assert take_back(hand_over=done, by=admin, at=NOW).left == 1
    assert owners(organization) == [neighbour]
    assert organization.department == service


def test_the_second_of_two_finds_nothing(seller: User, colleague: User, head: User, admin: User) -> None:
    organization = client_of(seller, "А")
    hand_over(of=seller, to=[colleague], by=admin, at=NOW)
    with pytest.raises(Refused):
        hand_over(of=seller, to=[head], by=admin, at=NOW)
    assert owners(organization) == [colleague]
    assert HandOver.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_take_from_each_other(seller: User, colleague: User, head: User, admin: User) -> None:
    made = [client_of(seller, f"Клиент {number}", "Сделка") for number in range(20)]
    start, said = threading.Barrier(2), []

    def give(to: User) -> None:
        start.wait()
        try:
            said.append(hand_over(of=seller, to=[to], by=admin, at=NOW))
        except Refused as refusal:
            said.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(to,)) for to in (colleague, head)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(type(one).__name__ for one in said) == ["HandOver", "Refused"]
    (done,) = (one for one in said if isinstance(one, HandOver))
    (to,) = set(done.shares.values_list("to", flat=True))
    assert {owner.pk for owner in owners(*made)} == {to}


def test_nobody_gets_work_who_was_switched_off_a_moment_ago(seller: User, colleague: User, admin: User) -> None:
    organization = client_of(seller, "А")
    stale = User.objects.get(pk=colleague.pk)
    users.deactivate(user=colleague, by=admin, at=NOW)
    with pytest.raises(Refused):
        hand_over(of=seller, to=[stale], by=admin, at=NOW)
    assert owners(organization) == [seller]


def test_a_form_sent_twice_hands_over_once(client: Client, seller: User, colleague: User, admin: User) -> None:
    client_of(seller, "А")
    client.force_login(admin)
    said = {"to": [colleague.pk], "switch_off": "on", "idempotency_key": "k"}
    answers = [client.post(f"/settings/users/{seller.pk}/hand-over/", said) for _time in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert HandOver.objects.count() == 1


@pytest.fixture
def handed(seller: User, colleague: User, admin: User) -> HandOver:
    client_of(seller, "Ромашка", "Стеллажи")
    return hand_over(of=seller, to=[colleague], by=admin, at=timezone.now())


def test_who_gets_work_reads_of_it_in_my_day_until_it_is_looked_at(
    client: Client, handed: HandOver, colleague: User, seller: User, head: User
) -> None:
    for user, sees in ((seller, False), (head, False), (colleague, True)):
        client.force_login(user)
        assert ("Вам передали" in client.get("/").content.decode()) is sees
    assert client.get("/").content.decode().count(f"{ALL}{handed.pk}/") > 0
    client.get(f"{ALL}{handed.pk}/")
    assert "Вам передали" not in client.get("/").content.decode()


def test_the_line_of_my_day_is_put_away(
    client: Client, handed: HandOver, colleague: User, outsider: User, admin: User
) -> None:
    address = f"{ALL}{handed.pk}/note/"
    client.force_login(outsider)
    assert client.post(address).status_code == 404
    client.force_login(admin)
    assert client.post(address).status_code == 303  # an administrator may see it, yet it stays news to who got it
    assert HandOverShare.objects.filter(seen_at=None).exists()
    client.force_login(colleague)
    assert client.post(address, headers={"HX-Request": "true"}).status_code == 200
    assert not HandOverShare.objects.filter(seen_at=None).exists()


def test_what_was_taken_back_is_no_news(client: Client, handed: HandOver, colleague: User, admin: User) -> None:
    take_back(hand_over=handed, by=admin, at=timezone.now())
    client.force_login(colleague)
    assert "Вам передали" not in client.get("/").content.decode()


def test_the_list_says_who_gave_what_to_whom(
    client: Client, handed: HandOver, colleague: User, outsider: User, admin: User
) -> None:
    client.force_login(admin)
    page = client.get(ALL).content.decode()
    assert all(said in page for said in ("Иван Громов", "Мария Соколова", "можно вернуть до"))
    client.force_login(colleague)
    page = client.get(ALL).content.decode()
    assert "Иван Громов" in page
    assert "можно вернуть до" not in page
    client.force_login(outsider)
    assert "Иван Громов" not in client.get(ALL).content.decode()
    client.force_login(admin)
    record = Organization.objects.get()
    actions.update(record=record, changes={"owner": outsider.pk}, by=admin, at=timezone.now())
    client.post(f"{ALL}{handed.pk}/undo/")
    page = client.get(ALL).content.decode()
    assert "возвращено" in page
    assert "1 запись не вернулась" in page
    page = client.get(f"{ALL}{handed.pk}/").content.decode()
    assert "не вернул" in page
    assert "Вернулось: 1" in page


def test_after_its_time_nothing_is_offered(client: Client, handed: HandOver, admin: User) -> None:
    HandOver.objects.update(at=timezone.now() - timedelta(days=31))
    client.force_login(admin)
    assert "можно вернуть до" not in client.get(ALL).content.decode()


@pytest.mark.parametrize("before", ["x", "-1", "99999999999999999999", "\x00", ""])
def test_bad_input_is_told(client: Client, admin: User, before: str) -> None:
    client.force_login(admin)
    assert client.get(ALL, {"before": before}).status_code == 200


def test_as_many_queries_for_one_as_for_fifty(
    client: Client, seller: User, colleague: User, admin: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(50):
        client_of(seller, f"Клиент {number}")
        done = hand_over(of=seller, to=[colleague], by=admin, at=NOW)
        note(hand_over=done, by=colleague, at=NOW)
    client.force_login(admin)
    with django_assert_max_num_queries(8):
        client.get(ALL)
