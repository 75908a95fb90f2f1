"""Phones and letter boxes: whose they are, and what it says that two cards have others."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import OSA

from voronka.core import phones
from voronka.records.duplicates.texts import distance
from voronka.records.duplicates.values import FAR, TWO, Values
from voronka.records.duplicates.weights import CARDS, Evidence, Frequencies

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

# Figures of a number inside a city, and of a whole one without its country, which a mobile one begins with MOBILE.
SHORTEST_LOCAL, WHOLE = 6, 10
MOBILE = "9"
# Two wrong figures of one slip are no further apart.
NEARBY = 3


@dataclass(frozen=True, kw_only=True)
class Phones(Values):
    """Phone numbers, E.164; one without its country is known by its last ten digits, one without a code by its end.

    `other_mobile` is the chance that two cards of one person have different mobile numbers, `mixed` that one has a
    mobile number and the other a line; None where that says no more than any other number.
    """

    local: float = 0.05
    by_chance: float = 1e-4
    other_mobile: float | None = None
    mixed: float | None = None

    def prepare(self, raw: Any) -> tuple[str, ...]:
        digits = {phones.digits(str(one)) for one in ((raw,) if isinstance(raw, str) else raw)}
        return tuple(sorted({one[-10:] for one in digits if len(one) > 4}))

    def compare(self, one: tuple[str, ...], other: tuple[str, ...], known: Frequencies) -> Evidence:
        """As other values; besides, a number as it is dialled inside the city is the end of the whole one."""
        if set(one).isdisjoint(other) and any(_is_end(mine, theirs) for mine in one for theirs in other):
            return self._told(self.local, self.by_chance, self.kindred, self.reason)
        return super().compare(one, other, known)

    def _errors(self, one: str, other: str) -> int:
        """As of other values; but two wrong figures far from each other are no slip of one moment."""
        errors = super()._errors(one, other)
        if errors != TWO:
            return errors
        places = [place for place, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs]
        return errors if places[-1] - places[0] <= NEARBY else FAR

    def _apart(self, one: tuple[str, ...], other: tuple[str, ...]) -> Evidence:
        """Everybody has a mobile number of his own, and may have a line besides."""
        mine, theirs = (any(map(is_mobile, numbers)) for numbers in (one, other))
        if mine and theirs and self.other_mobile is not None:
            return self._told(self.other_mobile, 1.0, 1 - (self.kindred or 0.0) - self.kindred_near)
        if mine != theirs and self.mixed is not None:
            return self._told(self.mixed, 1.0, self.mixed)
        return super()._apart(one, other)


def is_mobile(number: str) -> bool:
    """Whether it is the mobile number of a person (Russian numbering plan: codes 900…999)."""
    return len(number) == WHOLE and number.startswith(MOBILE)


def _is_end(one: str, other: str) -> bool:
    """Whether one is the other without its code."""
    short, long = sorted((one, other), key=len)
    return SHORTEST_LOCAL <= len(short) < len(long) and long.endswith(short)


# Pieces of what stands before the sign @; figures behind a word tell namesakes apart.
PIECES = re.compile(r"[._-]+")
COUNTED = re.compile(r"(.*?[^\d])(\d{0,2}|\d{4})")


@dataclass(frozen=True, kw_only=True)
class Emails:
    """Letter boxes: one of one's own says much, a shared one little, a name before another domain something.

    `one_each` is the chance that two cards of one thing have different boxes at a company's own domain, and `mixed`
    that they have a box of a company and one of theirs; None where that says no more than any other two boxes.
    """

    name: str = "emails"
    reason: str = "email"
    same: float = 0.7
    other: float = 0.35
    shared: float = 0.01
    kindred: float = 0.05
    one_each: float | None = None
    mixed: float | None = None

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
            crowd = min(known.others(f"{self.name}:{box}") for box in both)
            kindred = 0.0 if all(map(is_shared, both)) or crowd > CARDS else math.log(self.same / self.kindred)
            return Evidence(weight, (self.reason,), min(kindred, weight), crowd)
        best = max((self._alike(mine, theirs, known) for mine in one for theirs in other), default=0.0)
        if best:
            return Evidence(best, (f"{self.reason}_typo",))
        return self._apart(one, other)

    def _apart(self, one: tuple[str, ...], other: tuple[str, ...]) -> Evidence:
        """What it says that the boxes are others: people have one at work and one of their own."""
        chance = self.other
        mine, theirs = ({own_domain(box) for box in boxes if not is_shared(box)} for boxes in (one, other))
        if self.one_each is not None and (mine & theirs) - {""}:
            chance = self.one_each
        elif self.mixed is not None and (not mine or not theirs or ("" in mine) != ("" in theirs)):
            chance = self.mixed
        return Evidence(math.log(chance), (), math.log(chance / (1 - self.kindred)))

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
        is_error = home == house and len(mine) > 5 and OSA.distance(mine, theirs) == 1
        return math.log(0.1 / 1e-3) if is_error and not _are_of_two(mine, theirs, own_domain(one)) else 0.0


def _are_of_two(mine: str, theirs: str, domain: str) -> bool:
    """Whether names of boxes that are a sign apart are made for two people: by the initial, or by a number behind."""
    one, other = PIECES.split(mine), PIECES.split(theirs)
    differing = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    if len(one) == len(other) and all(len(piece) == 1 for pair in differing for piece in pair):
        return True
    if domain and mine[1:] == theirs[1:]:
        return True
    counted = COUNTED.fullmatch(mine), COUNTED.fullmatch(theirs)
    if counted[0] is None or counted[1] is None or counted[0][1] != counted[1][1]:
        return False
    numbers = counted[0][2], counted[1][2]
    return len(numbers[0]) == len(numbers[1]) or (bool(domain) and "" in numbers)


def is_shared(box: str) -> bool:
    """Whether a whole company answers from the box."""
    return SHARED.fullmatch(box.split("@", 1)[0]) is not None


def own_domain(box: str) -> str:
    """The domain of a company's letter box; empty for those that everybody may have."""
    domain = box.rpartition("@")[2]
    return "" if domain in PUBLIC_DOMAINS else domain
