"""The model of scores: weights of evidence that two records are one thing, after Fellegi and Sunter."""

# Source: I. Fellegi, A. Sunter, A Theory for Record Linkage, JASA 64 (1969), pp. 1183-1210; weights by the frequency of
# values: W. Winkler, Frequency-Based Matching in Fellegi-Sunter Model of Record Linkage (2000). Theirs are two classes
# of pairs, one thing and two things at random. Here is a third: two things that belong together (a family, colleagues,
# firms of one brand or one director), which agree on much without being one. Without it a common phone and last name
# outweigh another first name, because the signs of such pairs are not independent; within each class they nearly are.

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from zlib import crc32

# Below this size a base says little of how frequent a value is in the world, so it is taken for this big.
SMALLEST = 1000
# How many doubles a record has, on the average, as long as nothing else is known.
DOUBLES = 0.3
# How many records of the world the expected share of a value is worth beside what is counted in the base.
PSEUDO = 100
SLOTS = 1 << 20
SEEDS = (0, 0x9E3779B9)
LEAST = 0.5
# Of the others who have what two records have in common, so many may be further cards of the same thing; the rest
# belong together with it.
CARDS = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """A natural logarithm of the odds that a comparison speaks for (or, negative, against), and why, as codes.

    `weight` is against two records met at random, `kindred` against two that belong together; None where it is as much,
    because what belongs together is not more alike in this than anything else. `crowd` is how many records besides the
    two have what they have in common: a switchboard, the box of a secretary.
    """

    weight: float
    reasons: tuple[str, ...] = ()
    kindred: float | None = None
    crowd: int = 0

    @property
    def against_kindred(self) -> float:
        """The weight against two records that belong together."""
        return self.weight if self.kindred is None else self.kindred


NEUTRAL = Evidence(0.0)


class Frequencies:
    """How often values occur in a base: a count-min sketch, so its size does not grow with the base (8 MB).

    Source: G. Cormode, S. Muthukrishnan, An Improved Data Stream Summary: The Count-Min Sketch (2005).
    """

    def __init__(self, total: int = 0) -> None:
        self.total = total
        self._rows = tuple(array("L", bytes(array("L").itemsize * SLOTS)) for _ in SEEDS) if total else ()

    def add(self, keys: Iterable[str]) -> None:
        """Count the values of one record."""
        for key in keys:
            told = key.encode()
            for row, seed in zip(self._rows, SEEDS, strict=True):
                row[crc32(told, seed) % SLOTS] += 1

    def count(self, key: str) -> int:
        """How many records have the value: never too few, rarely too many; 0 where nothing was counted."""
        if not self._rows:
            return 0
        told, (one, other) = key.encode(), self._rows
        return min(one[crc32(told, SEEDS[0]) % SLOTS], other[crc32(told, SEEDS[1]) % SLOTS])

    def share(self, key: str, expected: float) -> float:
        """The chance that a record that is not the same has the value too.

        `expected` is its share in the world where the base says nothing; the two records at hand are not counted.
        """
        others = max(self.count(key) - 2, 0)
        return (others + PSEUDO * expected) / (max(self.total, PSEUDO) + PSEUDO)

    def others(self, key: str) -> int:
        """How many records besides the two at hand have the value."""
        return max(self.count(key) - 2, 0)

    @property
    def prior(self) -> float:
        """The odds, as a logarithm, that two records met at random are one."""
        return math.log(DOUBLES / max(self.total, SMALLEST))


class Comparison(Protocol):
    """One sign of a record: how it is read, counted and compared with that of another record."""

    @property
    def name(self) -> str:
        """The name of the sign among the raw ones."""

    def prepare(self, raw: Any) -> Any:
        """The sign ready to compare; None where there is nothing."""

    def counted(self, value: Any) -> Iterable[str]:
        """The values whose frequency matters."""

    def compare(self, one: Any, other: Any, known: Frequencies) -> Evidence:
        """What the two signs say."""


type Signs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """How likely two records are one, 0…1, and what speaks for it, the strongest first.

    `by_chance` is how many times likelier it is that they are two at random: what becomes more if doubles are rarer.
    """

    value: float
    reasons: tuple[str, ...] = ()
    by_chance: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """The signs of a kind and the keys by which records that may be one are brought together.

    `kindred` is how many records a record belongs together with, on the average (a relative, a sister firm), that come
    near enough to be compared.
    """

    comparisons: tuple[Comparison, ...]
    keys: Any = field(repr=False)
    kindred: float

    def prepare(self, raw: Signs) -> Signs:
        """The signs of a record, ready to compare; those without a value are left out."""
        found = ((one.name, one.prepare(raw.get(one.name))) for one in self.comparisons if raw.get(one.name))
        return {name: value for name, value in found if value}

    def counted(self, signs: Signs) -> Iterator[str]:
        """All values of a record to count."""
        for one in self.comparisons:
            if one.name in signs:
                yield from one.counted(signs[one.name])

    def blocks(self, signs: Signs) -> set[str]:
        """The keys of a record: two records with a key in common are compared."""
        return set(self.keys(signs))

    def score(self, one: Signs, other: Signs, known: Frequencies) -> Score:
        """How likely two prepared records are one."""
        odds, kindred, crowd, told = known.prior, math.log(DOUBLES), 0, []
        for comparison in self.comparisons:
            mine, theirs = one.get(comparison.name), other.get(comparison.name)
            if mine is not None and theirs is not None:
                evidence = comparison.compare(mine, theirs, known)
                odds += evidence.weight
                kindred += evidence.against_kindred
                crowd = max(crowd, evidence.crowd)
                if evidence.weight > LEAST and evidence.reasons:
                    told.append(evidence)
        kindred -= math.log(max(crowd - CARDS, self.kindred))
        told.sort(key=lambda evidence: -evidence.weight)
        reasons = dict.fromkeys(reason for evidence in told for reason in evidence.reasons)
        by_chance = _against(odds)
        return Score(1 / (1 + by_chance + _against(kindred)), tuple(reasons), by_chance)


def _against(odds: float) -> float:
    """How much likelier the other class is, from the logarithm of the odds; within what a float can hold."""
    return math.exp(-max(min(odds, 50.0), -50.0))
