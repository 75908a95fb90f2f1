"""Moments of selling from which on the company may demand a field."""

from django.utils.translation import gettext as _

from voronka.records import moments
from voronka.records.moments import CREATE, Choice

CONVERT = "convert"
MADE = (CREATE, CONVERT)


def register() -> None:
    """Tell the registry; called when the app is ready."""
    moments.offer(("lead", "organization", "person", "deal"), conversion)


def conversion() -> list[Choice]:
    """Of a lead: what must be known to convert it; of the others: what they must have that a lead becomes."""
    label = _("When a lead is converted")
    return [Choice(prefix=CONVERT, label=label, moments=((CONVERT, label),))]
