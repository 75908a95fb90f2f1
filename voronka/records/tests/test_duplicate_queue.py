"""The queue shows groups, chooses by sign, says how far a search is, and leads on after a merge."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.core.errors import NotFound, Refused
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records import actions
from voronka.records.actions import duplicates
from voronka.records.duplicates import progress, queue
from voronka.records.duplicates.queue import Asked
from voronka.records.models import Decision, DuplicatePair, DuplicateSearch

pytestmark = [pytest.mark.django_db, pytest.mark.req("X4")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
QUEUE = "/duplicates/person/"


def person(by: User, last: str, first: str = "", **values: Any) -> Person:
    given = {"last_name": last, "first_name": first, **values}
    made: Person = actions.create(kind=PERSON, values=given, by=by, at=NOW)
    return made


@pytest.fixture
def three(seller: User) -> list[Person]:
    """Three cards of one person: the first and the last have nothing in common but the second one."""
    found = [
        person(seller, "Веретенников", "Сергей", phones=["+79031234567"]),
        person(seller, "Веретенников", "Сергей", phones=["+79031234567"], emails=["sv@granit.ru"]),
        person(seller, "Veretennikov", "S.", emails=["sv@granit.ru"]),
    ]
    duplicates.search(kind=PERSON, at=NOW)
    return found


@pytest.fixture
def page(client: Client, seller: User, three: list[Person]) -> Client:
    client.force_login(seller)
    return client


class TestGroups:
    def test_three_cards_are_one_group(self, seller: User, three: list[Person]) -> None:
        (group,) = queue.queue(PERSON, seller, Asked()).groups
        assert [one.pk for one in group.records] == [one.pk for one in three]

    def test_a_third_card_that_one_may_not_see_is_not_there(
        self, seller: User, three: list[Person], head: User
    ) -> None:
        Person.objects.filter(pk=three[1].pk).update(owner=head, department=None)
        assert all(three[1] not in group.records for group in queue.queue(PERSON, seller, Asked()).groups)

    def test_all_three_are_different(self, seller: User, three: list[Person], outsider: User) -> None:
        ids = [one.pk for one in three]
        with pytest.raises(NotFound):
            duplicates.tell_apart(kind=PERSON, ids=ids, by=outsider, at=NOW)
        assert len(duplicates.tell_apart(kind=PERSON, ids=ids, by=seller, at=NOW)) == 3
        assert queue.queue(PERSON, seller, Asked()).groups == []
        assert len(queue.queue(PERSON, seller, Asked(decision=Decision.DIFFERENT)).groups) == 3
        duplicates.ask_again(kind=PERSON, ids=ids, by=seller)
        assert len(queue.queue(PERSON, seller, Asked()).groups) == 1
        with pytest.raises(NotFound):
            duplicates.ask_again(kind=PERSON, ids=ids, by=seller)

    @pytest.mark.parametrize("count", [1, 6])
    def test_two_to_five(self, seller: User, count: int) -> None:
        ids = [person(seller, f"Белов{number}").pk for number in range(count)]
        with pytest.raises(Refused):
            duplicates.tell_apart(kind=PERSON, ids=ids, by=seller, at=NOW)


class TestScreen:
    def test_one_card_for_the_group(self, page: Client, three: list[Person]) -> None:
        html = page.get(QUEUE).content.decode()
        assert html.count('class="dupe"') == 1
        assert "3 карточки" in html
        assert all(f'name="ids" value="{one.pk}"' in html for one in three)

    def test_a_person_has_a_name_and_an_organization_another_word(self, page: Client) -> None:
        persons = page.get(QUEUE).content.decode()
        organizations = page.get("/duplicates/organization/").content.decode()
        assert ">Имя</span>" in persons
        assert ">Название</span>" not in persons
        assert ">Название</span>" in organizations

    def test_chosen_by_sign_and_score(self, page: Client) -> None:
        assert "data-pair" in page.get(f"{QUEUE}?sign=emails").content.decode()
        assert "data-pair" not in page.get(f"{QUEUE}?sign=home").content.decode()
        assert "data-pair" in page.get(f"{QUEUE}?sign=nothing&least=x").content.decode()
        DuplicatePair.objects.update(score=0.7)
        assert "data-pair" not in page.get(f"{QUEUE}?least=80").content.decode()

    def test_different_and_undone(self, page: Client, three: list[Person]) -> None:
        ids = ",".join(str(one.pk) for one in three)
        answer = page.post(f"{QUEUE}different/?ids={ids}", headers={"HX-Request": "true"})
        assert f"again/?ids={ids}" in answer.headers["HX-Trigger"]
        assert "data-pair" not in page.get(QUEUE).content.decode()
        assert page.post(f"{QUEUE}again/?ids={ids}", headers={"HX-Request": "true"}).status_code == 204
        assert page.get(QUEUE).content.decode().count('class="dupe"') == 1

    def test_the_ticked_ones_are_merged_and_the_queue_goes_on(self, page: Client, three: list[Person]) -> None:
        one, other, third = three
        form = page.get(f"{QUEUE}merge/?ids={one.pk}&ids={other.pk}&back=least%3D80%26x%3D1").content.decode()
        assert f'name="into" value="{one.pk}" checked' in form
        assert f'value="{third.pk}"' not in form
        data = {"ids": f"{one.pk},{other.pk}", "into": other.pk, "back": "least=80&x=1&next=//evil.example"}
        answer = page.post(f"{QUEUE}merge/", data | {f"version-{pk}": 1 for pk in (one.pk, other.pk)})
        assert answer.headers["Location"] == f"{QUEUE}?least=80"
        assert not Person.objects.filter(pk=one.pk).exists()
        html = page.get(QUEUE).content.decode()
        assert f'value="{other.pk}"' in html
        assert f'value="{third.pk}"' in html

    def test_without_a_way_back_the_card_is_opened(self, page: Client, three: list[Person]) -> None:
        one, other, _third = three
        data = {"ids": f"{one.pk},{other.pk}", "into": one.pk} | {f"version-{pk}": 1 for pk in (one.pk, other.pk)}
        assert page.post(f"{QUEUE}merge/", data).headers["Location"] == one.get_absolute_url()


class TestProgress:
    def test_while_it_goes_on_and_at_its_end(self, page: Client, seller: User) -> None:
        search = DuplicateSearch.objects.create(kind="person", asked_at=NOW, percent=64)
        html = page.get(QUEUE).content.decode()
        assert "64 %" in html
        assert f"{QUEUE}progress/" in html
        assert "64 %" in page.get(f"{QUEUE}progress/").content.decode()
        DuplicateSearch.objects.filter(pk=search.pk).update(finished_at=NOW)
        answer = page.get(f"{QUEUE}progress/")
        assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")

    def test_who_may_not_merge_is_not_told(self, client: Client, outsider: User, own_role: Any) -> None:
        own_role.grants.filter(action="edit").delete()
        client.force_login(outsider)
        assert client.get(f"{QUEUE}progress/").status_code == 403
        assert client.get("/duplicates/deal/progress/").status_code == 404

    def test_the_end_is_the_whole(self, three: list[Person]) -> None:
        assert DuplicateSearch.objects.get().percent == progress.WHOLE
        assert [progress.compared(number, 4) for number in range(5)] == [40, 55, 70, 85, 100]
        assert progress.compared(0, 0) == progress.READING

    @pytest.mark.django_db(transaction=True)
    def test_it_is_seen_before_the_search_is_over(self, seller: User) -> None:
        search = DuplicateSearch.objects.create(kind="person", asked_at=NOW)
        with progress.reporting(search) as say:
            say(30)
            say(20)
            with connection.cursor() as cursor:
                cursor.execute("SELECT percent FROM records_duplicatesearch WHERE id = %s", [search.pk])
                assert cursor.fetchone() == (30,)


def test_the_api_gives_groups(client: Client, seller: User, three: list[Person]) -> None:
    key = {"Authorization": f"Bearer {tokens.issue(user=seller, name='x', at=NOW)[1]}"}
    found = client.get("/api/v1/duplicates/person", {"sign": "name"}, headers=key).json()
    assert [len(one["records"]) for one in found["items"]] == [3]
    ids = {"ids": [one.pk for one in three]}
    answer = client.post("/api/v1/duplicates/person/different", ids, "application/json", headers=key)
    assert answer.status_code == 204
    assert client.get("/api/v1/duplicates/person", headers=key).json()["items"] == []
