"""Null bytes from outside."""

from voronka.core.null_bytes import without_null_bytes


def test_texts_lose_them() -> None:
    assert without_null_bytes("a\x00b") == "ab"
    assert without_null_bytes(["\x00", ["a\x00"], 7]) == ["", ["a"], 7]
    assert without_null_bytes({"a\x00": 1, "b": "\x00"}) == {"a": 1, "b": ""}
