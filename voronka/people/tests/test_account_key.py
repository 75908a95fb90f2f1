"""Check digits of bank accounts, on accounts that banks and the Treasury have published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.people import account_key, bank_details
from voronka.people.bank_details import BankDetails


@pytest.mark.req("B12")
@pytest.mark.parametrize(
    ("bic", "number"),
    [
        ("044525225", "30101810400000000225"),
        ("044525974", "30101810145250000974"),
        ("044030653", "30101810500000000653"),
        ("017003983", "40102810445370000059"),
    ],
)
def test_correspondent_accounts_of_known_banks(bic: str, number: str) -> None:
    assert account_key.correspondent_fits(bic, number)
    wrong = number[:9] + str((int(number[9]) + 1) % 10) + number[10:]
    assert not account_key.correspondent_fits(bic, wrong)


@given(number=st.from_regex(r"\A407\d{17}\Z", fullmatch=False), bic=st.from_regex(r"\A04\d{4}[1-9]\d\d\Z"))
def test_just_one_of_ten_keys_fits(number: str, bic: str) -> None:
    keys = [key for key in "0123456789" if account_key.key_fits(bic.strip(), number[:8] + key + number[9:20])]
    assert len(keys) == 1


def test_accounts_with_the_treasury_have_no_key() -> None:
    assert account_key.key_fits("017003983", "03100643000000018500")


def test_iban() -> None:
    assert account_key.iban_fits("DE89370400440532013000")
    assert not account_key.iban_fits("DE88370400440532013000")


@pytest.mark.req("B12")
@pytest.mark.parametrize(
    ("details", "wrong"),
    [
        ({"bic": "044525225", "number": "40702810800000005555"}, {"number"}),
        ({"bic": "04452522", "number": "40702810900000005555"}, {"bic"}),
        ({"bic": "044525225", "number": "4070281"}, {"number"}),
        ({"number": "40702810900000005555"}, {"bic"}),
        ({}, {"number"}),
        ({"number": "DE88370400440532013000", "swift": "COBADEFF"}, {"number"}),
        ({"number": "DE89370400440532013000", "swift": "COBADE"}, {"swift"}),
        ({"number": "DE89370400440532013000", "swift": "COBADEFFXXX"}, set()),
        ({"number": "123456789", "bank": "x" * 300}, {"bank"}),
        (
            {"bic": "044525225", "number": "40702810900000005555", "correspondent": "30101810400000000226"},
            {"correspondent"},
        ),
    ],
)
def test_what_is_wrong_is_told_by_requisite(details: dict[str, str], wrong: set[str]) -> None:
    assert set(bank_details.faults(BankDetails(**details))) == wrong


def test_spaces_and_hyphens_do_not_matter() -> None:
    assert bank_details.read({"number": " 4070 2810-9\u00a00000 000 5555 \x00", "bic": "044 525 225"}) == BankDetails(
        number="40702810900000005555", bic="044525225"
    )
