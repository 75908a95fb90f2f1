"""Names of people as they are compared: errors, initials, short forms, both alphabets, any order of words."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import permutations
from typing import Any

from voronka.people.duplicates.name_parts import FAMILY_END, USUAL, Part, Parts, divided
from voronka.records.duplicates.texts import distance, is_garbled
from voronka.records.duplicates.weights import NEUTRAL, Evidence, Frequencies

FAMILY, GIVEN, PATRONYMIC = range(3)
WOMAN = re.compile(r"([oe]v|in)a$|[sq]kaia$|([oe]v|ic)na$")
MAN = re.compile(r"([oe]v|in)$|[sq]ki$|ic$")
ENDS = re.compile(r"(?<=[sq]k)(aia|i)$|(?<=[oei][vn])a$|(?<=v)(na|ic)$|(?<=ic)na$")
# What becomes of a part of a name on another card of the same person: as it was, one error, alike, another.
OTHER = 3
OUTCOMES = ((0.80, 0.10, 0.05, 0.05), (0.84, 0.11, 0.04, 0.01), (0.86, 0.10, 0.03, 0.01))
# Women take their husbands' names; a man's other last name is an error of whoever wrote it down.
FAMILY_OF = {True: (0.79, 0.10, 0.05, 0.06), False: (0.84, 0.10, 0.05, 0.01), None: OUTCOMES[FAMILY]}
# The same of two people who belong together: relatives and colleagues. First names are given to them as to anybody.
# Their patronymics are in common where the last names are: then they are a family, else they work together.
KINDRED_FAMILY = (0.50, 0.03, 0.02, 0.45)
KINDRED_PATRONYMIC = {True: (0.45, 0.03, 0.02, 0.50), False: (0.08, 0.01, 0.01, 0.90)}
# A word that is in no list and hardly anybody bears, half of whose letters are those of the other: written down badly.
# The chances on cards of one person, and of somebody else: last names are many, of first names most are known.
GARBLED, GARBLED_OF_OTHERS, KNOWN_TO_FEW = 0.02, (0.02, 0.004, 0.01), 1e-3
# How frequent a value is in the world where the base says nothing; a first name that is in no list is rare.
EXPECTED = (1 / 3000, 1 / 100, 1 / 100)
UNUSUAL = 1 / 3000
# Into how many words, about, one error turns a word, and two do: keys beside the right one, letters more and less.
TYPOS = (100, 1500)
# A name of the passport that another one may be called by: «Оксана» for a Ксения.
CALLED = 0.01
INITIAL = math.log(0.95 / 0.09)
# Half of the relatives have the last name in common, a third the patronymic; first names are as anybody's.
INITIAL_OF_KINDRED = (math.log(0.95 / 0.55), INITIAL, math.log(0.95 / 0.36))
REORDERED = math.log(0.1)
HALF_OF_DOUBLE = math.log(0.05 / 5e-3)
OTHER_SEX, OTHER_SEX_OF_KINDRED = math.log(0.01), math.log(0.01 / 0.3)


@dataclass(frozen=True, kw_only=True)
class PersonName:
    """The name of a person: raw, it is last name, first name, patronymic."""

    name: str = "name"

    def prepare(self, raw: Any) -> Parts | None:
        """The three parts; a name that stands in one field is divided."""
        return divided(raw)

    def counted(self, value: Parts) -> Iterator[str]:
        """Each part by its place."""
        return (f"{self.name}{place}:{part.full}" for place, part in enumerate(value) if part)

    def compare(self, one: Parts, other: Parts, known: Frequencies) -> Evidence:
        """Part by part; where that does not fit, in another order of the words."""
        straight, fits = self._placed(one, other, known)
        if fits or not _may_be_turned(one, other):
            return straight
        best = straight
        for order in permutations(range(3)):
            turned = (other[order[0]], other[order[1]], other[order[2]])
            if turned == other or not _have_a_word_in_common(one, turned) or _met(one, turned) < _met(one, other):
                continue
            found, _fits = self._placed(one, turned, known, is_turned=True)
            if found.weight + REORDERED > best.weight:
                reasons = (*found.reasons, "order")
                best = Evidence(found.weight + REORDERED, reasons, found.against_kindred)
        return best

    def _placed(
        self, one: Parts, other: Parts, known: Frequencies, *, is_turned: bool = False
    ) -> tuple[Evidence, bool]:
        weight, kindred, reasons, fits = 0.0, 0.0, set[str](), True
        for place, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            if mine is None or theirs is None:
                fits = fits and mine is theirs
                continue
            if mine.is_moved != theirs.is_moved:
                reasons.add("order")
            places = range(3) if is_turned else (place,)
            found = self._part((one, other), place, partial(self._share, places, known))
            weight += found.weight
            kindred += found.against_kindred
            reasons.update(found.reasons)
            if found.weight < 0:
                fits = False
        subtle = reasons - {"name"}
        return Evidence(weight, tuple(sorted(subtle or reasons)), kindred), fits

    def _part(self, both: tuple[Parts, Parts], place: int, share: Callable[[str], float]) -> Evidence:
        mine, theirs = both[0][place], both[1][place]
        if mine is None or theirs is None:
            return NEUTRAL
        chances = _chances(both, place, mine, theirs)
        if mine.is_initial or theirs.is_initial:
            if _begin_alike(mine, theirs):
                return Evidence(INITIAL, ("initials",), INITIAL_OF_KINDRED[place])
            return chances.told(OTHER, 1.0)
        if common := _common(mine, theirs):
            why = _why(mine, theirs)
            is_called = mine.word != theirs.word and mine.is_of_passport and theirs.is_of_passport
            return (
                Evidence(math.log(CALLED / share(common)), (why,)) if is_called else chances.told(0, share(common), why)
            )
        if _other_sex(mine.word, theirs.word) and not (place == FAMILY and _are_one_sex(both)):
            return Evidence(OTHER_SEX, (), OTHER_SEX_OF_KINDRED)
        return _apart(chances, place, (mine, theirs), share)

    def _share(self, places: Iterable[int], known: Frequencies, word: str) -> float:
        """The chance that somebody else has the word in that place; in any, where it is not known which is right."""
        found = []
        for place in places:
            expected = UNUSUAL if place == GIVEN and word not in USUAL else EXPECTED[place]
            found.append(max(known.share(f"{self.name}{place}:{word}", expected), expected / 30))
        return max(found)


@dataclass(frozen=True, slots=True)
class Chances:
    """What becomes of a part of a name on another card of the person, and on one of somebody who belongs together."""

    same: tuple[float, ...]
    kindred: tuple[float, ...] | None

    def told(self, which: int, random: float, *reasons: str) -> Evidence:
        """What the outcome says, which comes about at random with that chance.

        It is no rarer of people who belong together; but that names are others is the rule, which random does not tell.
        """
        weight = math.log(self.same[which] / random)
        if self.kindred is None:
            return Evidence(weight, reasons)
        least = min(random, 1.0) if which < OTHER else 0.0
        return Evidence(weight, reasons, math.log(self.same[which] / max(self.kindred[which], least)))


def _chances(both: tuple[Parts, Parts], place: int, mine: Part, theirs: Part) -> Chances:
    if place == FAMILY:
        return OF_FAMILY[mine.woman if mine.woman is theirs.woman else None]
    return OF_PATRONYMIC[_are_of_one_family(both)] if place == PATRONYMIC else OF_GIVEN


OF_FAMILY = {woman: Chances(outcomes, KINDRED_FAMILY) for woman, outcomes in FAMILY_OF.items()}
OF_PATRONYMIC = {one: Chances(OUTCOMES[PATRONYMIC], kindred) for one, kindred in KINDRED_PATRONYMIC.items()}
OF_GIVEN = Chances(OUTCOMES[GIVEN], None)


def _apart(chances: Chances, place: int, parts: tuple[Part, Part], share: Callable[[str], float]) -> Evidence:
    """What it says that two words are not the same: an error, half of a double name, another name."""
    mine, theirs = parts
    apart = min(distance(mine.word, theirs.word), distance(mine.full, theirs.full))
    if apart > 1 and _half(mine.word, theirs.word):
        return Evidence(HALF_OF_DOUBLE, ("name",), 0.0 if place == FAMILY else None)
    if apart == OTHER:
        is_made_up = any(part.word not in USUAL and share(part.full) < KNOWN_TO_FEW for part in parts)
        if is_made_up and is_garbled(FAMILY_END.sub("", mine.word), FAMILY_END.sub("", theirs.word)):
            return Evidence(math.log(GARBLED / GARBLED_OF_OTHERS[place]), ("typo",))
        return chances.told(OTHER, 1.0)
    # An error hardly ever makes a word that many bear: Алина and Арина are two people.
    rarer = min(share(mine.full), share(theirs.full)) * TYPOS[apart - 1]
    if rarer * chances.same[OTHER] > chances.same[apart]:
        return chances.told(OTHER, 1.0)
    return chances.told(apart, rarer, "typo")


def _begin_alike(mine: Part, theirs: Part) -> bool:
    """Whether an initial, one letter or “Yu.”, is of the other word, or of a full name that it is short for."""
    if mine.first == theirs.first:
        return True
    written = [(mine, theirs), (theirs, mine)]
    return any(full.startswith(one.word) for one, other in written if one.is_initial for full in other.fulls)


def _why(mine: Part, theirs: Part) -> str:
    if mine.cyrillic != theirs.cyrillic:
        return "latin"
    return "name" if mine.word == theirs.word else "short"


def _common(mine: Part, theirs: Part) -> str:
    """The full name that both may stand for; empty where there is none."""
    if mine.word == theirs.word:
        return mine.full
    return next((full for full in mine.fulls if full in theirs.fulls), "")


@lru_cache(maxsize=1 << 16)
def _other_sex(one: str, other: str) -> bool:
    """Whether the words are forms of one name of a man and of a woman: «Иванов» and «Иванова»."""
    if (WOMAN.search(one) and MAN.search(other)) or (MAN.search(one) and WOMAN.search(other)):
        return ENDS.sub("", one) == ENDS.sub("", other)
    return False


def _are_one_sex(both: tuple[Parts, Parts]) -> bool:
    """Whether both have the same first name, so that the form of the last name is an error."""
    one, other = both[0][GIVEN], both[1][GIVEN]
    return one is not None and other is not None and one.full == other.full and len(one.fulls) == 1


def _are_of_one_family(both: tuple[Parts, Parts]) -> bool:
    """Whether the last names are the same or nearly, as of a brother or a daughter."""
    one, other = both[0][FAMILY], both[1][FAMILY]
    return one is None or other is None or distance(_stem(one.word), _stem(other.word)) < 2


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    """A last name without the end that tells a man from a woman."""
    return ENDS.sub("", word)


def _half(one: str, other: str) -> bool:
    """Whether one is a half of the other double name."""
    mine, theirs = one.split("-"), other.split("-")
    return len(mine) != len(theirs) and not set(mine).isdisjoint(theirs)


def _met(one: Parts, other: Parts) -> int:
    """How many words stand against a word, not against nothing."""
    return sum(mine is not None and theirs is not None for mine, theirs in zip(one, other, strict=True))


def _may_be_turned(one: Parts, other: Parts) -> bool:
    """Whether a word stands in another place on the other card, nearly at least: few pairs are worth all orders."""
    return any(
        mine and theirs and place != at and mine.full[0] == theirs.full[0] and distance(mine.full, theirs.full) < 2
        for place, mine in enumerate(one)
        for at, theirs in enumerate(other)
    )


def _have_a_word_in_common(one: Parts, other: Parts) -> bool:
    pairs = zip(one, other, strict=True)
    return any(
        mine and theirs and not mine.is_initial and distance(mine.full, theirs.full) < 2 for mine, theirs in pairs
    )
