"""Somebody leaves: all in hand goes to others in one step, with a summary of each client, and comes back by another."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.activities.actions import interactions, tasks
from voronka.activities.models import InteractionType, Task
from voronka.activities.subjects import ref
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.home.actions.hand_overs import hand_over, take_back
from voronka.home.models import HandOver
from voronka.home.queries.hand_overs import shares_of
from voronka.home.queries.summaries import summaries
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.actions import deals
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("H2")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _pipeline(db: None) -> None:
    defaults.ensure()


def client_of(by: User, name: str, *open_deals: str) -> Organization:
    made: Organization = actions.create(kind=ORGANIZATION, values={"name": name}, by=by, at=NOW)
    for deal in open_deals:
        actions.create(kind=DEAL, values={"name": deal, "organization": made.pk}, by=by, at=NOW)
    return made


def planned(by: User, title: str, about: Any = None) -> Task:
    return tasks.create(values={"title": title, "subject": ref(about) if about else None}, by=by, at=NOW)


def owners(*records: Any) -> list[User]:
    for record in records:
        record.refresh_from_db()
    return [record.owner for record in records]


def test_what_belongs_to_a_client_goes_with_it(seller: User, colleague: User, head: User, admin: User) -> None:
    heavy, light, other = (client_of(seller, *given) for given in (("А", "А1", "А2"), ("Б", "Б1"), ("В",)))
    person: Person = actions.create(
        kind=PERSON, values={"last_name": "Иванов", "organization": light.pk}, by=seller, at=NOW
    )
    task = planned(seller, "Позвонить", Deal.objects.get(name="Б1"))
    done = hand_over(of=seller, to=[colleague, head], switch_off=False, by=admin, at=NOW)
    (owner,) = set(owners(light, person, Deal.objects.get(name="Б1"), task))
    (another,) = set(owners(heavy, *Deal.objects.filter(name__startswith="А")))
    assert {owner, another} == {colleague, head}
    assert other.name
    assert owners(other)[0] in {colleague, head}
    assert sum(share.count for share in done.shares.all()) == 8
    assert person.department_id == owner.department_id


def test_what_is_closed_or_done_stays(seller: User, colleague: User, admin: User) -> None:
    client_of(seller, "А", "Выиграна", "Открыта")
    won = deals.win(deal=Deal.objects.get(name="Выиграна"), by=seller, at=NOW)
    task = tasks.complete(task=planned(seller, "Сделано"), by=seller, at=NOW)
    hand_over(of=seller, to=[colleague], switch_off=False, by=admin, at=NOW)
    assert owners(won, task) == [seller, seller]
    assert owners(Deal.objects.get(name="Открыта")) == [colleague]


def test_the_account_is_closed_with_its_sessions_and_tokens(
    client: Client, seller: User, colleague: User, admin: User
) -> None:
    client.force_login(seller)
    plain = tokens.issue(user=seller, name="Отчёт", at=NOW)[1]
    hand_over(of=seller, to=[colleague], switch_off=True, by=admin, at=NOW)
    seller.refresh_from_db()
    assert not seller.is_active
    assert client.get("/").status_code == 302
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {plain}"}).status_code == 401


def test_it_is_taken_back_except_what_was_changed_since(seller: User, colleague: User, head: User, admin: User) -> None:
    kept, moved = client_of(seller, "А", "А1"), client_of(seller, "Б")
    done = hand_over(of=seller, to=[colleague], switch_off=True, by=admin, at=NOW)
    actions.update(record=moved, changes={"owner": head.pk}, by=admin, at=NOW)
    back = take_back(hand_over=done, by=admin, at=NOW + timedelta(days=29))
    assert (back.count, back.left) == (2, 1)
    assert owners(kept, Deal.objects.get(), moved) == [seller, seller, head]
    seller.refresh_from_db()
    assert seller.is_active
    with pytest.raises(NotFound):
        take_back(hand_over=done, by=admin, at=NOW)


def test_after_thirty_days_it_stays(seller: User, colleague: User, admin: User) -> None:
    client_of(seller, "А")
    done = hand_over(of=seller, to=[colleague], switch_off=False, by=admin, at=NOW)
    with pytest.raises(NotFound):
        take_back(hand_over=done, by=admin, at=NOW + timedelta(days=31))


def test_nobody_to_give_to_is_refused_and_changes_nothing(seller: User, colleague: User, admin: User) -> None:
    organization = client_of(seller, "А")
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    for to in ([], [seller], [User.objects.get(pk=colleague.pk)]):
        with pytest.raises(Refused):
            hand_over(of=seller, to=to, switch_off=True, by=admin, at=NOW)
    assert owners(organization) == [seller]
    assert not HandOver.objects.exists()


def test_one_hands_over_what_one_may_change_and_only_administrators_close_accounts(
    seller: User, colleague: User, head: User, outsider: User
) -> None:
    organization = client_of(seller, "А")
    with pytest.raises(Forbidden):
        hand_over(of=seller, to=[colleague], switch_off=True, by=head, at=NOW)
    with pytest.raises(Refused):
        hand_over(of=seller, to=[colleague], by=outsider, at=NOW)
    assert owners(organization) == [seller]
    assert not HandOver.objects.exists()
    done = hand_over(of=seller, to=[colleague], by=head, at=NOW)
    assert owners(organization) == [colleague]
    with pytest.raises(Forbidden):
        take_back(hand_over=done, by=colleague, at=NOW)
    take_back(hand_over=done, by=head, at=NOW)
    assert owners(organization) == [seller]


def test_each_client_is_summed_up(
    seller: User, colleague: User, admin: User, django_assert_max_num_queries: Any
) -> None:
    defaults_type = InteractionType.objects.filter(is_active=True).first()
    assert defaults_type
    for number in range(12):
        organization = client_of(seller, f"Клиент {number:02}", f"Сделка {number}")
        interactions.log(subject=organization, type=defaults_type, text=f"Разговор {number}", by=seller, at=NOW)
        planned(seller, f"Шаг {number}", organization)
    done = hand_over(of=seller, to=[colleague], switch_off=False, by=admin, at=NOW)
    with django_assert_max_num_queries(13):
        found = summaries(shares_of(done, by=admin), by=admin, at=NOW)
    assert len(found.clients) == 12
    first = found.clients[0]
    assert (str(first.record), [deal.name for deal in first.deals]) == ("Клиент 00", ["Сделка 0"])
    assert first.last
    assert first.last.entry.interaction
    assert first.last.entry.interaction.text == "Разговор 0"
    assert first.step
    assert first.step.title == "Шаг 0"


def test_the_screens_work(client: Client, seller: User, colleague: User, admin: User) -> None:
    client_of(seller, "Ромашка", "Стеллажи")
    client.force_login(admin)
    address = f"/settings/users/{seller.pk}/hand-over/"
    assert address in client.get(f"/settings/users/{seller.pk}/off/").content.decode()
    form = client.get(address).content.decode()
    assert "Иван Громов" in form
    assert f'value="{colleague.pk}"' in form
    refused = client.post(address, {"switch_off": "on"})
    assert refused.status_code == 422
    assert "Выберите" in refused.content.decode()
    page = client.post(address, {"to": [colleague.pk], "switch_off": "on"}, follow=True)
    html = page.content.decode()
    assert "Ромашка" in html
    assert "Стеллажи" in html
    done = HandOver.objects.get()
    assert client.post(f"/settings/hand-overs/{done.pk}/undo/").status_code == 303
    assert owners(Organization.objects.get()) == [seller]


@pytest.fixture
def handed(seller: User, colleague: User, head: User, admin: User) -> HandOver:
    client_of(seller, "Ромашка", "Стеллажи")
    client_of(seller, "Вектор")
    return hand_over(of=seller, to=[colleague, head], switch_off=False, by=admin, at=NOW)


def test_a_receiver_sees_the_own_share_and_nobody_else_anything(
    client: Client, handed: HandOver, colleague: User, outsider: User
) -> None:
    address = f"/settings/hand-overs/{handed.pk}/"
    mine = Organization.objects.get(owner=colleague)
    client.force_login(colleague)
    html = client.get(address).content.decode()
    assert mine.name in html
    assert Organization.objects.exclude(pk=mine.pk).get().name not in html
    assert client.post(f"{address}undo/").status_code == 403
    client.force_login(outsider)
    assert client.get(address).status_code == 404
    assert client.get(f"/settings/users/{handed.user_id}/hand-over/").status_code == 403
    assert client.post(f"/settings/users/{handed.user_id}/hand-over/", {"to": [outsider.pk]}).status_code == 403


@pytest.mark.parametrize("to", [["x"], ["99999999999999999999"], ["\x00"], [""]])
def test_bad_input_is_told(client: Client, seller: User, admin: User, to: list[str]) -> None:
    client.force_login(admin)
    assert client.post(f"/settings/users/{seller.pk}/hand-over/", {"to": to}).status_code == 422


def test_an_empty_page_offers_to_switch_off_others_and_not_oneself(client: Client, seller: User, admin: User) -> None:
    client.force_login(admin)
    for user, offers in ((seller, True), (admin, False)):
        html = client.get(f"/settings/users/{user.pk}/hand-over/").content.decode()
        assert (f"/settings/users/{user.pk}/off/" in html) is offers
