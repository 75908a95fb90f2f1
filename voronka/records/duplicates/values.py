"""Signs that any kind may have: numbers, letter boxes, codes, days and addresses."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from voronka.records.duplicates.texts import distance, words
from voronka.records.duplicates.weights import NEUTRAL, Evidence, Frequencies

# Errors in a value; two in one are so much rarer, and so much likelier by chance, than one; two that are FAR from each
# other as likely.
TWO, FAR, MANY = 2, 3, 4
LONG = 8
TWO_ERRORS, TWO_BY_CHANCE = 0.2, 5


@dataclass(frozen=True, kw_only=True)
class Values:
    """Several values, each of which tells a record from others: phones, tax numbers.

    `same`, `near` are the chances that two cards of one thing agree, or agree but for an error; `kindred`,
    `kindred_near` those of two things that belong together (None: as at random); `expected` is how often a value comes
    up by chance, `by_error` how often one that is an error away.
    """

    name: str
    reason: str
    same: float
    near: float = 0.03
    expected: float = 1e-6
    by_error: float = 1e-4
    kindred: float | None = None
    kindred_near: float = 0.02

    def prepare(self, raw: Any) -> tuple[str, ...]:
        """The values, without signs between their digits and letters."""
        given = (raw,) if isinstance(raw, str) else raw
        return tuple(sorted({text for one in given if (text := re.sub(r"[^\w;=]", "", str(one)).lower())}))

    def counted(self, value: tuple[str, ...]) -> Iterator[str]:
        """Every value."""
        return (f"{self.name}:{one}" for one in value)

    def compare(self, one: tuple[str, ...], other: tuple[str, ...], known: Frequencies) -> Evidence:
        """The rarest value in common decides; else one that is an error away; else it speaks against."""
        both = set(one) & set(other)
        if both:
            rarest = min((f"{self.name}:{value}" for value in both), key=known.count)
            share = max(known.share(rarest, self.expected), self.expected)
            return self._told(self.same, share, self.kindred, self.reason, crowd=self._crowd(rarest, known))
        errors = (
            min((self._errors(mine, theirs) for mine in one for theirs in other), default=MANY) if self.near else MANY
        )
        if errors == 1:
            return self._told(self.near, self.by_error, self.kindred_near, f"{self.reason}_typo")
        if errors == TWO:
            two = self.near * TWO_ERRORS, self.by_error * TWO_BY_CHANCE, self.kindred_near
            return self._told(*two, f"{self.reason}_typo")
        return NEUTRAL if errors == FAR else self._apart(one, other)

    def _errors(self, one: str, other: str) -> int:
        """How many errors apart two values are; two count in long values of one length that begin alike."""
        errors = int(OSA.distance(one, other, score_cutoff=TWO))
        if errors < TWO:
            return errors
        is_long = errors == TWO and len(one) == len(other) > LONG
        return TWO if is_long and one[:2] == other[:2] else MANY

    def _apart(self, one: tuple[str, ...], other: tuple[str, ...]) -> Evidence:
        """What it says that the values are others."""
        rest = 1 - (self.kindred or 0.0) - self.kindred_near
        return self._told(max(1 - self.same - self.near, 0.01), 1.0, rest)

    def _crowd(self, key: str, known: Frequencies) -> int:
        """How many others have it, where that makes them belong together."""
        return known.others(key) if self.kindred is not None else 0

    def _told(self, same: float, random: float, kindred: float | None, *reasons: str, crowd: int = 0) -> Evidence:
        """The evidence of an outcome, of its chances on cards of one thing, at random and of what belongs together."""
        if crowd:
            return replace(self._told(same, random, kindred, *reasons), crowd=crowd)
        return _evidence(same, random, None if self.kindred is None else kindred, reasons)


@lru_cache(maxsize=1 << 12)
def _evidence(same: float, random: float, kindred: float | None, reasons: tuple[str, ...]) -> Evidence:
    return Evidence(math.log(same / random), reasons, None if kindred is None else math.log(same / kindred))


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day that does not change, of birth say; as digits or as an ISO date."""

    name: str
    reason: str

    def prepare(self, raw: Any) -> str:
        """The digits: year, month, day."""
        return re.sub(r"\D", "", str(raw))[:8]

    def counted(self, value: str) -> Iterable[str]:
        """The day."""
        return (f"{self.name}:{value}",)

    def compare(self, one: str, other: str, known: Frequencies) -> Evidence:
        """The same day; one digit or two neighbours wrong; day and month, or figures, in another order; another day."""
        if one == other:
            share = known.share(f"{self.name}:{one}", 1 / 20000)
            return Evidence(math.log(0.85 / max(share, 1 / 30000)), (self.reason,))
        swapped = (
            len(one) == len(other) == 8 and one[:4] == other[:4] and one[4:6] == other[6:] and one[6:] == other[4:6]
        )
        if swapped or int(OSA.distance(one, other, score_cutoff=1)) == 1:
            return Evidence(math.log(0.1 / 2e-3), (f"{self.reason}_typo",))
        if len(one) == len(other) == 8 and sum(a != b for a, b in zip(one, other, strict=True)) == 2:
            return Evidence(math.log(0.03 / 2e-2))
        return Evidence(math.log(0.03))


# How much of the evidence of words that come together (street, city, postcode) is new with each of them.
DEPENDENT = 0.6
SKIPPED = frozenset(
    words("город г улица ул дом д офис оф область обл проспект пр переулок пер кв корпус корп стр россия рф")
)


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text whose words count by how rare they are: an address.

    `kindred` is the chance that things that belong together agree in it (None: as at random), `same` that two cards of
    one thing do.
    """

    name: str
    reason: str
    most: float = 9.0
    least: float = -2.0
    same: float = 0.7
    kindred: float | None = None

    def prepare(self, raw: Any) -> tuple[str, ...]:
        """The words, each once."""
        return tuple(dict.fromkeys(word for word in words(str(raw)) if word not in SKIPPED))

    def counted(self, value: tuple[str, ...]) -> Iterator[str]:
        """Every word."""
        return (f"{self.name}:{word}" for word in value)

    def compare(self, one: tuple[str, ...], other: tuple[str, ...], known: Frequencies) -> Evidence:
        """What is in common by its rarity, less what is not."""
        found, free, missing = 0.0, list(other), 0
        for word in one:
            mate = min(free, key=lambda theirs: distance(word, theirs), default=None)
            apart = 3 if mate is None else distance(word, mate)
            if mate is None or apart > 2:
                missing += 1
                continue
            free.remove(mate)
            found += self._rarity(word, known) * (1.0, 0.7, 0.4)[apart]
        missing = min(missing, len(free)) if free else 0
        weight = max(min(found * DEPENDENT - 1.2 * missing, self.most), self.least) if found else self.least
        if self.kindred is None:
            return Evidence(weight, (self.reason,) if found else ())
        agrees = math.log(self.same / self.kindred) if weight > 0 else math.log((1 - self.same) / (1 - self.kindred))
        return Evidence(weight, (self.reason,) if found else (), agrees)

    def _rarity(self, word: str, known: Frequencies) -> float:
        return -math.log(max(known.share(f"{self.name}:{word}", 1 / 1000), 1 / 3000))
