"""Deals are found by the names that their clients have now."""

from collections.abc import Callable

import pytest

from voronka.accounts.models import User
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import actions
from voronka.records.search.query import find
from voronka.sales.tests.conftest import NOW, MakeDeal


@pytest.mark.req("H10")
def test_a_renamed_client_brings_its_deals_along(
    seller: User, make_deal: MakeDeal, run_jobs: Callable[[], int]
) -> None:
    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=NOW)
    face = actions.create(kind=PERSON, values={"last_name": "Лебедев"}, by=seller, at=NOW)
    deal = make_deal(seller, organization=firm.pk, person=face.pk)
    actions.update(record=firm, changes={"address": "Пермь"}, by=seller, at=NOW)
    assert run_jobs() == 0
    actions.update(record=firm, changes={"name": "Василёк"}, by=seller, at=NOW)
    actions.update(record=face, changes={"last_name": "Орлов"}, by=seller, at=NOW)
    assert not find("Василёк", seller, names=["deal"])
    run_jobs()
    for name in ("Василёк", "Орлов"):
        assert [hit.record_id for hit in find(name, seller, names=["deal"])] == [deal.pk]
    assert not find("Ромашка", seller, names=["deal"])
