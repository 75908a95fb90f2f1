"""The chance of a deal to be won: the one place where forecasts take it from."""

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F
from django.db.models.functions import Cast

FRACTION = DecimalField(max_digits=14, decimal_places=4)


def chance() -> Any:
    """The chance of a deal of a QuerySet, 0…1: that of its stage."""
    return Cast(F("stage__probability"), FRACTION) / Decimal(100)
