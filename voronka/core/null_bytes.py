"""Null bytes, which PostgreSQL cannot hold, taken out of what comes from outside."""

from typing import Any


def without_null_bytes(value: Any) -> Any:
    """A text, or a list or an object of texts, as PostgreSQL can hold it; anything else comes back as it is."""
    match value:
        case str():
            return value.replace("\x00", "")
        case list():
            return [without_null_bytes(one) for one in value]
        case dict():
            return {without_null_bytes(key): without_null_bytes(one) for key, one in value.items()}
    return value
