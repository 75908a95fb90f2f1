"""Check digits of bank accounts: the key of a Russian account, the remainder of an IBAN."""

import re

WEIGHTS = (7, 1, 3) * 8
CENTRAL_BANK = {"000", "001", "002"}  # last digits of the БИК of the Bank of Russia's own departments
TREASURY = "40102"  # the one account of the Treasury in a department of the Bank of Russia
KEYLESS = "03"  # accounts with the Treasury itself (order 15н of 2020): a zero stands where the key would be


def key_fits(bic: str, number: str) -> bool:
    """Whether the 9th digit of a 20-digit account is the key for this БИК of 9 digits.

    Source: Bank of Russia, «Порядок расчёта контрольного ключа в номере лицевого счёта» of 8.09.1997 № 515. The last
    three digits of the БИК stand before the account; for an account in a department of the Bank of Russia it is a zero
    and the 5th and 6th digits of the БИК. The digits are multiplied by 7, 1, 3, 7, 1, 3…; the last digits of the
    products add up to a multiple of ten.
    """
    if number.startswith(KEYLESS):
        return True
    own = bic[6:9]
    at_central_bank = own in CENTRAL_BANK or number.startswith(TREASURY)
    return _adds_up((f"0{bic[4:6]}" if at_central_bank else own) + number)


def correspondent_fits(bic: str, number: str) -> bool:
    """Whether the key of a bank's correspondent account (301…, or the Treasury's 40102…) fits its БИК; same source.

    Its first digits are 30101 mostly; the last three repeat those of the БИК.
    """
    if number.startswith("301") and number[-3:] != bic[-3:]:
        return False
    return _adds_up(f"0{bic[4:6]}{number}")


def iban_fits(number: str) -> bool:
    """Whether the two check digits of an IBAN are right (ISO 13616: the number mod 97 is 1, letters count from 10)."""
    turned = number[4:] + number[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def looks_like_iban(number: str) -> bool:
    """Two letters of a country, two digits, then 11 to 30 letters and digits."""
    return re.fullmatch(r"[A-Z]{2}\d{2}[0-9A-Z]{11,30}", number) is not None


def _adds_up(digits: str) -> bool:
    return sum(int(digit) * weight % 10 for digit, weight in zip(digits, WEIGHTS, strict=False)) % 10 == 0
