"""Duplicates are found with a precision and a recall below which no release falls; `make bench` prints all sets."""

from collections.abc import Callable

import pytest

from bench.duplicates.channels import channels
from bench.duplicates.development import by_class, development
from bench.duplicates.febrl import febrl
from bench.duplicates.holdout import holdout
from bench.duplicates.russian import russian
from bench.duplicates.sets import Labelled, quality, scores
from bench.duplicates.sources import sources
from bench.duplicates.sources_firms import firms

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.req("X4")]


@pytest.mark.parametrize(
    ("labelled", "floor"),
    [
        (lambda: febrl(1), 0.98),
        (lambda: russian("person", things=700), 0.97),
        (lambda: russian("organization", things=700), 0.97),
        (lambda: russian("person", things=700, seed=11, errors="others"), 0.97),
        (lambda: russian("organization", things=700, seed=11, errors="others"), 0.97),
        (lambda: development("person", things=900), 0.92),
        (lambda: development("organization", things=900), 0.97),
        (lambda: holdout("person", things=700), 0.93),
        (lambda: holdout("organization", things=700), 0.95),
        (lambda: channels("person", things=700), 0.9),
        (lambda: channels("organization", things=700), 0.93),
        (lambda: development("organization", things=900, doubles=0.05), 0.92),
        (sources, 0.84),
        (firms, 0.75),
    ],
    ids=[
        "Febrl 1",
        "persons",
        "organizations",
        "persons, other errors",
        "organizations, other errors",
        "persons, by classes",
        "organizations, by classes",
        "persons never tuned on",
        "organizations never tuned on",
        "persons by channels, never tuned on",
        "organizations by channels, never tuned on",
        "organizations, few doubles",
        "persons of three programs, never tuned on",
        "organizations of three programs, never tuned on",
    ],
)
def test_f1_over_pairs(labelled: Callable[[], Labelled], floor: float) -> None:
    found = quality(labelled())
    assert found.f1 >= floor, found


@pytest.mark.parametrize("kind", ["person", "organization"])
def test_who_belongs_together_is_not_taken_for_one(kind: str) -> None:
    labelled = development(kind, things=900)
    told = by_class(labelled, scores(labelled))
    for look in ("relative", "sibling", "colleague", "sister", "other_firm", "neighbour", "other_number"):
        said, all_ = told.get(look, (0, 0))
        assert said <= all_ * 0.05, (look, said, all_)


def test_only_a_small_part_of_all_pairs_is_compared() -> None:
    people = russian("person", things=700)
    assert len(scores(people)) < len(people.rows) * 12


def test_a_set_is_the_same_every_time() -> None:
    one, other = russian("person", things=20), russian("person", things=20)
    assert one == other
    assert one != russian("person", things=20, seed=2)
    assert isinstance(one, Labelled)
