"""Duplicates are looked for in the whole base, shown to those who may merge them, decided once, merged and parted."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.core.errors import NotFound, Refused
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions
from voronka.records.actions import duplicates
from voronka.records.duplicates import queue
from voronka.records.duplicates.queue import Asked
from voronka.records.models import DuplicatePair, DuplicateSearch, Merge

pytestmark = [pytest.mark.django_db, pytest.mark.req("X4")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def person(by: User, last: str, first: str = "", **values: Any) -> Person:
    given = {"last_name": last, "first_name": first, **values}
    made: Person = actions.create(kind=PERSON, values=given, by=by, at=NOW)
    return made


@pytest.fixture
def twins(seller: User) -> tuple[Person, Person]:
    person(seller, "Громыко", "Анна", phones=["+79035550011"])
    return (
        person(seller, "Веретенников", "Сергей", phones=["+79031234567"]),
        person(seller, "Veretennikov", "Sergey", phones=["+79031234567"], emails=["s@v.ru"]),
    )


@pytest.fixture
def page(client: Client, seller: User, twins: Any) -> Client:
    duplicates.search(kind=PERSON, at=NOW)
    client.force_login(seller)
    return client


class TestSearch:
    def test_finds_the_pair_with_its_reasons(self, twins: Any) -> None:
        assert duplicates.search(kind=PERSON, at=NOW) == 1
        pair = DuplicatePair.objects.get()
        assert (pair.low_id, pair.high_id) == (twins[0].pk, twins[1].pk)
        assert pair.score > 0.9
        assert {"phone", "latin"} <= set(pair.reasons)

    def test_the_address_of_a_person_counts(self, seller: User) -> None:
        for name in ("Веретенников", "Веретеников"):
            person(seller, name, "Сергей", address="Тула, ул. Кузнечная, 18")
        duplicates.search(kind=PERSON, at=NOW)
        assert "address" in DuplicatePair.objects.get().reasons

    def test_a_second_search_forgets_what_is_no_longer_alike(self, twins: Any, seller: User) -> None:
        duplicates.search(kind=PERSON, at=NOW)
        changes = {"last_name": "Петров", "first_name": "Олег", "phones": []}
        actions.update(record=twins[1], changes=changes, by=seller, at=NOW)
        assert duplicates.search(kind=PERSON, at=NOW.replace(hour=13)) == 0
        assert not DuplicatePair.objects.exists()

    def test_different_is_never_asked_again(self, twins: Any, seller: User) -> None:
        duplicates.search(kind=PERSON, at=NOW)
        duplicates.tell_apart(kind=PERSON, ids=(twins[1].pk, twins[0].pk), by=seller, at=NOW)
        duplicates.search(kind=PERSON, at=NOW.replace(hour=13))
        assert queue.queue(PERSON, seller, Asked()).groups == []
        assert DuplicatePair.objects.get().decision == "different"

    def test_the_job_runs_once_at_a_time(self, twins: Any, seller: User, run_jobs: Callable[[], int]) -> None:
        run_jobs()
        duplicates.ask(kind=PERSON, by=seller, at=NOW)
        with pytest.raises(Refused):
            duplicates.ask(kind=PERSON, by=seller, at=NOW)
        run_jobs()
        done = DuplicateSearch.objects.get()
        assert (done.found, done.failed) == (1, False)
        assert done.finished_at

    def test_an_organization_is_known_in_the_other_alphabet(self, head: User) -> None:
        for name in ("ООО «Гранитная гора»", "Granitnaya gora"):
            actions.create(kind=ORGANIZATION, values={"name": name}, by=head, at=NOW)
        duplicates.search(kind=ORGANIZATION, at=NOW)
        assert DuplicatePair.objects.get(kind="organization").reasons[:1] == ["latin"]

    def test_others_see_nothing(self, twins: Any, outsider: User, colleague: User) -> None:
        duplicates.search(kind=PERSON, at=NOW)
        assert queue.queue(PERSON, outsider, Asked()).count == 0
        assert queue.queue(PERSON, colleague, Asked()).count == 1
        with pytest.raises(NotFound):
            duplicates.tell_apart(kind=PERSON, ids=(twins[0].pk, twins[1].pk), by=outsider, at=NOW)


class TestScreens:
    def test_the_queue(self, page: Client) -> None:
        text = page.get("/duplicates/person/").content.decode()
        assert "Веретенников" in text
        assert "тот же телефон" in text
        assert "Веретенников" in page.get("/duplicates/").content.decode() or "Организации" in text

    def test_merge_and_undo(self, page: Client, twins: Any) -> None:
        one, other = twins
        form = page.get(f"/duplicates/person/merge/?ids={one.pk},{other.pk}")
        assert form.status_code == 200
        data = {"ids": f"{one.pk},{other.pk}", "into": one.pk, "pick-last_name": one.pk}
        data |= {f"version-{pk}": 1 for pk in (one.pk, other.pk)}
        answer = page.post("/duplicates/person/merge/", data)
        assert answer.headers["Location"] == f"/persons/{one.pk}/"
        assert Person.objects.get(pk=one.pk).emails == ["s@v.ru"]
        assert page.get(f"/persons/{other.pk}/").headers["Location"] == f"/persons/{one.pk}/"
        card = page.get(f"/persons/{one.pk}/").content.decode()
        undo = f"/duplicates/undo/{Merge.objects.get().pk}/"
        assert undo in card
        page.post(undo)
        assert page.get(f"/persons/{other.pk}/").status_code == 200
        assert undo not in page.get(f"/persons/{one.pk}/").content.decode()

    def test_one_who_goes_on_with_the_queue_can_take_the_merge_back_there(self, page: Client, twins: Any) -> None:
        one, other = twins
        data = {"ids": f"{one.pk},{other.pk}", "into": one.pk, "back": ""}
        data |= {f"version-{pk}": 1 for pk in (one.pk, other.pk)}
        queue = page.post("/duplicates/person/merge/", data, follow=True)
        assert queue.redirect_chain == [("/duplicates/person/", 303)]
        undo = f"/duplicates/undo/{Merge.objects.get().pk}/"
        assert f'data-toast-undo="{undo}"' in queue.content.decode()
        assert page.post(undo).status_code == 303
        assert page.get(f"/persons/{other.pk}/").status_code == 200

    def test_a_stale_form_says_so_and_keeps_the_choice(self, page: Client, twins: Any, seller: User) -> None:
        one, other = twins
        actions.update(record=other, changes={"position": "директор"}, by=seller, at=NOW)
        data = {"ids": f"{one.pk},{other.pk}", "into": one.pk, "pick-last_name": other.pk}
        answer = page.post("/duplicates/person/merge/", data | {f"version-{one.pk}": 1, f"version-{other.pk}": 1})
        assert answer.status_code == 422
        assert f'name="pick-last_name" value="{other.pk}" checked' in answer.content.decode()

    def test_different_and_again(self, page: Client, twins: Any) -> None:
        ids = f"{twins[0].pk},{twins[1].pk}"
        page.post("/duplicates/person/different/", {"ids": ids})
        assert "Веретенников" not in page.get("/duplicates/person/").content.decode()
        assert "Веретенников" in page.get("/duplicates/person/?decided=1").content.decode()
        page.post("/duplicates/person/again/", {"ids": ids})
        assert "Веретенников" in page.get("/duplicates/person/").content.decode()

    @pytest.mark.parametrize("ids", ["", "1", "x,y", "1,2,3,4,5,6,7", "99999999999999999999,1", "\x00"])
    def test_bad_input(self, page: Client, ids: str) -> None:
        for verb in ("merge", "different", "again"):
            assert page.post(f"/duplicates/person/{verb}/", {"ids": ids}).status_code in {400, 404, 422}
        assert page.get("/duplicates/person/merge/", {"ids": ids}).status_code in {400, 404, 422}
        assert page.get("/duplicates/deal/").status_code == 404

    def test_an_outsider(self, client: Client, outsider: User, twins: Any) -> None:
        client.force_login(outsider)
        ids = f"{twins[0].pk},{twins[1].pk}"
        assert client.get(f"/duplicates/person/merge/?ids={ids}").status_code == 404
        assert client.post("/duplicates/person/different/", {"ids": ids}).status_code == 404


class TestApi:
    def test_pairs_merge_undo(self, client: Client, seller: User, twins: Any) -> None:
        duplicates.search(kind=PERSON, at=NOW)
        key = {"Authorization": f"Bearer {tokens.issue(user=seller, name='x', at=NOW)[1]}"}
        one, other = twins
        found = client.get("/api/v1/duplicates/person", headers=key).json()
        assert found["count"] == 1
        body = {"ids": [one.pk, other.pk], "into": one.pk, "picks": {"first_name": str(other.pk)}}
        done = client.post("/api/v1/duplicates/person/merge", body, "application/json", headers=key).json()
        assert done["merged"] == [other.pk]
        moved = client.get(f"/api/v1/persons/{other.pk}", headers=key)
        assert (moved.status_code, moved.json()["id"]) == (301, one.pk)
        assert moved.headers["Location"] == f"/api/v1/persons/{one.pk}"
        undone = client.post(f"/api/v1/duplicates/merges/{done['id']}/undo", headers=key)
        assert undone.json()["lost"] == []
        assert client.get(f"/api/v1/persons/{other.pk}", headers=key).status_code == 200

    def test_different(self, client: Client, seller: User, outsider: User, twins: Any) -> None:
        ids = {"ids": [twins[0].pk, twins[1].pk]}
        for user, status in ((outsider, 404), (seller, 204)):
            key = {"Authorization": f"Bearer {tokens.issue(user=user, name='x', at=NOW)[1]}"}
            answer = client.post("/api/v1/duplicates/person/different", ids, "application/json", headers=key)
            assert answer.status_code == status
        assert not Organization.objects.exists()
