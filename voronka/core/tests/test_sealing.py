"""Secrets at rest."""

import pytest
from django.test import override_settings

from voronka.core.sealing import seal, unseal


def test_sealed_text_comes_back_and_tells_nothing() -> None:
    sealed = seal("тайна 🔑")
    assert "тайна" not in sealed
    assert sealed.isascii()
    assert unseal(sealed) == "тайна 🔑"
    assert seal("тайна") != seal("тайна")


def test_what_was_never_sealed_comes_as_it_is() -> None:
    assert unseal("plain") == "plain"


def test_another_key_is_told() -> None:
    sealed = seal("тайна")
    with override_settings(SECRET_KEY="other"), pytest.raises(ValueError, match="SECRET_KEY"):
        unseal(sealed)


def test_a_key_that_was_replaced_still_opens() -> None:
    with override_settings(SECRET_KEY="old"):
        sealed = seal("тайна")
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["old"]):
        assert unseal(sealed) == "тайна"


@pytest.mark.parametrize("broken", ["sealed:", "sealed:xxx"])
def test_broken(broken: str) -> None:
    with pytest.raises(ValueError, match="SECRET_KEY"):
        unseal(broken)
