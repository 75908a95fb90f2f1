"""Whole numbers as they come from outside: addresses, forms, programs."""

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
