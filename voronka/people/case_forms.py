"""Case forms of names, positions and papers, as contracts need them: «в лице генерального директора Петрова Ивана»."""

import re
from functools import cache
from typing import Any, Literal

from pytrovich.detector import PetrovichGenderDetector
from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

type CaseName = Literal["genitive", "dative"]

CASES = {"genitive": Case.GENITIVE, "dative": Case.DATIVE}
MARKS = {"genitive": "gent", "dative": "datv"}
CYRILLIC = re.compile(r"[А-ЯЁа-яё]")
INITIAL = re.compile(r"[А-ЯЁ]\.?(?:[А-ЯЁ]\.?)?")
SURNAMES = (
    (re.compile(r"(?:ова|ева|ёва|ина|ына|ская|цкая)$"), Gender.FEMALE),
    (re.compile(r"(?:ов|ев|ёв|ин|ын|ский|цкий|ой)$"), Gender.MALE),
)
OF_THE_EAST = {"оглы": "masc", "улы": "masc", "уулу": "masc", "кызы": "femn", "гызы": "femn"}
LEAST_LIKELY = 0.01  # how likely a reading of a word is, 0…1
JOINTS = {"-", "–", "—", "и"}  # another position follows
BESIDE = {"временно"}  # has no forms, and the position goes on behind it
PAPERS = {
    "charter": "Устава",
    "attorney": "доверенности",
    "registration": "записи в ЕГРИП",
    "order": "приказа",
}


def name_in(name: str, case: CaseName) -> str:
    """«Петров Иван Сергеевич» → «Петрова Ивана Сергеевича»; what is not Cyrillic, or of no known gender, stays."""
    words = name.split()
    gender = gender_of(name)
    if gender is None or not all(CYRILLIC.search(word) for word in words):
        return name
    parts = [NamePart.LASTNAME, NamePart.FIRSTNAME, NamePart.MIDDLENAME]
    if INITIAL.fullmatch(words[0]):
        return " ".join([*words[:-1], _declined(NamePart.LASTNAME, gender, case, words[-1])])
    return " ".join(
        word if INITIAL.fullmatch(word) else _declined(part, gender, case, word)
        for part, word in zip(parts, words, strict=False)
    ) + "".join(f" {word}" for word in words[3:])


def position_in(position: str, case: CaseName) -> str:
    """«генеральный директор по продажам» → «генерального директора по продажам»: the first noun with its adjectives."""
    return _inflected(position, MARKS[case], lambda tag: "nomn" in tag and "sing" in tag)


def nominative_position(position: str) -> str:
    """«генерального директора» → «генеральный директор»; what stands in the nominative already stays."""
    return _inflected(position, "nomn", lambda tag: "gent" in tag and "sing" in tag)


def nominative_name(name: str) -> str:
    """«Петрова Ивана Сергеевича» → «Петров Иван Сергеевич»; patronymic, «оглы» or «кызы» tell of the gender."""
    words = name.split()
    son = OF_THE_EAST.get(words[3].lower(), "") if len(words) == 4 else ""
    patronymic = _parse(words[2], "gent", "Patr") if len(words) > 2 else None
    if patronymic is None and not son:
        return name
    gender = son or ("femn" if patronymic and "femn" in patronymic.tag else "masc")
    result = []
    for word, mark in zip(words[:2] if son else words, ("Surn", "Name", "Patr"), strict=False):
        parsed = _parse(word, "gent", mark, gender) or _parse(word, "gent", "sing", gender)
        turned = parsed and parsed.inflect({"nomn", "sing"})
        result.append(_like(word, turned.word) if turned else word)
    return " ".join([*result, *(words[2:] if son else [])])


def paper_in_genitive(authority: str, number: str, on: Any) -> str:
    """«доверенности № 12 от 01.02.2026»: what the signatory acts by; empty while that is not known."""
    paper = PAPERS.get(authority, "")
    if paper and number:
        paper += f" № {number}"
    return f"{paper} от {on:%d.%m.%Y}" if paper and on else paper


def acting(name: str) -> str:
    """«действующего» or «действующей», by the gender of the name."""
    return "действующей" if gender_of(name) == Gender.FEMALE else "действующего"


def gender_of(name: str) -> Gender | None:
    """The gender that the patronymic or, without one, the ending of the surname tells."""
    words = name.split()
    if len(words) >= 3 and not INITIAL.fullmatch(words[2]):
        found = _detector().detect(middlename=words[2])
        if found != Gender.ANDROGYNOUS:
            return found  # type: ignore[no-any-return]  # the library says no types
    surname = next((word for word in words if not INITIAL.fullmatch(word)), "")
    return next((gender for ending, gender in SURNAMES if ending.search(surname)), None)


def _inflected(text: str, mark: str, fits: Any) -> str:
    words = text.split()
    for place, word in enumerate(words):
        if word in JOINTS:
            continue
        olds = word.split("-")
        pieces = [_piece(piece, mark, fits) for piece in olds]
        if word.lower() in BESIDE:
            continue
        if pieces[-1] is None or word.lower() == "обязанности":
            break
        words[place] = "-".join(  # what stands before a hyphen may have no forms: «вице-», “IT-”
            _like(old, new.word) if new else old for old, new in zip(olds, pieces, strict=True)
        )
        goes_on = place + 1 < len(words) and words[place + 1] in JOINTS
        if "NOUN" in pieces[-1].tag and not goes_on:
            break
    return " ".join(words)


def _piece(word: str, mark: str, fits: Any) -> Any:
    kinds = ("ADJF", "PRTF", "NOUN")
    found = [
        one for one in _analyzer().parse(word) if fits(one.tag) and one.tag.POS in kinds and one.score > LEAST_LIKELY
    ]
    best = min(found, key=lambda one: "neut" in one.tag, default=None)  # no position is neuter: «главного» is «главный»
    return best.inflect({mark}) if best else None


def _parse(word: str, *marks: str) -> Any:
    return next((one for one in _analyzer().parse(word) if all(mark in one.tag for mark in marks)), None)


def _declined(part: NamePart, gender: Gender, case: CaseName, word: str) -> str:
    return str(_maker().make(part, gender, CASES[case], word))


def _like(old: str, new: str) -> str:
    """The new word with the capitals of the old one, «Римский-Корсаков» by its parts."""
    if "-" in old and old.count("-") == new.count("-"):
        return "-".join(_like(*pair) for pair in zip(old.split("-"), new.split("-"), strict=True))
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new.capitalize() if old[:1].isupper() else new


@cache
def _analyzer() -> Any:
    """The dictionary, 15 MB, read when it is first needed."""
    from pymorphy3.analyzer import MorphAnalyzer  # noqa: PLC0415  # most processes never need its dictionary

    return MorphAnalyzer()  # type: ignore[no-untyped-call]  # the library says no types


@cache
def _maker() -> Any:
    return PetrovichDeclinationMaker()


@cache
def _detector() -> Any:
    return PetrovichGenderDetector()
