"""JSON from outside."""

import pytest

from voronka.core.json_input import read_json


@pytest.mark.parametrize(
    ("text", "value"),
    [('{"a": [1, null, "ж"]}', {"a": [1, None, "ж"]}), (b'"\xd0\xb6"', "ж"), ('"\\ud83d\\ude00"', "😀")],
)
def test_good(text: str | bytes, value: object) -> None:
    assert read_json(text) == value


@pytest.mark.parametrize(
    "text", ["", "{", "NaN", "[Infinity]", '"\\ud800"', '{"\\udfff": 1}', "[" * 100_000, b"\xff", "9" * 5000]
)
def test_bad(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"."):  # whatever it says, it is no answer 500
        read_json(text)
