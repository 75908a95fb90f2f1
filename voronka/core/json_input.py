"""JSON as it comes from outside: strict, and nothing in it that the database could not hold."""

import json
from typing import Any, NoReturn

from voronka.core.null_bytes import without_null_bytes


def read_json(text: str | bytes) -> Any:
    """The value without null bytes.

    Raises ValueError for broken JSON, for NaN and Infinity, for halves of letters, for endless depth.
    """
    try:
        value = json.loads(text, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode()  # halves of letters (lone surrogates) fail here
    except RecursionError as error:
        raise ValueError("JSON of endless depth") from error
    return without_null_bytes(value)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
