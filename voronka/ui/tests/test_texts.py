"""Texts as templates ask for them."""

import pytest
from django.utils import translation

from voronka.ui.texts import ngettext


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 строка"),
        (7_091, "7\u00a0091 строка"),
        (12_002, "12\u00a0002 строки"),
        (1_000_011, "1\u00a0000\u00a0011 строк"),
    ],
)
def test_a_number_has_its_form_and_its_thousands_parted(number: int, said: str) -> None:
    with translation.override("ru"):
        assert ngettext("%(num)s row", "%(num)s rows", number) == said
