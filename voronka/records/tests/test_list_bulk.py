"""Bulk actions: what they change, what they leave and why, their undoing, and who may do them."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from voronka.accounts.models import User
from voronka.core import events
from voronka.core.errors import NotFound, Refused
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records.actions import bulk
from voronka.records.edits import edits
from voronka.records.events import RecordUpdated
from voronka.records.models import BulkChange, SearchEntry
from voronka.records.tests.lists import HTMX, NOW, person, seen, text

ASSIGN, EDIT, DELETE, UNDO = (f"/persons/bulk/{verb}/" for verb in ("assign", "edit", "delete", "undo"))


def positions() -> list[str]:
    return list(Person.objects.order_by("pk").values_list("position", flat=True))


@pytest.mark.req("E7")
def test_assign_changes_owner_version_history_and_search(client: Client, head: User, seller: User) -> None:
    made = [person(head, f"Ф{number}") for number in range(3)]
    client.force_login(head)
    response = client.post(ASSIGN, {"pk": [one.pk for one in made], "value": seller.pk}, headers=HTMX)
    assert response.status_code == 204
    assert set(Person.objects.values_list("owner", "version")) == {(seller.pk, 2)}
    assert set(SearchEntry.objects.filter(kind="person").values_list("owner", flat=True)) == {seller.pk}
    found, _more = edits(PERSON, made[0].pk, by=head)
    assert (found[0].by, found[0].changes[0].after) == (head, seller.full_name)
    assert UNDO in response["HX-Trigger"]


def test_assigned_records_change_their_department_and_come_back(head: User, outsider: User) -> None:
    made = person(head, "Ф")
    stood = made.department
    done = bulk.change(kind=PERSON, ids=[made.pk], values={"owner": outsider.pk}, by=head, at=NOW)
    assert Person.objects.get().department == outsider.department
    assert done.change
    bulk.undo(kind=PERSON, pk=done.change.pk, by=head, at=NOW)
    assert (Person.objects.get().owner, Person.objects.get().department) == (head, stood)


def test_all_that_the_list_finds(client: Client, head: User) -> None:
    for name in ("Иванов", "Иванова", "Петров"):
        person(head, name)
    client.force_login(head)
    words = {"all": "1", "q": "иванов", "field": "position", "value": "директор"}
    assert client.post(EDIT, words, headers=HTMX).status_code == 204
    assert positions() == ["директор", "директор", ""]


def test_foreign_records_stay_and_are_counted(client: Client, seller: User, outsider: User) -> None:
    mine, theirs = person(seller, "А"), person(outsider, "Б")
    result = bulk.change(
        kind=PERSON, ids=[mine.pk, theirs.pk, 10**9], values={"position": "директор"}, by=seller, at=NOW
    )
    assert (result.changed, sum(result.refused.values())) == (1, 2)
    assert positions() == ["директор", ""]
    client.force_login(outsider)
    refused = client.post(EDIT, {"pk": mine.pk, "field": "position", "value": "x"}, headers=HTMX)
    assert refused.status_code == 204
    assert positions() == ["директор", ""]


def test_a_rule_of_the_kind_refuses_single_records(seller: User) -> None:
    both, only_last = person(seller, "А", first_name="Иван"), person(seller, "Б")
    result = bulk.change(kind=PERSON, ids=[both.pk, only_last.pk], values={"last_name": ""}, by=seller, at=NOW)
    assert (result.changed, list(result.refused.values())) == (1, [1])
    assert list(Person.objects.order_by("pk").values_list("name", flat=True)) == ["Иван", "Б"]


def test_undo_gives_back_what_nobody_changed_since(client: Client, seller: User) -> None:
    made = [person(seller, f"Ф{number}", position=f"должность {number}") for number in range(3)]
    ids = [one.pk for one in made]
    done = bulk.change(kind=PERSON, ids=ids, values={"position": "директор"}, by=seller, at=NOW)
    assert done.change
    bulk.change(kind=PERSON, ids=ids[2:], values={"position": "бухгалтер"}, by=seller, at=NOW)
    client.force_login(seller)
    assert client.post(f"{UNDO}?change={done.change.pk}", headers=HTMX).status_code == 204
    assert positions() == ["должность 0", "должность 1", "бухгалтер"]
    assert client.post(f"{UNDO}?change={done.change.pk}", headers=HTMX).status_code == 404


def test_undo_is_ones_own(seller: User, colleague: User) -> None:
    done = bulk.change(kind=PERSON, ids=[person(seller, "А").pk], values={"position": "x"}, by=seller, at=NOW)
    assert done.change
    with pytest.raises(NotFound):
        bulk.undo(kind=PERSON, pk=done.change.pk, by=colleague, at=NOW)


def test_values_of_every_type_survive_their_undoing(seller: User, colleague: User) -> None:
    made = person(seller, "А", phones="8 903 123 45 67")
    for values in ({"phones": ["+79990001122"]}, {"owner": None}):
        before = Person.objects.values().get()
        done = bulk.change(kind=PERSON, ids=[made.pk], values=values, by=colleague, at=NOW)
        assert done.change
        bulk.undo(kind=PERSON, pk=done.change.pk, by=colleague, at=NOW)
        after = Person.objects.values().get()
        assert {key for key in before if before[key] != after[key]} <= {"version", "updated_at"}


def test_higher_apps_hear_of_each_change(seller: User) -> None:
    pk = person(seller, "А").pk
    with events.heard(RecordUpdated) as heard:
        bulk.change(kind=PERSON, ids=[pk], values={"position": "x"}, by=seller, at=NOW)
    assert [(one.record.position, dict(one.before)) for one in heard] == [("x", {"position": ""})]


def test_too_many_are_refused(seller: User) -> None:
    with pytest.raises(Refused):
        bulk.change(kind=PERSON, ids=range(bulk.MOST + 1), values={"position": "x"}, by=seller, at=NOW)


def test_statements_do_not_grow_with_records(seller: User) -> None:
    def count(ids: list[int], value: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            bulk.change(kind=PERSON, ids=ids, values={"position": value}, by=seller, at=NOW)
        return len(caught)

    ids = [person(seller, f"Ф{number}").pk for number in range(15)]
    assert count(ids, "а") <= count(ids[:1], "б") + 15 + 2  # one live event each up to twenty records


@pytest.mark.parametrize(
    ("url", "words", "status"),
    [
        (ASSIGN, {"value": "1"}, 422),
        (ASSIGN, {"pk": "abc", "value": "1"}, 422),
        (ASSIGN, {"pk": "1", "value": "nobody"}, 422),
        (EDIT, {"pk": "1", "field": "created_at", "value": "1"}, 422),
        (EDIT, {"pk": "1", "field": "password", "value": "1"}, 422),
        ("/persons/bulk/nonsense/", {"pk": "1"}, 404),
        (f"{UNDO}?change=abc", {}, 404),
        (ASSIGN, {"pk": "1", "f": "[]", "all": "1", "value": "1"}, 422),
    ],
)
def test_bad_input(client: Client, seller: User, url: str, words: dict[str, str], status: int) -> None:
    client.force_login(seller)
    assert client.post(url, words, headers=HTMX).status_code == status
    assert not BulkChange.objects.exists()


def test_dialogs_carry_the_selection(client: Client, seller: User) -> None:
    made = [person(seller, f"Ф{number}") for number in range(3)]
    query = urlencode({"pk": [made[0].pk, made[1].pk], "q": "ф"}, doseq=True)
    for url in (ASSIGN, EDIT, DELETE, "/persons/bulk/export/"):
        html = text(seen(client, seller, f"{url}?{query}", headers=HTMX))
        assert f'name="pk" value="{made[1].pk}"' in html
        assert "Все найденные: 3" in html


def test_delete_needs_its_right(client: Client, seller: User, own_role: Any) -> None:
    made = [person(seller, f"Ф{number}") for number in range(2)]
    client.force_login(seller)
    assert client.post(DELETE, {"pk": made[0].pk}, headers=HTMX).status_code == 204
    assert Person.objects.count() == 1
    own_role.grants.filter(action="delete").delete()
    assert client.post(DELETE, {"pk": made[1].pk}, headers=HTMX).status_code == 403
    assert Person.objects.count() == 1


def test_without_the_right_to_edit_the_bar_does_not_offer_it(client: Client, seller: User, own_role: Any) -> None:
    person(seller, "А")
    own_role.grants.filter(action__in=["edit", "export"]).delete()
    html = text(seen(client, seller, "/persons/"))
    assert DELETE in html
    assert ASSIGN not in html
    assert "data-editor" not in html
    assert client.get(ASSIGN, headers=HTMX).status_code == 403
    assert client.get("/persons/export/").status_code == 403


def test_a_filter_stays_with_the_dialog(client: Client, seller: User) -> None:
    person(seller, "А")
    query = urlencode({"pk": "1", "f": '{"all":[{"field":"name","op":"has","value":"А"}]}'})
    html = text(seen(client, seller, f"{ASSIGN}?{query}", headers=HTMX))
    assert "&#34;op&#34;:&#34;has&#34;" in html


@pytest.mark.req("X4")
def test_two_to_five_selected_records_go_to_the_merge(client: Client, head: User, outsider: User) -> None:
    made = [person(head, f"Ф{number}").pk for number in range(6)]
    client.force_login(head)
    assert "/persons/bulk/merge/" in text(client.get("/persons/"))
    assert "/deals/bulk/merge/" not in text(client.get("/deals/"))
    answer = client.get("/persons/bulk/merge/", {"pk": made[:2]}, headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/duplicates/person/merge/?ids={made[0]},{made[1]}")
    assert client.get(answer["HX-Redirect"]).status_code == 200
    for keys in ([], made[:1], made, ["x", made[0]], [made[0], made[0]]):
        assert client.get("/persons/bulk/merge/", {"pk": keys}, headers=HTMX).status_code == 422
    assert client.get("/deals/bulk/merge/", {"pk": made[:2]}, headers=HTMX).status_code == 404
    client.force_login(outsider)
    answer = client.get("/persons/bulk/merge/", {"pk": made[:2]}, headers=HTMX)
    assert client.get(answer["HX-Redirect"]).status_code == 404
