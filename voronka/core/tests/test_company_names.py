"""Names without their legal forms."""

import pytest

from voronka.core.company_names import bare_name


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("ООО «Ромашка»", "Ромашка"),
        ("Общество с ограниченной ответственностью „Ромашка“", "Ромашка"),
        ('АО "Ёлка-2"', "Ёлка-2"),
        ("Gamma, LLC", "Gamma"),
        ("Паоло Риччи", "Паоло Риччи"),
        ("ООО", ""),
    ],
)
def test_the_form_and_the_quotes_are_left_out(text: str, bare: str) -> None:
    assert bare_name(text) == bare
