"""The records engine on the kind «person»: made, changed, seen, filtered, sorted."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from voronka.accounts.models import User
from voronka.core.errors import Conflict, Forbidden, NotFound, Refused
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Person
from voronka.records import access, actions
from voronka.records.actions.given import read, read_all
from voronka.records.edits import edits
from voronka.records.fields import FilterContext
from voronka.records.filters import compile_filter
from voronka.records.idempotency import once
from voronka.records.listing import Question, ask
from voronka.records.models import CreationKey, SearchEntry

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def person(by: User, **raw: Any) -> Person:
    made: Person = actions.create(kind=PERSON, values=read(PERSON, raw, by=by), by=by, at=NOW)
    return made


def context(by: User) -> FilterContext:
    return FilterContext(by=by, at=NOW, zone=ZoneInfo("Europe/Moscow"))


def names(by: User, **question: Any) -> list[str]:
    return [row.name for row in ask(PERSON, Question(**question), context(by)).page.rows]


def test_create_normalizes_owns_and_indexes(seller: User) -> None:
    made = person(seller, last_name=" Иванов ", first_name="Иван", phones="8 903 123-45-67", emails="Ivan@Mail.RU")
    made.refresh_from_db()
    assert made.name == "Иванов Иван"
    assert (made.phones, made.emails) == (["+79031234567"], ["ivan@mail.ru"])
    assert (made.owner, made.department) == (seller, seller.department)
    entry = SearchEntry.objects.get(kind="person", record_id=made.pk)
    assert (entry.title, entry.owner_id) == ("Иванов Иван", seller.pk)
    assert "79031234567" in entry.digits


@pytest.mark.parametrize(
    ("field", "value"),
    [("phones", "abc"), ("emails", "not@"), ("organization", "999"), ("owner", "999"), ("last_name", "x" * 121)],
)
def test_bad_values_are_refused_beside_the_field(seller: User, field: str, value: str) -> None:
    values, errors = read_all(PERSON, {"first_name": "Иван", field: value}, ("first_name", field), by=seller)
    assert list(errors) == [field]
    assert values == {"first_name": "Иван"}


def test_unknown_and_closed_fields_are_refused(seller: User) -> None:
    for name in ("password", "created_at", "name", "version"):
        with pytest.raises(Refused):
            read(PERSON, {name: "1"}, by=seller)


def test_nameless_person_is_refused(seller: User) -> None:
    with pytest.raises(Refused, match=r"name|имя"):
        person(seller, phones="+79031234567")


@pytest.mark.req("E1")
def test_access_reaches_own_department_all(seller: User, colleague: User, outsider: User, head: User) -> None:
    mine = person(seller, last_name="Моя")
    for user, sees in ((seller, True), (colleague, True), (head, True), (outsider, False)):
        assert access.visible(PERSON, user).filter(pk=mine.pk).exists() is sees
    with pytest.raises(NotFound):
        access.load(PERSON, outsider, mine.pk)
    theirs = person(colleague, last_name="Чужая")
    assert not access.visible(PERSON, seller).filter(pk=theirs.pk).exists()


@pytest.mark.req("E1")
def test_a_record_goes_with_its_owner_to_another_department(seller: User, outsider: User, head: User) -> None:
    made = person(head, last_name="Уходит")
    moved = actions.update(record=made, changes={"owner": outsider.pk}, by=head, at=NOW)
    assert (moved.department, access.visible(PERSON, outsider).count()) == (outsider.department, 1)
    kept = actions.update(record=moved, changes={"owner": None}, by=head, at=NOW)
    assert kept.department == outsider.department
    named = {"owner": outsider.pk, "department": seller.department_id}
    assert actions.update(record=kept, changes=named, by=head, at=NOW).department == seller.department
    assert person(head, last_name="Новая", owner=outsider.pk).department == outsider.department


@pytest.mark.req("E1")
def test_link_to_a_foreign_record_is_refused(seller: User, outsider: User) -> None:
    foreign = actions.create(kind=ORGANIZATION, values={"name": "Тайна"}, by=outsider, at=NOW)
    with pytest.raises(Refused):
        person(seller, last_name="Ц", organization=foreign.pk)


def test_view_without_edit_is_forbidden(seller: User, own_role: Any) -> None:
    made = person(seller, last_name="Ю")
    own_role.grants.filter(action="edit").delete()
    fresh = User.objects.get(pk=seller.pk)
    with pytest.raises(Forbidden):
        actions.update(record=made, changes={"position": "директор"}, by=fresh, at=NOW)


def test_update_keeps_history_with_its_author(seller: User) -> None:
    made = person(seller, last_name="Ёлкин", position="инженер")
    actions.update(record=made, changes={"position": "директор"}, by=seller, at=NOW, version=1)
    found, more = edits(PERSON, made.pk, by=seller)
    assert more is None
    assert [edit.by for edit in found] == [seller, seller]
    assert [(one.before, one.after) for one in found[0].changes] == [("инженер", "директор")]
    assert found[1].is_creation


def test_stale_change_of_the_same_field_conflicts_and_shows_both(seller: User) -> None:
    made = person(seller, last_name="А", position="инженер")
    actions.update(record=made, changes={"position": "директор"}, by=seller, at=NOW, version=1)
    with pytest.raises(Conflict) as caught:
        actions.update(record=made, changes={"position": "бухгалтер"}, by=seller, at=NOW, version=1)
    clash = caught.value.clashes[0]
    assert (clash.theirs, clash.yours, caught.value.version) == ("директор", "бухгалтер", 2)


def test_stale_change_of_another_field_is_merged(seller: User) -> None:
    made = person(seller, last_name="А", position="инженер")
    actions.update(record=made, changes={"position": "директор"}, by=seller, at=NOW, version=1)
    merged = actions.update(record=made, changes={"note": "звонить утром"}, by=seller, at=NOW, version=1)
    assert (merged.position, merged.note, merged.version) == ("директор", "звонить утром", 3)


def test_repeated_create_makes_one_record(seller: User) -> None:
    def make() -> Person:
        return person(seller, last_name="Один")

    first = once(kind=PERSON, key="k", by=seller, at=NOW, make=make)
    second = once(kind=PERSON, key="k", by=seller, at=NOW, make=make)
    assert first.pk == second.pk
    assert Person.objects.count() == CreationKey.objects.count() == 1


def test_names_sort_with_yo_as_ye_and_without_case(seller: User) -> None:
    for name in ("Жук", "ёж", "Ель", "Ёлка"):
        person(seller, last_name=name)
    assert names(seller, sort="name") == ["ёж", "Ёлка", "Ель", "Жук"]


def test_keyset_walks_every_row_once_with_empty_values_last(seller: User) -> None:
    for number in range(7):
        person(seller, last_name=f"Ф{number}", owner=seller.pk if number % 2 else None)
    walked, after = [], ""
    while True:
        answer = ask(
            PERSON,
            Question(sort="-owner", after=after, size=2),
            context(User.objects.create_superuser(f"a{len(walked)}@x.ru", first_name="А")),
        )
        walked += [row.name for row in answer.page.rows]
        after = answer.page.after
        if not after:
            break
    assert len(walked) == len(set(walked)) == 7
    assert answer.count == 7


@pytest.mark.own_sql
@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"field": "name", "op": "has", "value": "иван"}, ["Иванов"]),
        ({"field": "phones", "op": "has", "value": "123-45"}, ["Иванов"]),
        ({"field": "emails", "op": "filled"}, ["Петров"]),
        ({"all": [{"field": "owner", "op": "in", "value": ["me"]}, {"field": "phones", "op": "empty"}]}, ["Петров"]),
        (
            {"any": [{"field": "name", "op": "is", "value": "петров"}, {"field": "phones", "op": "filled"}]},
            ["Иванов", "Петров"],
        ),
        ({"not": {"field": "name", "op": "has", "value": "иван"}}, ["Петров"]),
        ({"field": "created_at", "op": "period", "value": "today"}, ["Иванов", "Петров"]),
        ({"field": "created_at", "op": "to", "value": "2026-03-03"}, []),
    ],
)
def test_filters(seller: User, tree: Any, expected: list[str]) -> None:
    person(seller, last_name="Иванов", phones="8 903 123 45 67")
    person(seller, last_name="Петров", emails="p@x.ru")
    assert names(seller, filter=tree, sort="name") == expected


@pytest.mark.parametrize(
    "tree",
    [
        {"field": "owner__password", "op": "has", "value": "x"},
        {"field": "name", "op": "regex", "value": "("},
        {"field": "created_at", "op": "period", "value": "ever"},
        {"field": "owner", "op": "in", "value": ["1 OR 1=1"]},
        "text",
        {"all": [{"all": [{"all": [{"all": [{"all": [{"all": [{"all": []}]}]}]}]}]}]},
    ],
)
def test_hostile_filters_are_refused(seller: User, tree: Any) -> None:
    with pytest.raises(Refused):
        compile_filter(PERSON, tree, context(seller))


def test_text_finds_fragments(seller: User) -> None:
    person(
        seller, last_name="Королёв", phones="8 903 123 45 67", emails="boss@romashka.ru", position="Директор Ромашки"
    )
    for text in ("королев", "РОМАШК", "0312", "903 123"):
        assert names(seller, text=text) == ["Королёв"], text
    assert names(seller, text="нет") == []


def test_delete_erases_only_what_one_may(seller: User, outsider: User) -> None:
    mine, theirs = person(seller, last_name="А"), person(outsider, last_name="Б")
    assert actions.delete(kind=PERSON, ids=[mine.pk, theirs.pk], by=seller, at=NOW + timedelta(1)) == 1
    assert list(Person.objects.values_list("last_name", flat=True)) == ["Б"]
    assert not SearchEntry.objects.filter(record_id=mine.pk, kind="person").exists()


@pytest.mark.req("E1")
def test_one_record_is_judged_as_the_lists_are(
    seller: User, colleague: User, outsider: User, head: User, admin: User
) -> None:
    records = [person(by, last_name="А") for by in (seller, colleague, outsider)]
    records.append(person(seller, last_name="Ничья", owner=None))
    for user in (seller, colleague, outsider, head, admin):
        for action in ("view", "edit", "delete"):
            listed = set(access.visible(PERSON, user, action).values_list("pk", flat=True))
            assert {one.pk for one in records if access.may_do(user, action, one)} == listed
