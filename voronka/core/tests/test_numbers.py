"""Numbers from outside, and as people read them."""

from decimal import Decimal

import pytest
from django.utils import translation

from voronka.core import money
from voronka.core.numbers import grouped, said_count, whole, whole_ones


@pytest.mark.parametrize(("given", "number"), [("0", 0), (" 7 ", 7), (7, 7), (str(2**63 - 1), 2**63 - 1)])
def test_good(given: object, number: int) -> None:
    assert whole(given) == number


@pytest.mark.parametrize(
    "given",
    ["", "-1", "1.0", "٣", "x", "9" * 5000, str(2**63), -1, 1.5, True, None, [], {}, "\x00", "1e3", 10**18 * 100],
)
def test_bad(given: object) -> None:
    assert whole(given) is None


def test_people_read_parted_thousands() -> None:
    assert grouped(-1234567) == "−1\u00a0234\u00a0567"
    assert grouped(Decimal("1234.5"), 2) == "1\u00a0234,50"
    assert (said_count(312, 1000), said_count(1001, 1000)) == ("312", "1\u00a0000+")


def test_what_is_no_number_is_left_out() -> None:
    assert whole_ones(["3", "x", 1, "9" * 30, ""]) == [3, 1]


def test_the_decimal_mark_is_that_of_the_reader() -> None:
    for language, said in (("ru", "1\u00a0234,50"), ("en", "1\u00a0234.50"), ("en-gb", "1\u00a0234.50")):
        with translation.override(language):
            assert grouped(Decimal("1234.5"), 2) == said
    with translation.override("en"):
        assert money.show(Decimal("-0.5"), "USD") == "−0.50\u00a0$"
