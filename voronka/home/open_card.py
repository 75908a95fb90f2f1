"""The record whose card is open, as the subject of quick entry: what of a text is about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.urls import Resolver404, resolve

from voronka.accounts.models import User
from voronka.activities import subjects
from voronka.activities.models import Ref
from voronka.activities.queries.titles import Named, named
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import access, kinds
from voronka.records.kinds import Kind
from voronka.sales.kinds import DEAL

# The cards whose new contacts are contacts of the same client.
OF_CLIENTS = (ORGANIZATION.name, DEAL.name)


@dataclass(frozen=True, kw_only=True)
class About:
    """The open card, and the client and person that a deal made there is of: only what one may see."""

    named: Named
    organization: int | None = None
    person: int | None = None

    @property
    def has_client(self) -> bool:
        """Whether a deal has anybody to be of."""
        return self.organization is not None or self.person is not None

    @property
    def client(self) -> str:
        """The name of the client where the card is the client's own."""
        return self.named.title if self.named.ref.kind in {ORGANIZATION.name, PERSON.name} else ""

    def part_of(self, *, is_person_named: bool, is_organization_named: bool) -> set[str]:
        """The parts of an entry that belong to the open card: a client that the text names itself comes first."""
        if is_organization_named:
            return set()
        if is_person_named:
            return {PERSON.name} if self.organization is not None and self.named.ref.kind in OF_CLIENTS else set()
        return {"task", *([DEAL.name] if self.has_client else [])}


def ref_of_page(address: str) -> Ref | None:
    """The record whose card stands at an address, as a page or as the side panel over a list."""
    try:
        parts = urlsplit(address)
        inner = parse_qs(parts.fragment).get("panel", [""])[0]
        match = resolve(urlsplit(inner or address).path)
    except (Resolver404, ValueError):
        return None
    kind, pk = match.kwargs.get("kind"), match.kwargs.get("pk")
    if not isinstance(kind, Kind) or not isinstance(pk, int) or subjects.find(kind.name) is None:
        return None
    return Ref(kind.name, pk)


def find(ref: Ref | None, by: User) -> About | None:
    """The record as the subject of an entry; None for none, for a foreign one, and for what entries are not about."""
    if ref is None or subjects.find(ref.kind) is None:
        return None
    record = access.only(access.visible(kinds.get(ref.kind), by).filter(pk=ref.id))
    title = named([ref], by).get(ref) if record is not None else None
    if record is None or title is None:
        return None
    organization = ref.id if ref.kind == ORGANIZATION.name else _seen(record, "organization", by)
    person = ref.id if ref.kind == PERSON.name else _seen(record, "person", by)
    return About(named=title, organization=organization, person=person)


def links(about: About | None, parts: set[str]) -> Mapping[str, Any]:
    """The links of a deal that belongs to the open card."""
    if about is None or DEAL.name not in parts:
        return {}
    return {"organization": about.organization, "person": about.person}


def settles(about: About | None, parts: set[str], kind: Kind) -> set[str]:
    """The links of a part that the open card gives: nobody has to be asked for them."""
    if about is None or kind.name not in parts:
        return set()
    if kind.name == PERSON.name:
        return {ORGANIZATION.name}
    return {name for name, pk in links(about, parts).items() if pk is not None} if kind.name == DEAL.name else set()


def _seen(record: Any, name: str, by: User) -> int | None:
    """What a record is linked to, where this person may see it."""
    kind, pk = kinds.kind_of(record), getattr(record, f"{name}_id", None)
    if pk is None or name not in kind.by_name or not kind.field(name).editable:
        return None
    return pk if access.visible(kinds.get(name), by).filter(pk=pk).exists() else None
