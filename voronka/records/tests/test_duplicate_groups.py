"""Pairs that hang together are one group; what was called different stays apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.records.duplicates.groups import Link, grouped

pytestmark = pytest.mark.req("X4")


def test_three_cards_of_one_client_are_one_group() -> None:
    links = [Link(1, 2, 0.99, ("phone",)), Link(2, 3, 0.93, ("name", "phone")), Link(7, 9, 0.9, ("inn",))]
    first, second = grouped(links)
    assert (first.ids, first.score, first.reasons) == ((1, 2, 3), 0.93, ("phone", "name"))
    assert (second.ids, second.score) == ((7, 9), 0.9)


def test_what_was_called_different_is_not_joined_through_a_third() -> None:
    links = [Link(1, 2, 0.99), Link(2, 3, 0.95)]
    assert [group.ids for group in grouped(links, apart=[(1, 3)])] == [(1, 2)]


def test_a_weak_link_draws_nobody_in() -> None:
    links = [Link(1, 2, 0.99), Link(2, 3, 0.7), Link(4, 5, 0.6)]
    assert [(group.ids, group.score) for group in grouped(links)] == [((1, 2), 0.99), ((4, 5), 0.6)]


def test_no_group_is_larger_than_one_merge_takes() -> None:
    chain = [Link(pk, pk + 1, 0.9) for pk in range(1, 9)]
    assert [group.ids for group in grouped(chain)] == [(1, 2, 3, 4, 5), (6, 7, 8, 9)]


SCORES = (0.5, 0.8, 0.9, 0.95, 1.0)
ENDS = st.builds(lambda low, more: (low, low + more), st.integers(1, 9), st.integers(1, 3))
PAIRS = st.dictionaries(ENDS, st.sampled_from(SCORES), max_size=16)


@given(PAIRS, st.sets(ENDS, max_size=8))
def test_groups_never_share_a_record_nor_join_what_is_apart(
    pairs: dict[tuple[int, int], float], apart: set[tuple[int, int]]
) -> None:
    links = [Link(*ends, score) for ends, score in pairs.items() if ends not in apart]
    found = grouped(links, apart=apart)
    ids = [pk for group in found for pk in group.ids]
    assert len(ids) == len(set(ids))
    for group in found:
        assert 2 <= len(group.ids) <= 5
        assert not [ends for ends in apart if set(ends) <= set(group.ids)]
    assert bool(found) == bool(links)
