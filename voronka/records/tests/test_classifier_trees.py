"""Values of a classifier that stand under others: order, choices, filters, and what is refused."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.people.kinds import ORGANIZATION
from voronka.records import actions
from voronka.records.actions import classifiers
from voronka.records.fields import FilterContext
from voronka.records.fields.trees import INDENT, Known, grown, offered
from voronka.records.filters import compile_filter
from voronka.records.models import ClassifierValue
from voronka.records.tests.lists import HTMX, seen, text

pytestmark = pytest.mark.req("E8")
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
PAGE = "/settings/classifiers/"

type Values = dict[str, ClassifierValue]


@pytest.fixture
def regions(admin: User) -> Values:
    """Россия › (Поволжье › Самара, Урал), Казахстан."""
    made: Values = {}
    for name, parent in (
        ("Россия", ""),
        ("Казахстан", ""),
        ("Урал", "Россия"),
        ("Поволжье", "Россия"),
        ("Самара", "Поволжье"),
    ):
        made[name] = classifiers.add(classifier="region", name=name, parent=made.get(parent), by=admin)
    return made


def tree() -> list[str]:
    return [one.label for one in grown(["region"])["region"]]


def shift(*names: str) -> list[str]:
    return [INDENT * (len(name) - len(name.lstrip("."))) + name.lstrip(".") for name in names]


def test_children_follow_their_parent(regions: Values) -> None:
    assert tree() == shift("Россия", ".Урал", ".Поволжье", "..Самара", "Казахстан")
    assert list(ClassifierValue.objects.filter(classifier="region").values_list("name", flat=True)) == [
        "Россия", "Урал", "Поволжье", "Самара", "Казахстан"
    ]  # fmt: skip


def test_a_moved_value_takes_its_children_along(regions: Values, admin: User) -> None:
    classifiers.move(value=regions["Поволжье"], to=1, by=admin)
    assert tree() == shift("Россия", ".Поволжье", "..Самара", ".Урал", "Казахстан")
    classifiers.nest(value=regions["Поволжье"], parent=None, by=admin)
    assert tree() == shift("Россия", ".Урал", "Казахстан", "Поволжье", ".Самара")
    classifiers.nest(value=regions["Поволжье"], parent=regions["Россия"], by=admin)
    assert tree() == shift("Россия", ".Урал", ".Поволжье", "..Самара", "Казахстан")


def test_no_circle_no_other_list_no_endless_depth(regions: Values, admin: User) -> None:
    source = classifiers.add(classifier="source", name="Сайт", by=admin)
    for value, parent in (("Россия", regions["Самара"]), ("Россия", regions["Россия"]), ("Урал", source)):
        with pytest.raises(Refused):
            classifiers.nest(value=regions[value], parent=parent, by=admin)
    parent = classifiers.add(classifier="region", name="Район", parent=regions["Самара"], by=admin)
    parent = classifiers.add(classifier="region", name="Улица", parent=parent, by=admin)
    with pytest.raises(Refused):
        classifiers.add(classifier="region", name="Дом", parent=parent, by=admin)
    assert not ClassifierValue.objects.filter(name="Дом").exists()


def test_what_stands_under_a_value_out_of_use_is_not_offered(regions: Values, admin: User) -> None:
    classifiers.switch(value=regions["Поволжье"], on=False, by=admin)
    assert [label.strip() for _pk, label in offered("region")] == ["Россия", "Урал", "Казахстан"]


@pytest.mark.req("E4")
def test_a_filter_by_a_value_finds_all_that_lies_under_it(regions: Values, admin: User) -> None:
    context = FilterContext(by=admin, at=NOW, zone=ZoneInfo("Europe/Moscow"))
    for name in ("Самара", "Урал", "Казахстан"):
        actions.create(kind=ORGANIZATION, values={"name": name, "region": regions[name].pk}, by=admin, at=NOW)

    def found(op: str, *names: str) -> list[str]:
        line = {"field": "region", "op": op, "value": [regions[name].pk for name in names]}
        rows = ORGANIZATION.model._default_manager.filter(compile_filter(ORGANIZATION, line, context))
        return sorted(rows.values_list("name", flat=True))

    assert found("in", "Россия") == ["Самара", "Урал"]
    assert found("in", "Самара") == found("in", "Поволжье") == ["Самара"]
    assert found("not_in", "Россия") == ["Казахстан"]
    classifiers.nest(value=regions["Самара"], parent=regions["Казахстан"], by=admin)
    assert found("in", "Россия") == ["Урал"]
    assert Known("region").under([-1]) == [-1]


def test_the_settings_show_the_tree_and_nest(client: Client, regions: Values, admin: User) -> None:
    html = text(seen(client, admin, f"{PAGE}region/"))
    assert "tree__row--2" in html
    assert "Вложить в «Урал»" in html
    answer = client.post(f"{PAGE}{regions['Казахстан'].pk}/under/", {"parent": regions["Россия"].pk}, headers=HTMX)
    assert answer.status_code == 204
    assert tree()[-1] == INDENT + "Казахстан"
    answer = client.post(f"{PAGE}{regions['Россия'].pk}/", {"name": "РФ", "parent": regions["Самара"].pk}, headers=HTMX)
    assert answer.status_code == 422
    assert 'value="РФ"' in text(answer)
    regions["Россия"].refresh_from_db()
    assert (regions["Россия"].name, regions["Россия"].parent_id) == ("Россия", None)


def test_only_administrators_nest(client: Client, regions: Values, head: User) -> None:
    client.force_login(head)
    address = f"{PAGE}{regions['Казахстан'].pk}/under/"
    assert client.post(address, {"parent": regions["Россия"].pk}).status_code == 403
    client.logout()
    assert client.post(address, {"parent": ""}).status_code == 302
