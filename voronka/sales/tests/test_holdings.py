"""Companies that stand below others: a tree without circles, its deals counted, a filter by the whole holding."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import Organization
from voronka.people.tests.test_panels import shown
from voronka.records import actions, filter_tree
from voronka.records.actions import merges
from voronka.records.fields import FilterContext
from voronka.records.filters import compile_filter
from voronka.records.kinds import get
from voronka.records.tests.test_card import NOW, firm
from voronka.sales.actions import deals
from voronka.sales.models import Pipeline

pytestmark = [pytest.mark.django_db, pytest.mark.req("G1")]


def tree(by: User, *names: str) -> list[Any]:
    """Companies, each below the one before."""
    made: list[Any] = []
    for name in names:
        above = made[-1].pk if made else None
        values = {"name": name, "parent": above}
        made.append(actions.create(kind=ORGANIZATION, values=values, by=by, at=NOW))
    return made


def test_a_circle_is_refused(seller: User) -> None:
    top, _middle, low = tree(seller, "Холдинг", "Завод", "Цех")
    for wanted in (low.pk, top.pk):
        with pytest.raises(Refused) as refused:
            actions.update(record=top, changes={"parent": wanted}, by=seller, at=NOW)
        assert refused.value.field == "parent"


def test_the_database_knows_no_circle_either(seller: User) -> None:
    top, _middle, low = tree(seller, "Холдинг", "Завод", "Цех")
    for wanted in (low.pk, top.pk):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organization.objects.filter(pk=top.pk).update(parent=wanted)


def test_the_panel_shows_the_tree_with_deals_that_one_may_see(
    client: Client, seller: User, outsider: User, head: User, pipeline: Pipeline
) -> None:
    top, middle, low = tree(seller, "Холдинг", "Завод", "Цех")
    for by, where, amount in ((seller, low, 1000), (seller, middle, 500), (head, middle, 70000)):
        deals.create(values={"name": "Сделка", "organization": where.pk, "amount": amount}, by=by, at=timezone.now())
    client.force_login(seller)
    assert "panels/holding/" in client.get(low.get_absolute_url()).content.decode()
    html = shown(client, seller, low, "holding")
    assert [html.index(name) for name in ("Холдинг", "Завод", "Цех")] == sorted(
        html.index(name) for name in ("Холдинг", "Завод", "Цех")
    )
    assert "1\u00a0500" in html
    assert "71\u00a0500" in shown(client, head, top, "holding")
    Organization.objects.filter(pk=middle.pk).update(owner=outsider, department=outsider.department)
    assert "Завод" not in shown(client, seller, low, "holding")
    assert 'data-depth="1"' in shown(client, seller, low, "holding")


def test_a_lone_company_shows_no_holding(client: Client, seller: User) -> None:
    html = shown(client, seller, firm(seller), "holding")
    assert "line--tree" not in html
    assert " hidden" in html


def test_clients_and_deals_are_filtered_by_the_whole_holding(seller: User, pipeline: Pipeline) -> None:
    top, _middle, low = tree(seller, "Холдинг", "Завод", "Цех")
    other = firm(seller)
    for where in (low, other):
        deals.create(values={"name": str(where), "organization": where.pk}, by=seller, at=NOW)
    asking = FilterContext(by=seller, at=NOW, zone=NOW.tzinfo)  # type: ignore[arg-type]  # it has one
    for name, field, expected in (
        ("organization", "parent", {"Холдинг", "Завод", "Цех"}),
        ("deal", "organization", {"Цех"}),
    ):
        kind = get(name)
        wanted = compile_filter(kind, {"field": field, "op": "within", "value": [top.pk]}, asking)
        assert {row.name for row in kind.model._default_manager.filter(wanted)} == expected


def test_the_filter_is_built_and_said_in_words(client: Client, seller: User) -> None:
    top, *_rest = tree(seller, "Холдинг", "Завод")
    client.force_login(seller)
    tree_of = filter_tree.write({"field": "parent", "op": "within", "value": [top.pk]})
    page = client.get("/organizations/", {"f": tree_of}).content.decode()
    assert "Завод" in page
    assert "в холдинге" in page
    assert client.get("/organizations/filter/", {"f": tree_of}).status_code == 200


@pytest.mark.req("X4")
def test_a_merge_takes_the_children_along_and_makes_no_circle(seller: User) -> None:
    top, middle, low = tree(seller, "Холдинг", "Завод", "Цех")
    other = firm(seller)
    merges.merge(kind=ORGANIZATION, ids=[other.pk, middle.pk], into=other.pk, values={}, by=seller, at=NOW)
    low.refresh_from_db()
    assert low.parent == other
    with pytest.raises(Refused):
        merges.merge(kind=ORGANIZATION, ids=[other.pk, low.pk], into=low.pk, values={}, by=seller, at=NOW)
    assert top.name == "Холдинг"
