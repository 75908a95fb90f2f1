"""The signs of an organization: names without form of law and quotes, contacts, tax numbers, site, address."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from voronka.people.duplicates.names import CYRILLIC
from voronka.records.duplicates.texts import WORDS, canonical, distance, skeleton
from voronka.records.duplicates.values import PUBLIC_DOMAINS, Emails, Phones, Values, Words, is_shared, own_domain
from voronka.records.duplicates.weights import Evidence, Frequencies, Scheme, Signs

EXPECTED = 1 / 2000
RAREST = 1 / 20000
AS_IT_WAS, WITH_ERROR = 0.85, 0.12
OTHER_NUMBER = -6.0
OTHER_NAME = math.log(0.02)
# Of what an additional word would say if it were in common, so much speaks against: «Ромашка» and «Ромашка Сервис».
MISSING = 0.45


# Forms of law in one spelling; a form written out may have errors in it.
FORMS = {
    "ooo": "ooo",
    "llk": "ooo",
    "ltd": "ooo",
    "ao": "ao",
    "oao": "ao",
    "zao": "ao",
    "pao": "ao",
    "ink": "ao",
    "ip": "ip",
}
WRITTEN_OUT = {
    "obschestvo": "ooo", "obshestvo": "ooo", "ogranichennoi": "ooo", "otvetstvennostiu": "ooo", "aktsionernoe": "ao",
    "predprinimatel": "ip", "individualni": "ip",
}  # fmt: skip
SAME_FORM, OTHER_FORM = math.log(0.93 / 0.5), math.log(0.07 / 0.5)


@dataclass(frozen=True, slots=True)
class Company:
    """The words of a name without the form of law, that form, and whether it was Cyrillic."""

    words: tuple[str, ...]
    form: str
    cyrillic: bool


@dataclass(frozen=True, kw_only=True)
class CompanyName:
    """The name of a company: word by word, in any order, rare words count more; other numbers are other companies."""

    name: str = "name"

    def prepare(self, raw: Any) -> Company | None:
        """The words in one spelling."""
        text = str(raw)
        found = [(canonical(word), CYRILLIC.search(word) is not None) for word in WORDS.findall(text)]
        forms = [form for word, _ in found if (form := _form(word))]
        own = [one for one in found if not _form(one[0]) and not (one[0] == "s" and forms)] or found
        if not own:
            return None
        form = forms[0] if forms else ""
        return Company(tuple(word for word, _ in own), form, any(cyrillic for _, cyrillic in own))

    def counted(self, value: Company) -> Iterable[str]:
        """Every word, and the whole."""
        return [f"{self.name}:{word}" for word in {*value.words, "".join(value.words)}]

    def compare(self, one: Company, other: Company, known: Frequencies) -> Evidence:
        """What is in common by its rarity, less what is not; another form of law speaks against."""
        evidence = self._names(one, other, known)
        if not one.form or not other.form:
            return evidence
        return Evidence(evidence.weight + (SAME_FORM if one.form == other.form else OTHER_FORM), evidence.reasons)

    def _names(self, one: Company, other: Company, known: Frequencies) -> Evidence:
        mine, theirs = "".join(one.words), "".join(other.words)
        latin = one.cyrillic != other.cyrillic
        if mine == theirs:
            return Evidence(self._same(one, mine, known), ("latin" if latin else "name",))
        if sorted(one.words) == sorted(other.words):
            return Evidence(self._same(one, mine, known), ("order",))
        if _numbers(one) != _numbers(other):
            return Evidence(OTHER_NUMBER)
        weight, reasons = self._words(one, other, known)
        if not reasons and distance(mine, theirs) == 1:
            return Evidence(self._rarity(mine, known) * 0.6, ("typo",))
        if not reasons:
            return Evidence(OTHER_NAME)
        return Evidence(max(weight, OTHER_NAME), ("latin",) if latin else tuple(sorted(reasons)))

    def _same(self, one: Company, whole: str, known: Frequencies) -> float:
        rarity = max(self._rarity(whole, known), sum(self._rarity(word, known) for word in one.words) * 0.5)
        return math.log(AS_IT_WAS) + rarity

    def _words(self, one: Company, other: Company, known: Frequencies) -> tuple[float, set[str]]:
        weight, reasons, free = 0.0, set[str](), list(other.words)
        for word in one.words:
            mate = min(free, key=lambda theirs: distance(word, theirs), default=None)
            apart = 3 if mate is None else distance(word, mate)
            if mate is None or apart > 2 or (apart == 2 and len(word) < 6):
                weight -= self._rarity(word, known) * MISSING
                continue
            free.remove(mate)
            weight += self._rarity(word, known) * (0.9, 0.6, 0.3)[apart]
            reasons.add("typo" if apart else "name")
        weight -= sum(self._rarity(word, known) for word in free) * MISSING
        return weight, reasons - {"name"} or reasons

    def _rarity(self, word: str, known: Frequencies) -> float:
        return -math.log(min(max(known.share(f"{self.name}:{word}", EXPECTED), RAREST), 0.9))


@lru_cache(maxsize=1 << 14)
def _form(word: str) -> str:
    """The form of law that a canonical word stands for; empty for other words."""
    if word in FORMS:
        return FORMS[word]
    if len(word) < 8:
        return ""
    return next((form for written, form in WRITTEN_OUT.items() if distance(word, written) < 3), "")


def _numbers(company: Company) -> list[str]:
    return sorted(word for word in company.words if word.isdecimal())


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
    address = signs.get("address", ())
    yield from (f"address:{one} {other}" for one, other in pairwise(address))
    for value in signs.get("phones", ()):
        yield f"phones>:{value[-6:]}"
    company = signs.get("name")
    if company is None:
        return
    found = sorted(company.words)
    yield f"all:{''.join(found)}"
    yield f"whole:{skeleton(''.join(company.words))}"
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
        Phones(name="phones", reason="phone", same=0.6, near=0.03),
        Emails(shared=1e-4),
        Values(name="codes", reason="inn", same=0.93, near=0.02, by_error=1e-4),
        Sites(name="site", reason="site", same=0.75, near=0.03, expected=1e-4, by_error=1e-3),
        Words(name="address", reason="address", most=6.0, least=-2.5),
    ),
    keys=keys,
)
