"""A part of somebody's work goes by a filter or from the selected rows of a list, to one or evenly to several."""

from typing import Any

import pytest
from django.test import Client

from voronka.accounts.models import Grant, Scope, User
from voronka.activities.models import Task
from voronka.home.models import HandOver
from voronka.home.queries.distribution import Part, distribute
from voronka.home.tests.test_hand_overs import NOW, client_of, owners, planned
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import Organization
from voronka.records import actions, filter_tree
from voronka.sales import defaults
from voronka.sales.actions import deals
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("H2")]

SCREEN = "/hand-over/"


@pytest.fixture(autouse=True)
def _pipeline(db: None) -> None:
    defaults.ensure()


def named(name: str) -> dict[str, str]:
    """The form of the builder with one condition."""
    return {
        "kind": "organization",
        "was-kind": "organization",
        "group": "0",
        "line-0": "0-0",
        "field-0-0": "name",
        "op-0-0": "has",
        "value-0-0": name,
    }


def test_a_filter_catches_clients_and_what_hangs_on_them(
    client: Client, seller: User, colleague: User, head: User
) -> None:
    taken, left = client_of(seller, "Завод Север", "Печи"), client_of(seller, "Вектор", "Краны")
    task = planned(seller, "Позвонить", Deal.objects.get(name="Печи"))
    foreign = actions.create(kind=DEAL, values={"name": "Чужая", "organization": taken.pk}, by=head, at=NOW)
    client.force_login(head)
    shown = client.post(SCREEN, named("завод")).content.decode()
    assert all(said in shown for said in ("Организации", "Сделки", "Дела"))
    assert HandOver.objects.count() == 0
    answer = client.post(SCREEN, {**named("завод"), "to": [colleague.pk], "do": "apply", "idempotency_key": "k"})
    done = HandOver.objects.get()
    assert answer.headers["Location"] == f"/settings/hand-overs/{done.pk}/"
    assert owners(taken, Deal.objects.get(name="Печи"), task) == [colleague] * 3
    assert owners(left, Deal.objects.get(name="Краны"), foreign) == [seller, seller, head]
    assert done.user == seller
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Завод Север" in page
    client.post(SCREEN, {**named("завод"), "to": [colleague.pk], "do": "apply", "idempotency_key": "k"})
    assert HandOver.objects.count() == 1
    assert client.post(f"/settings/hand-overs/{done.pk}/undo/").status_code == 303
    assert owners(taken, Deal.objects.get(name="Печи"), Task.objects.get()) == [seller] * 3


def test_evenly_among_several_with_those_already_theirs_left_alone(seller: User, colleague: User, head: User) -> None:
    clients = [client_of(seller, f"Клиент {number}", *["Сделка"] * number) for number in range(4)]
    own = client_of(colleague, "Клиент свой")
    tree = {"field": "name", "op": "has", "value": "Клиент"}
    part = Part(kind=ORGANIZATION, filter=tree, to=(colleague, head))
    distribution = distribute(of=None, parts=[part], by=head, at=NOW)
    assert distribution.of(colleague.pk) == distribution.of(head.pk) == {"organization": 2, "deal": 3}
    assert own.pk not in {
        pk for (kind, _to), ids in distribution.shares.items() for pk in ids if kind == "organization"
    }
    assert distribution.owners == {seller.pk}
    assert owners(*clients) == [seller] * 4


def test_selected_rows_of_a_list_go_over(client: Client, seller: User, colleague: User, head: User) -> None:
    one, two, three = (client_of(seller, name, f"Сделка {name}") for name in "АБВ")
    first, second = Deal.objects.get(name="Сделка А"), Deal.objects.get(name="Сделка Б")
    won = deals.win(deal=Deal.objects.get(name="Сделка В"), by=seller, at=NOW)
    client.force_login(head)
    assert "/deals/bulk/hand-over/" in client.get("/deals/").content.decode()
    led = client.get(
        "/deals/bulk/hand-over/",
        {
            "pk": [first.pk, second.pk, won.pk],
            "f": filter_tree.write({"field": "outcome", "op": "in", "value": ["open"]}),
        },
    )
    assert led.status_code == 303
    assert led.headers["Location"].startswith(f"{SCREEN}?kind=deal&pk={first.pk}&pk={second.pk}&pk={won.pk}&f=")
    page = client.get(led.headers["Location"]).content.decode()
    assert f'name="pk" value="{second.pk}"' in page
    said = {"kind": "deal", "was-kind": "deal", "pk": [first.pk, second.pk, won.pk], "to": [colleague.pk]}
    answer = client.post(SCREEN, {**said, "do": "apply"}, follow=True)
    assert owners(first, second, won, one, two, three) == [colleague, colleague, seller, seller, seller, seller]
    assert "Сделка А" in answer.content.decode()  # the client of a deal is summed up even where it stays


