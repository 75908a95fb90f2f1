"""Two administrators put two values under each other at once: one of them is refused, neither waits for ever."""

import pytest

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once
from voronka.core.errors import Refused
from voronka.records.actions import classifiers
from voronka.records.models import ClassifierValue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("E8")]


@pytest.mark.parametrize("round_", range(3))
def test_no_circle(admin: User, round_: int) -> None:
    north, south = (classifiers.add(classifier="region", name=name, by=admin) for name in ("Север", "Юг"))
    said = at_once(
        lambda: classifiers.change(value=north, name="Север!", parent=south, by=admin),
        lambda: classifiers.nest(value=south, parent=north, by=admin),
    )
    assert sorted(type(one).__name__ for one in said) == sorted((ClassifierValue.__name__, Refused.__name__)), said
    assert ClassifierValue.objects.filter(classifier="region", parent=None).count() == 1
