"""Numbers as they come from outside (addresses, forms, programs) and as people read them."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils import translation

NBSP = "\u00a0"
LARGEST = 2**63 - 1  # what a bigint of PostgreSQL holds


def whole(given: object) -> int | None:
    """The number, for an id or a version; None for anything but a whole number from 0 that the database holds."""
    if isinstance(given, int) and not isinstance(given, bool):
        return given if 0 <= given <= LARGEST else None
    text = given.strip() if isinstance(given, str) else ""
    if not text.isascii() or not text.isdecimal() or len(text) > 19:
        return None
    number = int(text)
    return number if number <= LARGEST else None


def whole_ones(given: Iterable[object]) -> list[int]:
    """The whole numbers among what was given, in its order."""
    return [number for one in given if (number := whole(one)) is not None]


def grouped(number: Decimal | float, places: int = 0) -> str:
    """«1 234 567,5»: thousands parted by no-break spaces, the decimal mark of the reader, a true minus."""
    return f"{number:,.{places}f}".replace(",", NBSP).replace(".", decimal_mark()).replace("-", "−")


def decimal_mark() -> str:
    """What parts the decimals in the reader's language: a point in English, else a comma."""
    return "." if (translation.get_language() or "").startswith("en") else ","


def said_count(count: int, cap: int) -> str:
    """«312», or «1 000+» for what is more than the `cap` that was counted to."""
    return f"{grouped(cap)}+" if count > cap else grouped(count)
