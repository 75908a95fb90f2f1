"""Duplicates are found with a precision and a recall below which no release falls; `make bench` prints all sets."""

from collections.abc import Callable

import pytest

from bench.duplicates.febrl import febrl
from bench.duplicates.holdout import holdout
from bench.duplicates.russian import russian
from bench.duplicates.sets import Labelled, quality, scores

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.req("X4")]


@pytest.mark.parametrize(
    ("labelled", "floor"),
    [
        (lambda: febrl(1), 0.98),
        (lambda: russian("person", things=700), 0.97),
        (lambda: russian("organization", things=700), 0.97),
        (lambda: russian("person", things=700, seed=11, errors="others"), 0.97),
        (lambda: russian("organization", things=700, seed=11, errors="others"), 0.97),
        (lambda: holdout("person", things=700), 0.82),
        (lambda: holdout("organization", things=700), 0.9),
    ],
    ids=[
        "Febrl 1",
        "persons",
        "organizations",
        "persons, other errors",
        "organizations, other errors",
        "persons never tuned on",
        "organizations never tuned on",
    ],
)
def test_f1_over_pairs(labelled: Callable[[], Labelled], floor: float) -> None:
    found = quality(labelled())
    assert found.f1 >= floor, found


def test_only_a_small_part_of_all_pairs_is_compared() -> None:
    people = russian("person", things=700)
    assert len(scores(people)) < len(people.rows) * 12


def test_a_set_is_the_same_every_time() -> None:
    one, other = russian("person", things=20), russian("person", things=20)
    assert one == other
    assert one != russian("person", things=20, seed=2)
    assert isinstance(one, Labelled)
