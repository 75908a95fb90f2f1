"""Phones however they are typed."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core import phones


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("8 903 123-45-67", "", "+79031234567"),
        ("+7 (903) 123 45 67", "", "+79031234567"),
        ("903 1234567", "", "+79031234567"),
        ("8 (495) 123-45-67 доб. 12", "", "+74951234567;ext=12"),
        ("+7 495 123-45-67 ext. 305", "", "+74951234567;ext=305"),
        ("8-800-FLOWERS", "", "+78003569377"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("+49 30 901820", "", "+4930901820"),
    ],
)
def test_parse(text: str, region: str, number: str) -> None:
    assert phones.parse(text, region) == number


@pytest.mark.parametrize("text", ["", "нет", "12", "+", "1" * 40, "ivan@example.com"])
def test_what_is_no_phone(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # nothing more is promised
        phones.parse(text)


def test_show() -> None:
    assert phones.show("+79031234567") == "+7 903 123-45-67"
    assert phones.show("что-то") == "что-то"


def test_digits() -> None:
    assert phones.digits("+74951234567;ext=12") == "74951234567"


@given(st.integers(min_value=9_000_000_000, max_value=9_999_999_999))
def test_what_is_shown_is_read_back(number: int) -> None:
    stored = f"+7{number}"
    assert phones.parse(phones.show(stored)) == stored
    assert phones.parse(f"8{number}") == stored


@given(st.from_regex(phones.USUAL, fullmatch=True), st.sampled_from(["RU", "US", "DE", "KZ"]))
def test_the_quick_way_gives_what_the_library_gives(text: str, region: str) -> None:
    number = phonenumbers.parse(text, region)
    if region == "RU" or text.startswith("+7") or phonenumbers.is_possible_number(number):
        assert phones.parse(text, region) == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@given(st.text(max_size=60))
def test_any_text_gives_a_number_or_a_refusal(text: str) -> None:
    try:
        number = phones.parse(text)
    except ValueError:
        return
    assert phonenumbers.is_possible_number(phonenumbers.parse(number.partition(";")[0]))
    assert phones.parse(number) == number
