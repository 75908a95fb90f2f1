"""Addresses of a client: several in one field, each with what it is for."""

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Choices, Q
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.core.json_input import read_json
from voronka.records.fields.base import Field, FilterContext, bad_value

if TYPE_CHECKING:
    from voronka.accounts.models import User

PARTS = ("type", "city", "text", "comment")
LONGEST = {"city": 120, "text": 255, "comment": 255}


class Address(TypedDict, total=False):
    """One address as it is kept and as the API gives it."""

    type: str
    city: str
    text: str
    comment: str


@dataclass(frozen=True, kw_only=True)
class Addresses(Field):
    """A list of {type, city, text, comment}; as a text it is «Delivery: Kazan, Mira 39 (ring first)», one a line."""

    types: type[Choices]
    sortable: bool = False
    most: int = 20

    widget = "addresses"
    cell = "addresses"
    operators = ("has", "empty", "filled")
    api_type = list[Address]

    @property
    def blank(self) -> list[Address]:
        return []

    def options(self) -> list[tuple[str, str]]:
        """(value, label) of what an address can be for."""
        return [(str(value), str(label)) for value, label in self.types.choices]

    def parse(self, raw: Any, *, by: "User") -> list[Address]:
        given = raw if isinstance(raw, list | tuple) else re.split(r"[;\n]+", str(raw))
        read = [one for piece in given if (one := self._one(piece))]
        found = [one for number, one in enumerate(read) if one not in read[:number]]
        if len(found) > self.most:
            raise Refused(_("No more than %(most)s values here.") % {"most": self.most}, field=self.name)
        return found

    def _one(self, raw: Any) -> Address | None:
        if isinstance(raw, str):
            raw = self._structured(raw) if raw.lstrip().startswith("{") else self._worded(raw)
        if not isinstance(raw, dict) or not set(raw) <= set(PARTS):
            raise bad_value(self, raw)
        parts = {name: " ".join(str(raw.get(name) or "").replace("\x00", "").split()) for name in PARTS}
        if not (parts["city"] or parts["text"]):
            if parts["comment"]:
                raise Refused(_("Write the address itself beside the comment."), field=self.name)
            return None
        for name, limit in LONGEST.items():
            if len(parts[name]) > limit:
                said = {"field": self.label, "limit": limit}
                raise Refused(_("“%(field)s” is longer than %(limit)s characters.") % said, field=self.name)
        kind = parts["type"] or self.types.values[-1]
        if kind not in self.types.values:
            raise bad_value(self, kind)
        return Address(type=kind, city=parts["city"], text=parts["text"], comment=parts["comment"])

    def _structured(self, text: str) -> Any:
        try:
            return read_json(text)
        except ValueError:
            raise bad_value(self, text) from None

    def _worded(self, text: str) -> dict[str, str]:
        """«Delivery: Kazan, Mira 39 (ring first)» taken apart; without a word of the list it is any other address."""
        head, colon, rest = text.partition(":")
        names = {label.casefold(): value for value, label in self.options()} | {one: one for one in self.types.values}
        kind = names.get(head.strip().casefold()) if colon else None
        body = rest if kind else text
        comment = re.search(r"\(([^()]*)\)\s*$", body)
        if comment:
            body = body[: comment.start()]
        return {"type": kind or "", "text": body, "comment": comment[1] if comment else ""}

    def show(self, value: Any) -> str:
        return "; ".join(self.texts(value))

    def texts(self, value: Any) -> list[str]:
        """Each address as a text that can be read back."""
        return [self._told(one) for one in value or ()]

    def _told(self, address: Address) -> str:
        comment = f" ({address['comment']})" if address.get("comment") else ""
        return f"{self.type_of(address)}: {self.place_of(address)}{comment}"

    def type_of(self, address: Address) -> str:
        """What the address is for, in words."""
        return dict(self.options()).get(address.get("type", ""), "")

    def place_of(self, address: Address) -> str:
        """City and street."""
        return ", ".join(part for part in (address.get("city"), address.get("text")) if part)

    def written(self, value: Any) -> list[str]:
        """The addresses as texts of a form that brings them back whole."""
        return [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in value or ()]

    def emptiness(self) -> Q:
        return Q(**{self.path: []})

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        return Q(**{f"{self.path}__placed__icontains": str(value).strip()})
