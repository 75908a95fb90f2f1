"""Names of people as they are compared: errors, initials, short forms, both alphabets, any order of words."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Any

from voronka.core.first_names import FULL_NAMES
from voronka.records.duplicates.texts import WORDS, canonical, distance
from voronka.records.duplicates.weights import Evidence, Frequencies

FAMILY, GIVEN, PATRONYMIC = range(3)
FULL = {canonical(short): canonical(full) for short, full in FULL_NAMES.items()}
USUAL = frozenset(FULL.values()) | frozenset(FULL)
PATRONYMIC_END = re.compile(r"(ovich|evich|ich|ovna|evna|ichna|inichna)$")
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
WOMAN = re.compile(r"(ov|ev|in)a$|(sk|tsk)aia$|(ovn|evn|ichn)a$")
MAN = re.compile(r"(ov|ev|in)$|(sk|tsk)i$|(ov|ev)ich$")
ENDS = re.compile(r"(a|aia|i)$")
# What becomes of a part of a name on another card of the same person: as it was, one error, alike, another.
OUTCOMES = ((0.80, 0.10, 0.05, 0.05), (0.84, 0.10, 0.04, 0.02), (0.86, 0.10, 0.03, 0.01))
# How frequent a value is in the world, and how many different ones are an error away or alike.
EXPECTED = (1 / 3000, 1 / 100, 1 / 100)
BY_ERROR = (2e-3, 5e-3, 5e-3)
ALIKE = (1e-2, 2e-2, 3e-2)
INITIAL = math.log(0.95 / 0.09)
REORDERED = math.log(0.1)
HALF_OF_DOUBLE = math.log(0.05 / 5e-3)
OTHER_SEX = math.log(0.01)


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name: in one spelling, as the full form of a short one, and whether it was Cyrillic."""

    word: str
    full: str
    cyrillic: bool


type Parts = tuple[Part | None, Part | None, Part | None]


@dataclass(frozen=True, kw_only=True)
class PersonName:
    """The name of a person: raw, it is last name, first name, patronymic."""

    name: str = "name"

    def prepare(self, raw: Any) -> Parts | None:
        """The three parts; a name that stands in one field is divided."""
        family, given, patronymic = (_words(text) for text in raw)
        if len(given) > 1 and not patronymic:
            given, patronymic = given[:1], given[1:]
        if len(family) > 1 and not given and not patronymic:
            family, given, patronymic = _divided(family)
        elif len(given) > 1 and not family:
            family, given, patronymic = _divided([*given, *patronymic])
        parts = (_part(family), _part(given[:1]), _part(patronymic[:1]))
        return parts if any(parts) else None

    def counted(self, value: Parts) -> Iterator[str]:
        """Each part by its place."""
        return (f"{self.name}{place}:{part.full}" for place, part in enumerate(value) if part)

    def compare(self, one: Parts, other: Parts, known: Frequencies) -> Evidence:
        """Part by part; where that does not fit, in another order of the words."""
        straight, fits = self._placed(one, other, known)
        if fits:
            return straight
        best = straight
        for order in permutations(range(3)):
            turned = (other[order[0]], other[order[1]], other[order[2]])
            if turned == other or _met(one, turned) < _met(one, other):
                continue
            evidence, _fits = self._placed(one, turned, known)
            if evidence.weight + REORDERED > best.weight and _have_a_word_in_common(one, turned):
                best = Evidence(evidence.weight + REORDERED, (*evidence.reasons, "order"))
        return best

    def _placed(self, one: Parts, other: Parts, known: Frequencies) -> tuple[Evidence, bool]:
        weight, reasons, fits = 0.0, set[str](), True
        for place, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            if mine is None or theirs is None:
                fits = fits and mine is theirs
                continue
            found, why = self._part(place, mine, theirs, known)
            weight += found
            if why:
                reasons.add(why)
            if found < 0:
                fits = False
        subtle = reasons - {"name"}
        return Evidence(weight, tuple(sorted(subtle or reasons))), fits

    def _part(self, place: int, mine: Part, theirs: Part, known: Frequencies) -> tuple[float, str]:
        same, error, alike, other = OUTCOMES[place]
        if len(mine.word) == 1 or len(theirs.word) == 1:
            return (INITIAL, "initials") if mine.word[0] == theirs.word[0] else (math.log(other), "")
        if mine.full == theirs.full:
            expected = EXPECTED[place]
            share = max(known.share(f"{self.name}{place}:{mine.full}", expected), expected / 30)
            return math.log(same / share), _why(mine, theirs)
        if _other_sex(mine.word, theirs.word):
            return OTHER_SEX, ""
        apart = distance(mine.full, theirs.full)
        if place == FAMILY and apart > 1 and _half(mine.word, theirs.word):
            return HALF_OF_DOUBLE, "name"
        weights = (math.log(error / BY_ERROR[place]), math.log(alike / ALIKE[place]), math.log(other))
        return weights[apart - 1], "typo" if apart < 3 else ""


def _why(mine: Part, theirs: Part) -> str:
    if mine.cyrillic != theirs.cyrillic:
        return "latin"
    return "name" if mine.word == theirs.word else "short"


@lru_cache(maxsize=1 << 16)
def _words(text: str) -> list[tuple[str, bool]]:
    """The words of a field in one spelling, a double name as one word with a hyphen; «И.И.» gives two initials."""
    found = []
    for word in str(text).replace(".", " ").split():
        halves = WORDS.findall(word)
        if halves:
            found.append(("-".join(canonical(half) for half in halves), CYRILLIC.search(word) is not None))
    return [one for one in found if one[0]]


def _part(words: list[tuple[str, bool]]) -> Part | None:
    if not words:
        return None
    word, cyrillic = "-".join(one for one, _ in words), words[0][1]
    return Part(word, FULL.get(word, word), cyrillic)


def _divided(words: list[tuple[str, bool]]) -> tuple[list[tuple[str, bool]], ...]:
    """Last name, first name, patronymic of words in one field: by their form, else in this order."""
    patronymics = [one for one in words[1:] if PATRONYMIC_END.search(one[0])]
    rest = [one for one in words if one not in patronymics[-1:]]
    given = [one for one in rest if one[0] in USUAL][:1] or rest[1:2]
    family = [one for one in rest if one not in given]
    if not patronymics and len(family) > 1 and len(family[1][0]) == 1:
        return family[:1], given, family[1:2]
    return family, given, patronymics[-1:]


@lru_cache(maxsize=1 << 16)
def _other_sex(one: str, other: str) -> bool:
    """Whether the words are forms of one name of a man and of a woman: «Иванов» and «Иванова»."""
    if (WOMAN.search(one) and MAN.search(other)) or (MAN.search(one) and WOMAN.search(other)):
        mine, theirs = ENDS.sub("", one), ENDS.sub("", other)
        return mine == theirs or {mine[-4:], theirs[-4:]} in ({"ovna"[:3], "vich"}, {"ovn", "vich"})
    return False


def _half(one: str, other: str) -> bool:
    """Whether one is a half of the other double name."""
    mine, theirs = one.split("-"), other.split("-")
    return len(mine) != len(theirs) and not set(mine).isdisjoint(theirs)


def _met(one: Parts, other: Parts) -> int:
    """How many words stand against a word, not against nothing."""
    return sum(mine is not None and theirs is not None for mine, theirs in zip(one, other, strict=True))


def _have_a_word_in_common(one: Parts, other: Parts) -> bool:
    pairs = zip(one, other, strict=True)
    return any(
        mine and theirs and len(mine.word) > 1 and distance(mine.full, theirs.full) < 2 for mine, theirs in pairs
    )
