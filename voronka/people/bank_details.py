"""What people give of a bank account, read and checked: no tables here."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from voronka.core.null_bytes import without_null_bytes
from voronka.people import account_key

NAMES = ("bank", "bic", "number", "correspondent", "swift")
LONGEST_BANK = 255
SEPARATORS = re.compile(r"[\s\-.\u00a0\u202f]+")


@dataclass(frozen=True, kw_only=True)
class BankDetails:
    """The requisites of one account; empty where nothing was given."""

    bank: str = ""
    bic: str = ""
    number: str = ""
    correspondent: str = ""
    swift: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given at all."""
        return not any(asdict(self).values())

    def columns(self) -> dict[str, str]:
        """The values by column."""
        return asdict(self)


def read(raw: Mapping[str, Any]) -> BankDetails:
    """What was given, without the spaces and hyphens that people part digits with; nothing is checked."""
    texts = {name: str(without_null_bytes(raw.get(name) or "")) for name in NAMES}
    bank = " ".join(texts.pop("bank").split())
    return BankDetails(bank=bank, **{name: SEPARATORS.sub("", text).upper() for name, text in texts.items()})


def merged(stands: BankDetails, changes: Mapping[str, Any]) -> BankDetails:
    """What stands with what is given anew; raises nothing."""
    given = read(changes).columns()
    return replace(stands, **{name: value for name, value in given.items() if name in changes})


def faults(details: BankDetails) -> dict[str, str]:
    """What is wrong, a sentence by name of the requisite; empty when all is right."""
    found = _of_a_russian_bank(details) if details.bic else _of_a_foreign_bank(details)
    if len(details.bank) > LONGEST_BANK:
        found["bank"] = _("“%(field)s” is longer than %(limit)s characters.") % {
            "field": _("Bank"),
            "limit": LONGEST_BANK,
        }
    if details.swift and not re.fullmatch(r"[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?", details.swift):
        found["swift"] = _("A SWIFT code has 8 or 11 letters and digits, like SABRRUMM.")
    return found


def _of_a_russian_bank(details: BankDetails) -> dict[str, str]:
    found = {}
    bic_is_right = _is_digits(details.bic, 9)
    if not bic_is_right:
        found["bic"] = _("A BIC has 9 digits, like 044525225.")
    if not _is_digits(details.number, 20):
        found["number"] = _("An account in a Russian bank has 20 digits; here are %(count)s.") % {
            "count": len(details.number)
        }
    elif bic_is_right and not account_key.key_fits(details.bic, details.number):
        found["number"] = _(
            "The account and the BIC do not fit: the check digit is wrong. Compare both with the original."
        )
    if details.correspondent and not _is_digits(details.correspondent, 20):
        found["correspondent"] = _("A correspondent account has 20 digits; here are %(count)s.") % {
            "count": len(details.correspondent)
        }
    elif (
        details.correspondent
        and bic_is_right
        and not account_key.correspondent_fits(details.bic, details.correspondent)
    ):
        found["correspondent"] = _("The correspondent account does not belong to a bank with this BIC.")
    return found


def _of_a_foreign_bank(details: BankDetails) -> dict[str, str]:
    found = {}
    if not details.number:
        found["number"] = _("Enter the account number.")
    elif _is_digits(details.number, 20) and not details.swift:
        found["bic"] = _("An account of 20 digits is in a Russian bank: enter its BIC.")
    elif not re.fullmatch(r"[0-9A-Z]{4,34}", details.number):
        found["number"] = _("An account number has 4 to 34 Latin letters and digits.")
    elif account_key.looks_like_iban(details.number) and not account_key.iban_fits(details.number):
        found["number"] = _("This IBAN is not right: compare it with the original.")
    if details.correspondent and not _is_digits(details.correspondent, 20):
        found["correspondent"] = _("A correspondent account has 20 digits; here are %(count)s.") % {
            "count": len(details.correspondent)
        }
    return found


def _is_digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdecimal()
