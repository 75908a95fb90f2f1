"""Whole numbers from outside."""

import pytest

from voronka.core.numbers import whole


@pytest.mark.parametrize(("given", "number"), [("0", 0), (" 7 ", 7), (7, 7), (str(2**63 - 1), 2**63 - 1)])
def test_good(given: object, number: int) -> None:
    assert whole(given) == number


@pytest.mark.parametrize(
    "given",
    ["", "-1", "1.0", "٣", "x", "9" * 5000, str(2**63), -1, 1.5, True, None, [], {}, "\x00", "1e3", 10**18 * 100],
)
def test_bad(given: object) -> None:
    assert whole(given) is None
