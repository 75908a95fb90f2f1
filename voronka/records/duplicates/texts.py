"""Words as they are compared: one spelling for both alphabets, and how far two of them are from each other."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

SPELT = "a b v g d e e zh z i i k l m n o p r s t u f h ts ch sh sch - i - e iu ia"
LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", SPELT.split(" "), strict=True))
# Ways of writing Russian in Latin letters (ISO 9, GOST 7.79, passports of several years, English habit) are one here.
SPELLINGS = (
    ("shch", "sch"), ("kh", "h"), ("tz", "ts"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("w", "v"),
    ("yu", "iu"), ("ju", "iu"), ("ya", "ia"), ("ja", "ia"), ("yo", "e"), ("jo", "e"), ("ye", "e"), ("je", "e"),
    ("y", "i"), ("j", "i"), ("ii", "i"), ("ii", "i"), ("'", ""),
)  # fmt: skip
HARD_C = re.compile(r"c(?!h)")
S_BEFORE_CH = re.compile(r"sk(?=h)")
WORDS = re.compile(r"[^\W_]+")
VOWELS = re.compile(r"(?<=.)[aeiou]+")
TWICE = re.compile(r"(.)\1+")
LIKE = 0.9


@lru_cache(maxsize=1 << 17)
def canonical(word: str) -> str:
    """One spelling of a word, whichever alphabet it came in: «Щукин», “Shchukin” → `schukin`."""
    lower = word.lower()
    text = "".join(LETTERS.get(sign, sign) for sign in lower).replace("-", "")
    for spelling, ours in SPELLINGS:
        if spelling in text:
            text = text.replace(spelling, ours)
    return HARD_C.sub("k", text) if "c" in text else text


def words(text: str) -> list[str]:
    """The words and numbers of a text, in one spelling."""
    return [canonical(word) for word in WORDS.findall(text)]


@lru_cache(maxsize=1 << 17)
def skeleton(word: str) -> str:
    """What is left of a canonical word without its vowels and doubled letters: the same for most typing errors."""
    return VOWELS.sub("", TWICE.sub(r"\1", word))


@lru_cache(maxsize=1 << 18)
def distance(one: str, other: str) -> int:
    """0 the same, 1 a typing error apart, 2 alike, 3 different; canonical words.

    An error is a letter more, less, another or two that changed places (Damerau 1964); short words allow none.
    """
    if one == other:
        return 0
    shorter = min(len(one), len(other))
    if shorter < 3:
        return 3
    errors = OSA.distance(one, other, score_cutoff=2)
    if errors == 1:
        return 1 if shorter > 3 else 2
    if errors == 2 and shorter > 5:
        return 2
    if shorter > 3 and (JaroWinkler.similarity(one, other) >= LIKE or _begins(one, other)):
        return 2
    return 3


def _begins(one: str, other: str) -> bool:
    """Whether one word is the other, cut short."""
    return min(len(one), len(other)) > 4 and (one.startswith(other) or other.startswith(one))
