"""Amounts as people and other programs write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core import money

amounts = st.decimals(min_value=-(10**11), max_value=10**11, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1 234,50 ₽", "1234.50", "RUB"),
        ("$22,700.00", "22700.00", "USD"),
        ("1.234,50 EUR", "1234.50", "EUR"),
        ("150 000 руб.", "150000", "RUB"),
        ("150 000 р.", "150000", "RUB"),
        ("12\u00a0500", "12500", ""),
        ("−5,5", "-5.5", ""),
        ("1,234,567", "1234567", ""),
        ("0,125", "0.125", ""),
        ("100 RUR", "100", "RUB"),
    ],
)
def test_parse(text: str, amount: str, currency: str) -> None:
    assert money.parse(text) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["", "много", "12 тонн", "1-2", "₽", "--5", "1e5"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # nothing more is promised
        money.parse(text)


@given(amounts, st.sampled_from(sorted(money.SHOWN)))
def test_what_is_shown_is_read_back(amount: Decimal, currency: str) -> None:
    assert money.parse(money.show(amount, currency)) == (amount, currency)


@given(st.text())
def test_any_text_gives_an_amount_or_a_refusal(text: str) -> None:
    try:
        amount, _currency = money.parse(text)
    except ValueError:
        return
    assert amount.is_finite()


def test_show() -> None:
    assert money.show(Decimal("1234567")) == "1\u00a0234\u00a0567\u00a0₽"
    assert money.show(Decimal("1234.5")) == "1\u00a0234,50\u00a0₽"
    assert money.show(Decimal("-0.5"), "USD") == "−0,50\u00a0$"
    assert money.show(None) == ""
