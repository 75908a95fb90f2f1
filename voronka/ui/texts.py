"""Translations as templates ask for them: `_("{…}", name=value)`, the same words not looked up twice."""

from functools import cache
from typing import Any

from django.utils import translation
from markupsafe import Markup

from voronka.core.numbers import grouped


def gettext(text: str, /, **values: Any) -> Markup:
    """The text in the language of the reader; what is put into it is escaped, `%%` stands for a percent sign."""
    said = _said(translation.get_language(), text)
    return said % values if values or "%" in said else said


def ngettext(singular: str, plural: str, number: int, /, **values: Any) -> Markup:
    """The form that goes with the number; the number itself is `num`, its thousands parted."""
    said = Markup(translation.ngettext(singular, plural, number))  # noqa: S704  # our own words
    return said % {"num": grouped(number), **values}


def pgettext(about: str, text: str, /, **values: Any) -> Markup:
    """A text that means different things in different places."""
    return Markup(translation.pgettext(about, text)) % values  # noqa: S704  # our own words


@cache
def _said(_language: str | None, text: str) -> Markup:
    """A page says two hundred texts, the same ones each time."""
    return Markup(translation.gettext(text))  # noqa: S704  # our own words
