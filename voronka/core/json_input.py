"""JSON as it comes from outside: strict, and nothing in it that the database could not hold."""

import json
from typing import Any, NoReturn


def read_json(text: str | bytes) -> Any:
    """The value; raises ValueError for broken JSON, for NaN and Infinity, for halves of letters, for endless depth."""
    try:
        value = json.loads(text, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode()  # halves of letters (lone surrogates) fail here
    except RecursionError as error:
        raise ValueError("JSON of endless depth") from error
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
