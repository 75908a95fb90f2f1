"""The list screen: who sees what, order, pages, chips, columns, bad addresses, the number of queries."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from voronka.accounts import holdings
from voronka.accounts.models import User
from voronka.people.models import Person
from voronka.records import filter_tree
from voronka.records.tests.lists import HTMX, NOW, address, line, organization, person, seen, text


def names(html: str) -> list[str]:
    """The titles of the rows."""
    return re.findall(r"data-open>([^<]+)</a>", html)


@pytest.mark.req("E1")
def test_each_sees_what_is_open_to_them(client: Client, seller: User, colleague: User, outsider: User) -> None:
    person(seller, "Иванов")
    for user, expected in ((seller, ["Иванов"]), (colleague, ["Иванов"]), (outsider, [])):
        response = seen(client, user, "/persons/")
        assert (response.status_code, names(text(response))) == (200, expected)


def test_without_the_right_to_view_there_is_no_list(client: Client, seller: User) -> None:
    seller.roles.clear()
    assert seen(client, seller, "/persons/").status_code == 403


def test_empty_list_teaches_and_an_empty_search_offers_a_way_back(client: Client, seller: User) -> None:
    assert "Здесь пока пусто" in text(seen(client, seller, "/persons/"))
    person(seller, "Иванов")
    assert "Ничего не найдено" in text(seen(client, seller, "/persons/?q=нетакого"))


def test_views_mine_and_all(client: Client, colleague: User, seller: User) -> None:
    person(seller, "Чужой")
    person(colleague, "Мой")
    assert names(text(seen(client, colleague, "/persons/?view=mine"))) == ["Мой"]
    assert names(text(seen(client, colleague, "/persons/"))) == ["Мой", "Чужой"]
    assert seen(client, colleague, "/persons/?view=12345").status_code == 404


def test_chip_adds_its_condition_and_takes_it_off(client: Client, seller: User) -> None:
    person(seller, "Иванов")
    html = text(seen(client, seller, "/persons/"))
    assert "last_7_days" in html
    assert 'filter--on" href' not in html
    on = address(tree={"all": [line("created_at", "period", "last_7_days")]})
    html = text(seen(client, seller, on))
    assert names(html) == []
    assert 'filter--on" href="/persons/"' in html


def test_filter_is_said_in_words(client: Client, seller: User) -> None:
    tree = {"all": [line("owner", "in", ["me"]), line("name", "has", "Ив"), line("phones", "empty")]}
    person(seller, "Иванов")
    html = text(seen(client, seller, address(tree=tree)))
    assert names(html) == ["Иванов"]
    for said in ("Ответственный", ">я<", "содержит «Ив»", "пусто"):
        assert said in html


def test_sort_and_columns(client: Client, seller: User) -> None:
    person(seller, "Аксёнов", position="Технолог")
    person(seller, "Яшин", position="Директор")
    html = text(seen(client, seller, address(sort="-name", cols="position,name,position,nonsense")))
    assert names(html) == ["Яшин", "Аксёнов"]
    assert 'aria-sort="descending"' in html
    assert re.findall(r'data-column="(\w+)"', html) == ["name", "position"]


def test_chosen_columns_become_a_short_address(client: Client, seller: User) -> None:
    response = seen(client, seller, address(col=["position", "phones"], q="ив"))
    assert response.status_code == 303
    assert response["Location"] == "/persons/?q=%D0%B8%D0%B2&cols=position%2Cphones"


@pytest.mark.parametrize(
    "query",
    [
        "f=nonsense",
        "f=%5B1%5D",
        "f=" + "%5B" * 5000,
        'f={"field":"owner__password","op":"has","value":"x"}',
        'f={"all":[{"field":"created_at","op":"period","value":"ever"}]}',
        "sort=password",
        "sort=--name",
        "after=%00%00",
        "after=WzEsMV0",
        "after=bnVsbA&sort=-created_at",
        "after=WyJhYmMiLDFd&sort=-created_at",
    ],
)
def test_bad_addresses_are_told_kindly(client: Client, seller: User, query: str) -> None:
    person(seller, "Иванов")
    response = seen(client, seller, f"/persons/?{query}")
    assert response.status_code in {200, 422}
    if response.status_code == 422:
        assert "Этот список не показать" in text(response)


def test_thousand_columns_and_a_huge_size_change_nothing(client: Client, seller: User) -> None:
    person(seller, "Иванов")
    words = {"cols": ",".join(f"c{number}" for number in range(1000)), "size": "999999999999"}
    assert names(text(seen(client, seller, address(**words)))) == ["Иванов"]


def test_pages_follow_though_rows_come_meanwhile(client: Client, seller: User) -> None:
    for number in range(60):
        person(seller, f"Ф{number:03}")
    html = text(seen(client, seller, address(sort="name")))
    first = names(html)
    person(seller, "А000")  # before the mark: it must shift nothing
    Person.objects.filter(last_name="Ф010").delete()
    following = re.search(r'hx-get="(/persons/rows/[^"]+)"', html)
    assert following
    rest = names(text(seen(client, seller, following[1].replace("&amp;", "&"), headers=HTMX)))
    assert first + rest == [f"Ф{number:03}" for number in range(60)]


def test_rows_of_one_moment_are_walked_to_the_last(client: Client, seller: User) -> None:
    for number in range(60):
        person(seller, f"Ф{number:03}")
    Person.objects.update(created_at=NOW + timedelta(microseconds=123_456))
    for sort in ("created_at", "-created_at"):
        html = text(seen(client, seller, address(sort=sort)))
        following = re.search(r'hx-get="(/persons/rows/[^"]+)"', html)
        assert following
        rest = names(text(seen(client, seller, following[1].replace("&amp;", "&"), headers=HTMX)))
        assert len({*names(html), *rest}) == 60


def test_rows_without_htmx_are_a_page(client: Client, seller: User) -> None:
    person(seller, "Иванов")
    assert "<html" in text(seen(client, seller, "/persons/rows/"))


def test_a_link_to_a_foreign_record_stays_empty(client: Client, seller: User, outsider: User) -> None:
    secret = organization(outsider, "Тайна")
    mine = person(seller, "Иванов")
    Person.objects.filter(pk=mine.pk).update(organization=secret)
    html = text(seen(client, seller, "/persons/"))
    assert names(html) == ["Иванов"]
    assert "Тайна" not in html


@pytest.mark.parametrize("url", ["/persons/", "/organizations/", "/legal-entities/"])
def test_queries_do_not_grow_with_rows(client: Client, seller: User, url: str) -> None:
    def count() -> int:
        fresh = User.objects.get(pk=seller.pk)
        client.force_login(fresh)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    client_of = organization(seller, "Первая")
    person(seller, "Первый", organization=client_of.pk)
    one = count()
    for number in range(49):
        person(seller, f"Ф{number}", organization=organization(seller, f"О{number}").pk)
    assert count() <= max(one, 1)
    assert one <= 12


def test_a_tree_survives_its_address() -> None:
    tree = {"all": [line("name", "has", "Ёж & Ко"), {"any": [line("phones", "empty")]}]}
    assert filter_tree.read(filter_tree.write(tree)) == tree


def test_what_a_person_answers_for_opens_as_a_list(client: Client, head: User, seller: User) -> None:
    person(seller, "Мой"), person(head, "Чужой")
    held = next(one for one in holdings.of(seller) if one.url.startswith("/persons/"))
    client.force_login(head)
    text = client.get(held.url).content.decode()
    assert (held.count, "Мой" in text, "Чужой" in text) == (1, True, False)


def test_an_empty_list_teaches_what_its_kind_can(client: Client, seller: User) -> None:
    client.force_login(seller)
    for name, says_file in (("person", True), ("task", True), ("legal_entity", False)):
        text = client.get(reverse(f"{name}:list")).content.decode()
        assert ('class="empty' in text, "из файла" in text) == (True, says_file), name
