"""Sums are parted to the kopeck whatever they are; months carry debts only."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.sales.bonus.arithmetic import carried, month_after, open_month, share, split

pytestmark = pytest.mark.req("H11")
KOPECK = Decimal("0.01")
sums = st.decimals(0, 10**11, places=2)
weights = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=8)


@given(sums, weights)
def test_parts_always_add_up(total: Decimal, given_: list[Decimal]) -> None:
    parts = split(total, given_)
    assert sum(parts) == (total if sum(given_) else 0)
    whole = sum(given_)
    for part, weight in zip(parts, given_, strict=True):
        assert part >= 0
        assert part == part.quantize(KOPECK)
        if whole:
            assert abs(part - total * weight / whole) < KOPECK


@given(st.lists(sums, min_size=1, max_size=5), st.lists(st.integers(1, 100), min_size=1, max_size=5))
def test_what_is_given_back_bit_by_bit_is_given_back_whole(lines: list[Decimal], steps: list[int]) -> None:
    """No part turns its sign or exceeds what is left, and the last step leaves nothing."""
    left, rest = list(lines), Decimal(sum(steps))
    for step in steps:
        total = (sum(left, Decimal(0)) * step / rest).quantize(KOPECK)
        parts = split(total, left)
        assert all(0 <= part <= one for part, one in zip(parts, left, strict=True))
        left = [one - part for one, part in zip(left, parts, strict=True)]
        rest -= step
    assert sum(left) == 0


def test_of_equal_remainders_the_first_gets_the_kopeck() -> None:
    assert split(Decimal("0.10"), [Decimal(1)] * 3) == [Decimal("0.04"), Decimal("0.03"), Decimal("0.03")]
    assert share(Decimal("0.50"), Decimal(1)) == Decimal("0.01")


@pytest.mark.parametrize(
    ("day", "locked", "month"),
    [
        (date(2026, 3, 31), None, date(2026, 3, 1)),
        (date(2026, 3, 31), date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 3, 31), date(2026, 3, 1), date(2026, 4, 1)),
        (date(2025, 1, 5), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_the_month_that_a_line_enters(day: date, locked: date | None, month: date) -> None:
    assert open_month(day, locked) == month


def test_after_december_comes_january() -> None:
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert month_after(date(2026, 1, 1)) == date(2026, 2, 1)


@given(st.lists(st.decimals(-(10**6), 10**6, places=2), max_size=12))
def test_what_is_paid_and_what_is_carried_make_the_whole(months: list[Decimal]) -> None:
    paid = Decimal(0)
    for number, sum_ in enumerate(months):
        paid += max(carried(months[:number]) + sum_, Decimal(0))
    assert paid + carried(months) == sum(months)
    assert carried(months) <= 0
