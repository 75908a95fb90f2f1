"""Where an organization is: another city speaks against more than another street."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from voronka.records.duplicates.scripts import meant
from voronka.records.duplicates.texts import canonical, distance
from voronka.records.duplicates.values import Words
from voronka.records.duplicates.weights import Evidence, Frequencies
from voronka.records.similar.cities import city_of

# The chances of another city on two cards of one organization (an office for the registered address), at random among
# clients, who come from the cities of the company, and of two firms of one brand.
OTHER_CITY, OTHER_CITY_AT_RANDOM, OTHER_CITY_OF_KINDRED = 0.04, 0.8, 0.5
# The same of an address of which nothing is missing, and of one of which something is; firms of a director share it.
WHOLE, WHOLE_OF_KINDRED = 0.6, 0.35


TEXTS = Words(name="address", reason="address", most=6.0, least=-2.5)


@dataclass(frozen=True, slots=True)
class Place:
    """The city, in one spelling, empty where none is told; and all words of the address."""

    city: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Places:
    """Addresses: their cities, then their words."""

    name: str = "address"

    def prepare(self, raw: Any) -> Place | None:
        """The city and the words."""
        (text,) = meant([str(raw)])
        words = TEXTS.prepare(text)
        return Place(canonical(city_of(text)), words) if words else None

    def counted(self, value: Place) -> Iterator[str]:
        """Every word."""
        return TEXTS.counted(value.words)

    def compare(self, one: Place, other: Place, known: Frequencies) -> Evidence:
        """Another city decides; else the words."""
        if one.city and other.city and distance(one.city, other.city) > 1:
            weight = math.log(OTHER_CITY / OTHER_CITY_AT_RANDOM)
            return Evidence(weight, (), math.log(OTHER_CITY / OTHER_CITY_OF_KINDRED))
        found = TEXTS.compare(one.words, other.words, known)
        whole = set(one.words) <= set(other.words) or set(other.words) <= set(one.words)
        same, kindred = (WHOLE, WHOLE_OF_KINDRED) if whole else (1 - WHOLE, 1 - WHOLE_OF_KINDRED)
        return Evidence(found.weight, found.reasons, math.log(same / kindred))
