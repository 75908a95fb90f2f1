"""Words as they are compared: one spelling for both alphabets, and how far two of them are from each other."""

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import combining, normalize

from rapidfuzz.distance import OSA, JaroWinkler

SPELT = "a b v g d e e zh z i i k l m n o p r s t u f h ts ch sh sch - i - e iu ia"
LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", SPELT.split(" "), strict=True))
# Ways of writing Russian in Latin letters (ISO 9, GOST 7.79, passports of several years, English habit) are one here.
SPELLINGS = (
    ("shch", "sch"), ("shh", "sch"), ("kh", "h"), ("tz", "ts"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("q", "k"),
    ("w", "v"),
    ("yu", "iu"), ("ju", "iu"), ("ya", "ia"), ("ja", "ia"), ("yo", "e"), ("jo", "e"), ("ye", "e"), ("je", "e"),
    ("y", "i"), ("j", "i"), ("ii", "i"), ("ii", "i"), ("'", ""),
)  # fmt: skip
# Letters with signs above them, of ISO 9; other signs are left out.
SIGNED = str.maketrans({"š": "sh", "č": "ch", "ž": "zh", "ŝ": "sch", "û": "iu", "â": "ia", "ʹ": "", "ʺ": "", "`": ""})
PLAIN = re.compile(r"[a-zа-яё0-9]*", re.IGNORECASE)
# One sign for one sound at last, so that a wrong letter is one error whatever it is spelt with. “x” is «кс» by habit
# and «х» by GOST 7.79, so both are one.
SOUNDS = (("sch", "x"), ("zh", "j"), ("ch", "c"), ("sh", "w"), ("ts", "q"), ("iu", "u"), ("ks", "h"))
HARD_C = re.compile(r"c(?!h)")
S_BEFORE_CH = re.compile(r"sk(?=h)")
WORDS = re.compile(r"[^\W_]+")
# What stands for a soft sign in Latin letters is no end of a word.
SOFT = re.compile(r"(?<=[a-z])[`'’ʹʺ\"](?=[a-z]|\b)", re.IGNORECASE)
VOWELS = re.compile(r"(?<=.)[aeiou]+")
TWICE = re.compile(r"(.)\1+")
LIKE = 0.9


@lru_cache(maxsize=1 << 17)
def canonical(word: str) -> str:
    """One spelling of a word, whichever alphabet it came in: «Щукин», “Shchukin” → `xukin`. It is shown to nobody."""
    lower = word.lower()
    if not PLAIN.fullmatch(lower):
        lower = _without_signs(lower)
    text = "".join(LETTERS.get(sign, sign) for sign in lower).replace("-", "")
    for spelling, ours in SPELLINGS:
        if spelling in text:
            text = text.replace(spelling, ours)
    text = HARD_C.sub("k", text) if "c" in text else text
    for spelling, ours in SOUNDS:
        if spelling in text:
            text = text.replace(spelling, ours)
    return text


def _without_signs(lower: str) -> str:
    """“Âkušev” → `iakushev`, “Müller” → `muller`; «й» and «ё» are letters of their own."""
    known = lower.translate(SIGNED)
    return "".join(
        sign if PLAIN.fullmatch(sign) else "".join(one for one in normalize("NFKD", sign) if not combining(one))
        for sign in known
    )


def words(text: str) -> list[str]:
    """The words and numbers of a text, in one spelling."""
    return [canonical(word) for word in WORDS.findall(text)]


def glued(words: Sequence[str]) -> str:
    """Canonical words written together: the same as the canonical form of what people write together."""
    text = "".join(words)
    for spelling, ours in SOUNDS:
        if spelling in text:
            text = text.replace(spelling, ours)
    return text


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


@lru_cache(maxsize=1 << 17)
def is_garbled(one: str, other: str) -> bool:
    """Whether half of the signs of two words that are further apart than `distance` tells are still in their places."""
    longest = max(len(one), len(other))
    return longest > 2 and int(OSA.distance(one, other)) * 2 <= longest


def _begins(one: str, other: str) -> bool:
    """Whether one word is the other, cut short."""
    return min(len(one), len(other)) > 4 and (one.startswith(other) or other.startswith(one))
