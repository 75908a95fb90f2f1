"""An input of a sum or a share, written with the reader's decimal mark and read with either."""

from decimal import Decimal
from typing import Any

from django import forms

from voronka.core import money
from voronka.core.numbers import decimal_mark


class AmountField(forms.DecimalField):
    """A number of the size that its options say; «1 234,50» and «1,234.50» are read alike."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(**{"widget": forms.TextInput(attrs=attrs), **options})

    def to_python(self, value: Any) -> Any:
        """The number of a text; raises ValidationError for what is none, and for one with a currency."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            number, currency = money.parse(value)
        except ValueError:
            currency = value
        if currency:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number

    def prepare_value(self, value: Any) -> Any:
        """«10000» and not «10000.00»; what was typed stays as it was typed."""
        return f"{value.normalize():f}".replace(".", decimal_mark()) if isinstance(value, Decimal) else value
