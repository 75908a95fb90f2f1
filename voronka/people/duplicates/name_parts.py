"""The parts of a person's name as they are written: which word is the last name, which are initials, short forms."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from voronka.core.first_names import FULL_NAMES, SHARED_SHORT_FORMS
from voronka.core.given_names import FIRST_NAMES
from voronka.records.duplicates.scripts import CYRILLIC, meant
from voronka.records.duplicates.texts import SOFT, WORDS, canonical

FULL = {canonical(short): (canonical(full),) for short, full in FULL_NAMES.items()} | {
    canonical(short): tuple(canonical(full) for full in fulls) for short, fulls in SHARED_SHORT_FORMS.items()
}
USUAL = frozenset(map(canonical, FIRST_NAMES)) | frozenset(FULL)
PATRONYMIC_END = re.compile(r"(ic|[oe]vna|icna)$")
FAMILY_END = re.compile(r"([oe]va?|ina?|[sq]ki|[sq]kaia|enko|cuk|ian|eq|ih)$")
# «(директор)» tells of the person, but is no part of the name.
ASIDE = re.compile(r"\([^)]*\)?")
# Men whose names end as those of women do.
MEN_IN_A = frozenset(map(canonical, ("никита", "илья", "кузьма", "лука", "фома", "савва", "данила")))
# What an initial in Latin letters may be written with: «Ю.» is “Yu.”.
TWO_LETTERS = re.compile(r"(?:y[aueo]|i[aue]|j[aue]|[zscktp]h|ts)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name in one spelling, the full names that it may be short for, and how it was written.

    `first` is its first letter; `is_moved` says that it stood where another part of the name belongs; a last name knows
    whether it is a woman's.
    """

    word: str
    fulls: tuple[str, ...]
    cyrillic: bool
    first: str
    is_initial: bool = False
    is_moved: bool = False
    woman: bool | None = None

    @property
    def full(self) -> str:
        """The full name that it is likeliest short for; the word itself where it is not short."""
        return self.fulls[0]

    @property
    def is_of_passport(self) -> bool:
        """Whether it is a full name, though others may be called so: «Оксана» for a Ксения."""
        return self.word == self.fulls[0]


type Parts = tuple[Part | None, Part | None, Part | None]


def divided(raw: Any) -> Parts | None:
    """Last name, first name, patronymic of the three fields; a name that stands in one field is divided."""
    family, given, patronymic = (_words(text) for text in meant([ASIDE.sub(" ", str(text)) for text in raw]))
    if len(given) > 1 and not patronymic:
        given, patronymic = given[:1], given[1:]
    if family and not given and not patronymic:
        family, given, patronymic = _by_form(family)
    elif len(given) > 1 and not family:
        family, given, patronymic = _by_form([*given, *patronymic])
    parts = _in_order(_joined(family), _joined(given[:1]), _joined(patronymic[:1]))
    if parts[0]:
        parts = (replace(parts[0], woman=is_woman(parts)), *parts[1:])
    return parts if any(parts) else None


def _in_order(family: Part | None, given: Part | None, patronymic: Part | None) -> Parts:
    """«Иван» in the field of the last name and «Петров» in that of the first in each other's place."""
    if family and given and family.word in USUAL and given.word not in USUAL and FAMILY_END.search(given.word):
        return replace(given, is_moved=True), replace(family, is_moved=True), patronymic
    return family, given, patronymic


def is_woman(parts: Parts) -> bool | None:
    """Whether it is the name of a woman: by the patronymic, else by the first name; None where neither tells."""
    _family, given, patronymic = parts
    if patronymic and PATRONYMIC_END.search(patronymic.word):
        return patronymic.word.endswith("na")
    if given is None or given.is_initial or given.full not in USUAL or len(given.fulls) > 1:
        return None
    return given.full.endswith("a") and given.full not in MEN_IN_A


def _words(text: str) -> list[Part]:
    """The words of a field in one spelling, a double name as one word with a hyphen; «И.И.» gives two initials."""
    return [part for part in (_word(word) for word in _pieces(text)) if part.word]


def _pieces(text: str) -> list[str]:
    return [word for word in SOFT.sub("", text).replace(".", ". ").split() if WORDS.search(word)]


@lru_cache(maxsize=1 << 16)
def _word(written: str) -> Part:
    halves = WORDS.findall(written)
    word = "-".join(canonical(half) for half in halves)
    bare = "".join(halves)
    is_initial = len(bare) == 1 or (written.endswith(".") and TWO_LETTERS.fullmatch(bare) is not None)
    first = canonical(bare[:1])
    return Part(word, FULL.get(word, (word,)), CYRILLIC.search(written) is not None, first, is_initial)


def _joined(words: list[Part]) -> Part | None:
    if len(words) < 2:
        return words[0] if words else None
    word = "-".join(one.word for one in words)
    return Part(word, (word,), words[0].cyrillic, words[0].first)


def _by_form(words: list[Part]) -> tuple[list[Part], list[Part], list[Part]]:
    """Last name, first name, patronymic of words in one field: by their form, else in this order."""
    initials = [one for one in words if one.is_initial]
    whole = [one for one in words if not one.is_initial]
    patronymics = [one for one in whole[1:] if PATRONYMIC_END.search(one.word)][-1:]
    rest = [one for one in whole if one not in patronymics]
    given = [one for one in rest if one.word in USUAL][: 1 if len(rest) > 1 or patronymics else 0]
    if not given and not initials:
        given = rest[1:2]
    family = [one for one in rest if one not in given]
    # A word more is a note («бухгалтер»), unless none of them looks like a last name.
    family = [one for one in family if FAMILY_END.search(one.word)][:1] or family
    if not given:
        given, initials = initials[:1], initials[1:]
    return family, given, patronymics or initials[:1]
