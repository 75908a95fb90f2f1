"""Search finds what people mean: labelled questions of two sets, and how much worse it is without readings."""

from datetime import UTC, datetime

import pytest

from bench.search.base import fill
from bench.search.questions import held_out, made
from bench.search.report import recall
from voronka.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.req("X5"), pytest.mark.req("H10")]
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_what_is_meant_is_among_the_first_five(head: User) -> None:
    fill(head, at=NOW)
    sets = {"made": list(made(head)), "held out": list(held_out())}
    assert sum(len(questions) for questions in sets.values()) >= 300
    for name, questions in sets.items():
        found = recall(name, questions, head)
        assert found.value >= 0.97, found.missed
        assert recall(name, questions, head, reads=False).value <= found.value - 0.2, "the readings are of no use"