def test_a_summary_names_clients_of_deals_only_to_who_sees_them(
    client: Client, seller: User, outsider: User, head: User
) -> None:
    client_of(seller, "Тайный завод", "Печи")
    client.force_login(head)
    said = {"kind": "deal", "was-kind": "deal", "pk": [Deal.objects.get().pk], "to": [outsider.pk], "do": "apply"}
    address = client.post(SCREEN, said).headers["Location"]
    assert "Тайный завод" in client.get(address).content.decode()
    client.force_login(outsider)
    page = client.get(address).content.decode()
    assert "Тайный завод" not in page


def test_a_teammate_of_a_department_hands_over_within_it(client: Client, seller: User, colleague: User) -> None:
    organization = client_of(seller, "Завод", "Печи")
    client.force_login(colleague)
    client.post(SCREEN, {**named("завод"), "to": [colleague.pk], "do": "apply"})
    assert owners(organization, Deal.objects.get()) == [colleague, colleague]


def test_an_outsider_catches_nothing_of_others(client: Client, seller: User, outsider: User, colleague: User) -> None:
    organization = client_of(seller, "Завод", "Печи")
    client.force_login(outsider)
    form = {**named("завод"), "to": [colleague.pk]}
    assert "Передавать здесь нечего" in client.post(SCREEN, form).content.decode()
    by_id = {"kind": "organization", "was-kind": "organization", "pk": [organization.pk], "to": [colleague.pk]}
    for said in (form, by_id):
        assert client.post(SCREEN, {**said, "do": "apply"}).status_code == 422
    assert owners(organization) == [seller]


def test_who_may_see_but_not_change_hands_nothing_over(client: Client, seller: User, head: User) -> None:
    client_of(seller, "Завод")
    Grant.objects.filter(role__in=head.roles.all(), action="edit", kind="organization").update(scope=Scope.OWN)
    client.force_login(head)
    answer = client.post(SCREEN, {**named("завод"), "to": [head.pk], "do": "apply"})
    assert answer.status_code == 422
    Grant.objects.filter(role__in=head.roles.all(), action="edit", kind="organization").delete()
    assert client.get(SCREEN, {"kind": "organization"}).status_code == 403
    assert client.get("/organizations/bulk/hand-over/", {"pk": 1}).status_code == 403


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"do": "apply"}, 422),
        ({"do": "apply", "to": "1"}, 422),
        ({"do": "apply", "to": "x\x00", "value-0-0": "\x00"}, 422),
        ({"pk": ["99999999999999999999", "x"], "q": "\x00" * 500}, 200),
        ({"kind": "user"}, 404),
        ({"kind": "person"}, 200),
        ({"do": "drop:0:0"}, 200),
        ({"do": "line:99999999999999999999"}, 200),
    ],
)
def test_bad_input_is_told(client: Client, seller: User, head: User, said: dict[str, Any], status: int) -> None:
    client_of(seller, "Завод")
    client.force_login(head)
    assert client.post(SCREEN, {**named("завод"), **said}).status_code == status
    assert Organization.objects.get().owner == seller


def test_a_faulty_address_is_told(client: Client, head: User) -> None:
    client.force_login(head)
    assert client.get(SCREEN, {"kind": "deal", "f": "{"}).status_code == 422
    wrong = filter_tree.write({"field": "nope", "op": "is", "value": 1})
    assert client.get(SCREEN, {"kind": "deal", "f": wrong}).status_code == 200


@pytest.mark.parametrize("count", [1, 50])
def test_as_many_queries_for_one_client_as_for_fifty(
    client: Client, count: int, seller: User, colleague: User, django_assert_max_num_queries: Any
) -> None:
    head = User.objects.create_user("head@example.com", None, first_name="Ольга")
    for number in range(count):
        planned(seller, f"Дело {number}", client_of(seller, f"Завод {number}", "Печи"))
    client.force_login(colleague)
    with django_assert_max_num_queries(12):
        page = client.post(SCREEN, {**named("завод"), "to": [head.pk, colleague.pk]}).content.decode()
    assert f'Дела<b class="num">{count // 2 or 1}</b>' in page
