"""Phones and letter boxes: whose they are, and what it says that two cards have others."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import OSA

from voronka.core import phones
from voronka.records.duplicates.texts import distance
from voronka.records.duplicates.values import Values
from voronka.records.duplicates.weights import Evidence, Frequencies

# Letter boxes that a whole company answers from.
SHARED = re.compile(
    r"(info|office|mail|e?mail|post|pochta|sales?|admin|support|help|hello|contacts?|zakaz|order|orders|reception|"
    r"secretar\w*|sekretar\w*|buh\w*|account\w*|company|firma|manager|opt|zakupki|tender|hr|resume|welcome|ask|shop)\d*"
)
# Boxes at these domains say nothing of an employer.
PUBLIC = (
    "mail.ru bk.ru list.ru inbox.ru internet.ru yandex.ru ya.ru yandex.com rambler.ru gmail.com googlemail.com "
    "hotmail.com outlook.com live.com yahoo.com icloud.com me.com proton.me protonmail.com vk.com"
)
PUBLIC_DOMAINS = frozenset(PUBLIC.split(" "))

# Figures of a number inside a city.
SHORTEST_LOCAL = 6


@dataclass(frozen=True, kw_only=True)
class Phones(Values):
    """Phone numbers, E.164; one without its country is known by its last ten digits, one without a code by its end."""

    local: float = 0.05
    by_chance: float = 1e-4

    def prepare(self, raw: Any) -> tuple[str, ...]:
        digits = {phones.digits(str(one)) for one in ((raw,) if isinstance(raw, str) else raw)}
        return tuple(sorted({one[-10:] for one in digits if len(one) > 4}))

    def compare(self, one: tuple[str, ...], other: tuple[str, ...], known: Frequencies) -> Evidence:
        """As other values; besides, a number as it is dialled inside the city is the end of the whole one."""
        if set(one).isdisjoint(other) and any(_is_end(mine, theirs) for mine in one for theirs in other):
            return self._told(self.local, self.by_chance, self.kindred, self.reason)
        return super().compare(one, other, known)


def _is_end(one: str, other: str) -> bool:
    """Whether one is the other without its code."""
    short, long = sorted((one, other), key=len)
    return SHORTEST_LOCAL <= len(short) < len(long) and long.endswith(short)


@dataclass(frozen=True, kw_only=True)
class Emails:
    """Letter boxes: one of one's own says much, a shared one little, a name before another domain something."""

    name: str = "emails"
    reason: str = "email"
    same: float = 0.7
    other: float = 0.35
    shared: float = 0.01
    kindred: float = 0.05

    def prepare(self, raw: Any) -> tuple[str, ...]:
        """The addresses in small letters."""
        given = (raw,) if isinstance(raw, str) else raw
        return tuple(sorted({text for one in given if "@" in (text := str(one).strip().lower())}))

    def counted(self, value: tuple[str, ...]) -> Iterator[str]:
        """The boxes and what stands before their domains."""
        return (f"{self.name}:{part}" for one in value for part in {one, one.split("@", 1)[0]})

    def compare(self, one: tuple[str, ...], other: tuple[str, ...], known: Frequencies) -> Evidence:
        """The box in common that says most; else the same name at another domain, or one with an error."""
        both = set(one) & set(other)
        if both:
            weight = max(math.log(self.same / self._chance(box, known)) for box in both)
            kindred = 0.0 if all(is_shared(box) for box in both) else math.log(self.same / self.kindred)
            return Evidence(weight, (self.reason,), min(kindred, weight))
        best = max((self._alike(mine, theirs, known) for mine in one for theirs in other), default=0.0)
        if best:
            return Evidence(best, (f"{self.reason}_typo",))
        return Evidence(math.log(self.other), (), math.log(self.other / (1 - self.kindred)))

    def _chance(self, box: str, known: Frequencies) -> float:
        least = self.shared if is_shared(box) else 1e-6
        return max(known.share(f"{self.name}:{box}", 1e-6), least)

    def _alike(self, one: str, other: str, known: Frequencies) -> float:
        (mine, home), (theirs, house) = one.split("@", 1), other.split("@", 1)
        if is_shared(one) or is_shared(other) or min(len(mine), len(theirs)) < 4:
            return 0.0
        if home != house and own_domain(one) and own_domain(other) and distance(home, house) > 1:
            return 0.0  # two companies make the boxes of their people of the names, so it says nothing beside the name
        if mine == theirs:
            share = known.share(f"{self.name}:{mine}", 1e-4)
            return max(math.log(0.1 / share), 0.0) * (1.0 if distance(home, house) < 3 else 0.7)
        return math.log(0.1 / 1e-3) if home == house and len(mine) > 5 and OSA.distance(mine, theirs) == 1 else 0.0


def is_shared(box: str) -> bool:
    """Whether a whole company answers from the box."""
    return SHARED.fullmatch(box.split("@", 1)[0]) is not None


def own_domain(box: str) -> str:
    """The domain of a company's letter box; empty for those that everybody may have."""
    domain = box.rpartition("@")[2]
    return "" if domain in PUBLIC_DOMAINS else domain
