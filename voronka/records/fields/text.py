"""Text, long text and web addresses."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.records.fields.base import Field, FilterContext
from voronka.records.names import folded

if TYPE_CHECKING:
    from voronka.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """One line of text; sorted without regard to case, ё stands with е."""

    max_length: int = 255

    operators = ("has", "has_not", "is", "empty", "filled")

    @property
    def blank(self) -> str:
        return ""

    def parse(self, raw: Any, *, by: "User") -> str:
        text = " ".join(str(raw).replace("\x00", "").split())
        return self._bounded(text)

    def _bounded(self, text: str) -> str:
        if len(text) > self.max_length:
            raise Refused(
                _("“%(field)s” is longer than %(limit)s characters.") % {"field": self.label, "limit": self.max_length},
                field=self.name,
            )
        return text

    def emptiness(self) -> Q:
        return Q(**{self.path: ""})

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        if operator == "is":
            return Q(**{f"{self.path}__iexact": str(value)})
        has = Q(**{f"{self.path}__icontains": str(value)})
        return has if operator == "has" else ~has

    def ordering(self) -> Combinable:
        return self.order_by() if self.order_by else folded(self.path)


@dataclass(frozen=True, kw_only=True)
class LongText(Text):
    """Several lines of text; who writes freely writes of people, so it is personal unless said otherwise."""

    max_length: int = 20_000
    sortable: bool = False
    personal: bool = True

    widget = "longtext"
    cell = "long"

    def parse(self, raw: Any, *, by: "User") -> str:
        return self._bounded(str(raw).replace("\x00", "").replace("\r\n", "\n").strip())


@dataclass(frozen=True, kw_only=True)
class Url(Text):
    """A web address; http and https only, `example.com` is completed."""

    widget = "url"
    cell = "url"

    def parse(self, raw: Any, *, by: "User") -> str:
        text = super().parse(raw, by=by)
        address = text if "://" in text else f"https://{text}"
        if not _is_web_address(address):
            raise Refused(_("“%(value)s” is not a web address.") % {"value": text[:80]}, field=self.name)
        return self._bounded(address)


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets of IPv6 that are none
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and " " not in address
