"""Fields that a company makes for itself behave as built-in ones: in forms, lists, filters, exports, history, API."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from voronka.accounts.models import Department, User
from voronka.core.errors import Forbidden, Refused
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import Organization
from voronka.records import actions, arrangement
from voronka.records.actions import bulk, classifiers, custom_fields
from voronka.records.actions.given import read, read_new
from voronka.records.edits import edits
from voronka.records.field_rules import as_seen
from voronka.records.fields import FilterContext
from voronka.records.listing import Question, ask
from voronka.records.models import ClassifierValue, CustomField
from voronka.records.search.query import find

pytestmark = [pytest.mark.django_db, pytest.mark.req("B13")]

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
# A value as people type it, the same as the API gives it, and one that is greater.
VALUES: dict[str, tuple[Any, Any, Any]] = {
    "text": ("Север", "Север", "Юг"),
    "long_text": ("Первая\nвторая", "Первая\nвторая", "Юг"),
    "number": ("1 250", 1250, "1251"),
    "money": ("22 700,15", 22700.15, "22700.16"),
    "date": ("2026-03-05", "2026-03-05", "2026-03-06"),
    "moment": ("2026-03-05T10:00", "2026-03-05T07:00:00Z", "2026-03-06T10:00"),
    "url": ("https://example.com", "https://example.com", "https://example.ru"),
}


def made(admin: User, holds: str, label: str = "Своё поле", **given: Any) -> CustomField:
    return custom_fields.add(kind="organization", label=label, holds=holds, given=given, by=admin)


def stored(values: Mapping[str, Any], by: User, name: str = "Ромашка") -> Organization:
    ready = read(ORGANIZATION, {"name": name, **values}, by=by)
    record: Organization = actions.create(kind=ORGANIZATION, values=ready, by=by, at=NOW)
    return record


def found(tree: Any, by: User, sort: str = "name") -> list[str]:
    context = FilterContext(by=by, at=NOW, zone=UTC)
    return [row.name for row in ask(ORGANIZATION, Question(filter=tree, sort=sort), context).page.rows]


@pytest.mark.own_sql
@pytest.mark.parametrize("holds", VALUES)
def test_value_is_kept_filtered_and_sorted(holds: str, admin: User, head: User) -> None:
    field = made(admin, holds, places=0)
    name = f"c_{field.key}"
    raw, _exported, more = VALUES[holds]
    stored({name: raw}, head, "Первая")
    stored({name: more}, head, "Вторая")
    stored({}, head, "Пустая")
    record = Organization.objects.get(name="Первая")
    assert ORGANIZATION.field(name).read(record) == ORGANIZATION.field(name).parse(raw, by=head)
    operators = ORGANIZATION.field(name).operators
    assert found({"field": name, "op": "filled"}, head) == ["Вторая", "Первая"]
    assert found({"field": name, "op": "empty"}, head) == ["Пустая"]
    assert found({"field": name, "op": "is", "value": raw}, head) == ["Первая"]
    if "from" in operators:
        assert found({"field": name, "op": "from", "value": more}, head) == ["Вторая"]
        assert found({"field": name, "op": "to", "value": raw}, head) == ["Первая"]
    if "has_not" in operators:
        assert found({"field": name, "op": "has_not", "value": str(more)}, head) == ["Первая", "Пустая"]
    if ORGANIZATION.field(name).sortable:
        assert found({}, head, name) == ["Первая", "Вторая", "Пустая"]
        assert found({}, head, f"-{name}") == ["Вторая", "Первая", "Пустая"]


def test_pages_go_on_behind_a_number(admin: User, head: User) -> None:
    name = f"c_{made(admin, 'number').key}"
    for number in (10, 9, 100):
        stored({name: number}, head, f"О{number}")
    context = FilterContext(by=head, at=NOW, zone=UTC)
    first = ask(ORGANIZATION, Question(sort=name, size=2), context).page
    rest = ask(ORGANIZATION, Question(sort=name, size=2, after=first.after), context).page
    assert [row.name for row in (*first.rows, *rest.rows)] == ["О9", "О10", "О100"]


def test_a_choice_has_a_list_of_its_own(admin: User, head: User) -> None:
    field = made(admin, "choice", "Класс", values=["A", " B ", "A", ""])
    name = f"c_{field.key}"
    values = {one.name: one.pk for one in ClassifierValue.objects.filter(classifier=field.classifier)}
    assert list(values) == ["A", "B"]
    record = stored({name: "b"}, head)
    assert record.custom == {field.key: values["B"]}
    assert ORGANIZATION.field(name).show(values["B"]) == "B"
    assert found({"field": name, "op": "in", "value": [values["B"]]}, head) == ["Ромашка"]
    assert found({"field": name, "op": "not_in", "value": [values["B"]]}, head) == []
    value = ClassifierValue.objects.get(pk=values["B"])
    classifiers.rename(value=value, name="Важный", by=admin)
    assert ORGANIZATION.field(name).show(values["B"]) == "Важный"
    classifiers.switch(value=value, on=False, by=admin)
    with pytest.raises(Refused):
        read(ORGANIZATION, {name: values["B"]}, by=head)


def test_several_values_of_a_list(admin: User, head: User) -> None:
    field = made(admin, "choices", "Интересы", values=["Насосы", "Трубы", "Монтаж"])
    name = f"c_{field.key}"
    ids = list(ClassifierValue.objects.filter(classifier=field.classifier).values_list("pk", flat=True))
    stored({name: ["Насосы", str(ids[1])]}, head, "Две")
    stored({name: "Монтаж"}, head, "Одна")
    stored({name: []}, head, "Ни одной")
    assert found({"field": name, "op": "in", "value": [ids[1], ids[2]]}, head) == ["Две", "Одна"]
    assert found({"field": name, "op": "not_in", "value": ids[0]}, head) == ["Ни одной", "Одна"]
    assert ORGANIZATION.field(name).show([ids[0], ids[1]]) == "Насосы, Трубы"


def test_flag_that_is_off_is_not_kept(admin: User, head: User) -> None:
    field = made(admin, "flag", "Есть склад")
    name = f"c_{field.key}"
    assert field.key == "est_sklad"
    stored({name: "on"}, head, "Со складом")
    assert stored({name: ""}, head, "Без склада").custom == {}
    assert found({"field": name, "op": "is", "value": "1"}, head) == ["Со складом"]
    assert found({"field": name, "op": "is", "value": "0"}, head) == ["Без склада"]


def test_change_is_in_the_history_and_keeps_the_other_fields(admin: User, head: User) -> None:
    one, two = made(admin, "text", "Округ"), made(admin, "number", "Сотрудников")
    record = stored({f"c_{one.key}": "Север", f"c_{two.key}": "10"}, head)
    changes = read(ORGANIZATION, {f"c_{two.key}": "12"}, by=head)
    actions.update(record=record, changes=changes, by=head, at=NOW, version=1)
    record.refresh_from_db()
    assert record.custom == {one.key: "Север", two.key: 12}
    (edit, _made), _more = edits(ORGANIZATION, record.pk, by=head)
    assert [(change.label, change.before, change.after) for change in edit.changes] == [("Сотрудников", "10", "12")]


def test_two_people_change_two_fields_at_once(admin: User, head: User) -> None:
    one, two = made(admin, "text", "Округ"), made(admin, "text", "Город")
    record = stored({}, head)
    for field in (one, two):
        actions.update(record=record, changes={f"c_{field.key}": field.label}, by=head, at=NOW, version=1)
    record.refresh_from_db()
    assert record.custom == {one.key: "Округ", two.key: "Город"}


def test_texts_are_found(admin: User, head: User) -> None:
    field = made(admin, "text", "Округ")
    stored({f"c_{field.key}": "Заполярье"}, head)
    context = FilterContext(by=head, at=NOW, zone=UTC)
    assert [row.name for row in ask(ORGANIZATION, Question(text="заполяр"), context).page.rows] == ["Ромашка"]
    assert [hit.title for hit in find("заполярье", head)] == ["Ромашка"]


def test_bulk_edit_and_its_undoing(admin: User, head: User) -> None:
    field = made(admin, "money", "Оборот")
    name = f"c_{field.key}"
    records = [stored({name: "5"}, head, "А"), stored({}, head, "Б")]
    values = read(ORGANIZATION, {name: "7,5"}, by=head)
    done = bulk.change(kind=ORGANIZATION, ids=[one.pk for one in records], values=values, by=head, at=NOW)
    assert done.change
    assert [one.custom for one in Organization.objects.order_by("name")] == [{field.key: 7.5}] * 2
    bulk.undo(kind=ORGANIZATION, pk=done.change.pk, by=head, at=NOW)
    assert [one.custom for one in Organization.objects.order_by("name")] == [{field.key: 5}, {}]


def test_a_required_field_is_demanded_of_a_new_record(admin: User, head: User) -> None:
    field = made(admin, "text", "Округ", is_required=True)
    assert f"c_{field.key}" in as_seen(ORGANIZATION, head, making=True).form
    with pytest.raises(Refused, match="Округ"):
        read_new(ORGANIZATION, {"name": "Ромашка"}, by=head)
    with pytest.raises(Refused, match="Округ"):
        read(ORGANIZATION, {f"c_{field.key}": ""}, by=head)


def test_switched_off_it_is_nowhere_and_its_values_stay(admin: User, head: User) -> None:
    field = made(admin, "text", "Округ")
    record = stored({f"c_{field.key}": "Север"}, head)
    custom_fields.switch(field=field, on=False, by=admin)
    assert f"c_{field.key}" not in ORGANIZATION.by_name
    assert all(f"c_{field.key}" not in group.fields for group in ORGANIZATION.groups)
    record.refresh_from_db()
    assert record.custom == {field.key: "Север"}
    custom_fields.switch(field=field, on=True, by=admin)
    assert ORGANIZATION.field(f"c_{field.key}").read(record) == "Север"


@pytest.mark.parametrize(
    ("holds", "label", "given"),
    [
        ("text", "", {}),
        ("text", "Название", {}),
        ("text", "округ", {}),
        ("text", "Я" * 81, {}),
        ("telepathy", "Мысли", {}),
        ("choice", "Класс", {"values": ["", " "]}),
        ("choice", "Класс", {"classifier": "no-such-list"}),
    ],
)
def test_bad_field_is_refused(holds: str, label: str, given: dict[str, Any], admin: User) -> None:
    made(admin, "text", "Округ")
    with pytest.raises(Refused):
        made(admin, holds, label, **given)
    assert CustomField.objects.count() == 1


def test_only_administrators_make_fields(head: User) -> None:
    with pytest.raises(Forbidden):
        made(head, "text")


def test_another_process_learns_of_a_field_by_the_mark(admin: User, sales: Department) -> None:
    field = made(admin, "text", "Округ")
    arrangement.forget()
    assert f"c_{field.key}" not in ORGANIZATION.by_name
    arrangement.refresh_now()
    assert f"c_{field.key}" in ORGANIZATION.by_name
