"""Phones and e-mails: several in one field."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from voronka.core import phones
from voronka.core.errors import Refused
from voronka.records.fields.base import Field, FilterContext

if TYPE_CHECKING:
    from voronka.accounts.models import User


def pieces(raw: Any) -> list[str]:
    """The single numbers or addresses of what was given: a list, or a text parted by comma, semicolon or line."""
    parts: Iterable[Any] = raw if isinstance(raw, list | tuple) else re.split(r"[,;\n]+", str(raw))
    return [text for part in parts if (text := str(part).replace("\x00", "").strip())]


@dataclass(frozen=True, kw_only=True)
class Several(Field):
    """A list of short texts in one array column."""

    sortable: bool = False
    most: int = 20

    operators = ("has", "empty", "filled")
    api_type = list[str]

    @property
    def blank(self) -> list[str]:
        return []

    def parse(self, raw: Any, *, by: "User") -> list[str]:
        values = list(dict.fromkeys(self.clean(piece) for piece in pieces(raw)))
        if len(values) > self.most:
            raise Refused(_("No more than %(most)s values here.") % {"most": self.most}, field=self.name)
        return values

    def clean(self, piece: str) -> str:
        """One value in the form that is stored."""
        return piece

    def show(self, value: Any) -> str:
        return ", ".join(value or ())

    def emptiness(self) -> Q:
        return Q(**{self.path: []})

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        return Q(**{f"{self.path}__joined__icontains": str(value).strip()})


@dataclass(frozen=True, kw_only=True)
class Phones(Several):
    """Phone numbers in E.164 (`+79031234567`, an extension as `;ext=12`)."""

    personal: bool = True

    widget = "phones"
    cell = "phones"
    identity = "phone"

    def clean(self, piece: str) -> str:
        try:
            return phones.parse(piece)
        except ValueError:
            raise Refused(_("“%(value)s” is not a phone number.") % {"value": piece[:80]}, field=self.name) from None

    def show(self, value: Any) -> str:
        return ", ".join(phones.show(number) for number in value or ())

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        digits = re.sub(r"\D", "", str(value))
        return Q(**{f"{self.path}__joined__contains": digits}) if digits else Q(pk__in=[])


@dataclass(frozen=True, kw_only=True)
class Emails(Several):
    """E-mail addresses in lower case."""

    personal: bool = True

    widget = "emails"
    cell = "emails"
    identity = "email"

    def clean(self, piece: str) -> str:
        address = piece.lower()
        try:
            validate_email(address)
            MaxLengthValidator(254)(address)
        except ValidationError:
            raise Refused(_("“%(value)s” is not an e-mail address.") % {"value": piece[:80]}, field=self.name) from None
        return address
