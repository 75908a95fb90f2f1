"""Keys of words: how a word is heard in any letters («Щербаков», “Shcherbakov”), and the word with a letter missing."""

import re

from voronka.records.names import fold

# One letter for each sound; vowels that are not stressed are heard alike, so а = о and е = и.
CYRILLIC = str.maketrans(
    {
        "а": "a", "о": "a", "э": "i", "е": "i", "и": "i", "й": "i", "ы": "i", "у": "u", "ю": "iu", "я": "ia",
        "б": "b", "в": "v", "г": "g", "д": "d", "ж": "Z", "з": "z", "к": "k", "л": "l", "м": "m", "н": "n", "п": "p",
        "р": "r", "с": "s", "т": "t", "ф": "v", "х": "h", "ц": "ts", "ч": "C", "ш": "S", "щ": "S", "ъ": "", "ь": "",
    }
)  # fmt: skip
# The longest come first; spellings of ISO 9, GOST 7.79, passports, and of habit.
LATIN = (
    ("shch", "S"), ("tsch", "C"), ("sch", "S"), ("tch", "C"), ("sh", "S"), ("zh", "Z"), ("ch", "C"), ("kh", "h"),
    ("ts", "ts"), ("tz", "ts"), ("ph", "v"), ("ck", "k"), ("yo", "i"), ("jo", "i"), ("ye", "i"), ("je", "i"),
    ("yu", "iu"), ("ju", "iu"), ("ya", "ia"), ("ja", "ia"), ("x", "ks"), ("w", "v"), ("f", "v"), ("q", "k"),
    ("ci", "tsi"), ("ce", "tsi"), ("cy", "tsi"), ("c", "k"), ("o", "a"), ("e", "i"), ("y", "i"), ("j", "i"),
)  # fmt: skip
LATIN_SOUNDS = dict(LATIN)
LATIN_PIECES = re.compile("|".join(piece for piece, _sound in LATIN))
CUTTABLE = 10
TWICE = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """The key of a word: equal keys are heard alike. It is no spelling and is shown to nobody."""
    lower = fold(word).replace("'", "")
    heard = LATIN_PIECES.sub(lambda found: LATIN_SOUNDS[found[0]], lower).translate(CYRILLIC)
    return TWICE.sub(r"\1", heard)


def cuts(word: str) -> list[str]:
    """The word and the word without each one of its letters: two words with one wrong letter have a key in common.

    Long words have none: their trigrams are enough. The idea is of SymSpell (Wolf Garbe).
    """
    if len(word) > CUTTABLE:
        return []
    return sorted({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})
