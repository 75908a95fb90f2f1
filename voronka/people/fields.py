"""Field types of Russian requisites: the check digits are verified."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError
from stdnum.ru import inn, ogrn

from voronka.core.errors import Refused
from voronka.people.holdings import below
from voronka.records.fields import FilterContext, Link, Text
from voronka.records.fields.choices import listed

if TYPE_CHECKING:
    from voronka.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class OrganizationLink(Link):
    """A link to an organization that can be asked for its whole holding; `members` is the path of who belongs to it."""

    kind: str = "organization"
    members: str = ""

    operators: ClassVar[tuple[str, ...]] = ("in", "not_in", "within", "empty", "filled")

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        if operator != "within":
            return super().compare(operator, value, context)
        ids = [self.meant(one, context) for one in listed(value)]
        return Q(**{f"{self.members or self.path}__in": below(ids)})


@dataclass(frozen=True, kw_only=True)
class Requisite(Text):
    """Digits only; spaces and hyphens that people type are dropped."""

    max_length: int = 20
    lengths: ClassVar[tuple[int, ...]] = ()
    signs: ClassVar[re.Pattern[str]] = re.compile(r"\d+", re.ASCII)

    def parse(self, raw: Any, *, by: "User") -> str:
        text = str(raw).replace(" ", "").replace("-", "").replace("\u00a0", "").upper()
        if not self.signs.fullmatch(text) or len(text) not in self.lengths or not self.checks(text):
            raise Refused(
                _("“%(value)s” is not a valid %(field)s: check the digits.")
                % {"value": str(raw)[:40], "field": self.label},
                field=self.name,
            )
        return text

    def checks(self, digits: str) -> bool:
        """Whether the check digits are right."""
        return True


@dataclass(frozen=True, kw_only=True)
class Inn(Requisite):
    """ИНН: 10 digits of a company, 12 of a person; check digits: Federal Tax Service, order ММВ-7-6/435@."""

    lengths = (10, 12)
    identity = "inn"

    def checks(self, digits: str) -> bool:
        return bool(inn.is_valid(digits))


@dataclass(frozen=True, kw_only=True)
class Kpp(Requisite):
    """КПП: 4 digits of the tax office, 2 digits or Latin letters of the reason, 3 digits; order ММВ-7-6/435@."""

    lengths = (9,)
    signs = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Ogrn(Requisite):
    """ОГРН of 13 digits or ОГРНИП of 15."""

    lengths = (13, 15)
    identity = "code"

    def checks(self, digits: str) -> bool:
        try:
            ogrn.validate(digits)
        except ValidationError:
            return False
        return True
