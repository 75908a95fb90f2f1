"""The signs of an organization: names without form of law and quotes, contacts, tax numbers, site, address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from voronka.people.duplicates.company_names import CompanyName
from voronka.people.duplicates.places import Places
from voronka.records.duplicates.contacts import PUBLIC_DOMAINS, Emails, Phones, is_shared, own_domain
from voronka.records.duplicates.texts import glued, skeleton
from voronka.records.duplicates.values import Values
from voronka.records.duplicates.weights import Scheme, Signs


@dataclass(frozen=True, kw_only=True)
class Sites(Values):
    """Domains: of the site and of letter boxes of the company's own."""

    def prepare(self, raw: Any) -> tuple[str, ...]:
        bare = {str(one).lower().split("//")[-1].split("/")[0].removeprefix("www.") for one in raw}
        return tuple(sorted(one for one in bare if one and one not in PUBLIC_DOMAINS))


def domains(website: str, emails: Iterable[str]) -> list[str]:
    """The raw sign «site» of an organization."""
    return [one for one in (website, *(own_domain(str(box).lower()) for box in emails)) if one]


def keys(signs: Signs) -> Iterator[str]:
    """Every contact, number and domain; the words of the name, each alone and all together."""
    for name in ("phones", "codes", "site"):
        for value in signs.get(name, ()):
            yield f"{name}:{value}"
    for box in signs.get("emails", ()):
        yield f"emails:{box}"
        if not is_shared(box):
            yield f"emails@:{box.split('@', 1)[0]}"
    if place := signs.get("address"):
        yield from (f"address:{one} {other}" for one, other in pairwise(place.words))
    for value in signs.get("phones", ()):
        yield f"phones>:{value[-6:]}"
    company = signs.get("name")
    if company is None:
        return
    found = sorted(company.words)
    yield f"all:{''.join(found)}"
    yield f"whole:{skeleton(glued(company.words))}"
    for word in found:
        if len(word) > 2 or word.isdecimal():
            yield f"word:{skeleton(word)}"
        if len(word) > 5:
            yield f"word<:{word[:5]}"
            yield f"word>:{word[-5:]}"
    for one, other in pairwise(found):
        yield f"two:{skeleton(one)} {skeleton(other)}"


ORGANIZATIONS = Scheme(
    comparisons=(
        CompanyName(),
        Phones(name="phones", reason="phone", same=0.65, near=0.05, kindred=0.4, kindred_near=0.1),
        Emails(shared=1e-4, kindred=0.3),
        Values(name="codes", reason="inn", same=0.93, near=0.02, by_error=1e-4, kindred=0.01, kindred_near=1e-3),
        Sites(name="site", reason="site", same=0.75, near=0.03, expected=1e-4, by_error=1e-3, kindred=0.5),
        Places(),
    ),
    keys=keys,
    kindred=0.3,
)
