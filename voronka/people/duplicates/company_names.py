"""Names of companies as they are compared: without form of law and quotes, word by word, abbreviations written out."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from voronka.people.duplicates.company_words import FORMS, IDLE, LONG_FORMS, WRITTEN_OUT
from voronka.records.duplicates.scripts import CYRILLIC, meant
from voronka.records.duplicates.texts import SOFT, WORDS, canonical, distance, glued, is_garbled
from voronka.records.duplicates.weights import Evidence, Frequencies

# One word is taken from a dictionary of brands, where thousands of firms take theirs; two together are rarer.
EXPECTED, EXPECTED_OF_TWO = 1 / 2000, 1 / 20000
RAREST, RAREST_OF_TWO = 1 / 20000, 1 / 100000
AS_IT_WAS, WITH_ERROR = 0.85, 0.12
OTHER_NUMBER = -6.0
OTHER_NAME = math.log(0.02)
# Of what an additional word would say if it were in common, so much speaks against: «Ромашка» and «Ромашка Сервис».
MISSING = 0.45
# Two errors in a shorter word may make any word of it.
LONG = 6


# What becomes of a name on another card of the company: as it was, errors, a word less or more, another.
SAME, ERROR, PARTLY, OTHER = 0.80, 0.12, 0.06, 0.02
# The same of firms that belong together: of one brand, which go by the brand with words to it, or of one director.
SAME_OF_KINDRED, ERROR_OF_KINDRED, PARTLY_OF_KINDRED, OTHER_OF_KINDRED = 0.35, 0.02, 0.35, 0.28
# A name half of whose letters are those of the other: written down badly, or by chance.
GARBLED, GARBLED_AGAINST_KINDRED = math.log(0.03 / 0.01), math.log(0.03 / 0.01)
# Shops and schools that are called by numbers; an error in a number is rare.
NUMBER, NUMBER_OF_KINDRED = 0.005, 0.3
# Words of a form of law, and of what any firm may be called, in which an error is looked for, are longer than this.
SHORTEST_FORM = 8
# The same form, or another (the firm was made over, or it was written down anyhow); at random, and of kindred firms.
SAME_FORM, SAME_FORM_OF_KINDRED = math.log(0.88 / 0.5), math.log(0.88 / 0.7)
OTHER_FORM, OTHER_FORM_OF_KINDRED = math.log(0.12 / 0.5), math.log(0.12 / 0.3)
SHORTEST_IDLE = 6


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
        (text,) = meant([str(raw)])
        written = WORDS.findall(SOFT.sub("", text))
        found = [(canonical(word), CYRILLIC.search(word) is not None) for word in written]
        forms = [form for word, _ in found if (form := _form(word))]
        own = [one for one in found if not _form(one[0]) and not (one[0] == "s" and forms)] or found
        if not own:
            return None
        words = [long for word, _ in own for long in LONG_FORMS.get(word, (word,))]
        words = [word for word in words if not _is_idle(word)] or words
        return Company(tuple(words), forms[0] if forms else "", any(cyrillic for _, cyrillic in own))

    def counted(self, value: Company) -> Iterable[str]:
        """Every word, and the whole."""
        return [f"{self.name}:{word}" for word in {*value.words, glued(value.words)}]

    def compare(self, one: Company, other: Company, known: Frequencies) -> Evidence:
        """What is in common by its rarity, less what is not; another form of law speaks against."""
        evidence = self._names(one, other, known)
        if not one.form or not other.form:
            return evidence
        same = one.form == other.form
        kindred = evidence.against_kindred + (SAME_FORM_OF_KINDRED if same else OTHER_FORM_OF_KINDRED)
        return Evidence(evidence.weight + (SAME_FORM if same else OTHER_FORM), evidence.reasons, kindred)

    def _names(self, one: Company, other: Company, known: Frequencies) -> Evidence:
        mine, theirs = glued(one.words), glued(other.words)
        latin = one.cyrillic != other.cyrillic
        if mine == theirs or sorted(one.words) == sorted(other.words):
            reason = "order" if mine != theirs else "latin" if latin else "name"
            return Evidence(self._same(one, mine, known), (reason,), math.log(SAME / SAME_OF_KINDRED))
        if _numbers(one) != _numbers(other):
            return Evidence(OTHER_NUMBER, (), math.log(NUMBER / NUMBER_OF_KINDRED))
        weight, reasons, whole = self._words(one, other, known)
        error = math.log(ERROR / ERROR_OF_KINDRED)
        if not whole and distance(mine, theirs) == 1:  # written together, and an error besides
            return Evidence(max(weight, self._rarity(mine, known) * 0.6), ("latin" if latin else "typo",), error)
        if not whole and is_garbled(mine, theirs) and weight < GARBLED:
            return Evidence(GARBLED, ("typo",), GARBLED_AGAINST_KINDRED)
        if not reasons or weight < OTHER_NAME:
            return Evidence(OTHER_NAME, (), math.log(OTHER / OTHER_OF_KINDRED))
        kindred = error if whole else math.log(PARTLY / PARTLY_OF_KINDRED)
        return Evidence(weight, ("latin",) if latin else tuple(sorted(reasons)), kindred)

    def _same(self, one: Company, whole: str, known: Frequencies) -> float:
        of_two = len(one.words) > 1
        rarity = max(
            self._rarity(whole, known, of_two=of_two), sum(self._rarity(word, known) for word in one.words) * 0.5
        )
        return math.log(AS_IT_WAS) + rarity

    def _words(self, one: Company, other: Company, known: Frequencies) -> tuple[float, set[str], bool]:
        """The weight of the words, the reasons, and whether every word met its mate."""
        weight, reasons, free, lonely = 0.0, set[str](), list(other.words), 0
        for word in one.words:
            mate = min(free, key=lambda theirs: OSA.distance(word, theirs), default=None)
            apart = 3 if mate is None else distance(word, mate)
            if apart == 2 and len(word) < LONG:
                apart = 3
            if mate is None or (apart > 2 and not is_garbled(word, mate)):
                weight -= self._rarity(word, known) * MISSING
                lonely += 1
                continue
            free.remove(mate)
            weight += self._rarity(word, known) * (0.9, 0.6, 0.3, 0.1)[apart]
            reasons.add("typo" if apart else "name")
        weight -= sum(self._rarity(word, known) for word in free) * MISSING
        return weight, reasons - {"name"} or reasons, not lonely and not free

    def _rarity(self, word: str, known: Frequencies, *, of_two: bool = False) -> float:
        expected, rarest = (EXPECTED_OF_TWO, RAREST_OF_TWO) if of_two else (EXPECTED, RAREST)
        return -math.log(min(max(known.share(f"{self.name}:{word}", expected), rarest), 0.9))


@lru_cache(maxsize=1 << 14)
def _form(word: str) -> str:
    """The form of law that a canonical word stands for; empty for other words."""
    if word in FORMS:
        return FORMS[word]
    if len(word) < SHORTEST_FORM:
        return ""
    return next((form for written, form in WRITTEN_OUT.items() if distance(word, written) < 2), "")


@lru_cache(maxsize=1 << 14)
def _is_idle(word: str) -> bool:
    return word in IDLE or (len(word) > SHORTEST_IDLE and any(distance(word, idle) == 1 for idle in IDLE))


def _numbers(company: Company) -> list[str]:
    return sorted(word for word in company.words if word.isdecimal())
