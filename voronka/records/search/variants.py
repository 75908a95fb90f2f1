"""Other readings of what was typed: the other keyboard layout, Latin letters for Cyrillic ones and back."""

import re

LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~{}:\"<>"
CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбюёхъжэбю"
TO_CYRILLIC = str.maketrans(dict(zip(LATIN, CYRILLIC, strict=True)))
TO_LATIN = str.maketrans({cyrillic: latin for latin, cyrillic in reversed(list(zip(LATIN, CYRILLIC, strict=True)))})

# The longest come first; several standards at once (ISO 9, GOST 7.79 B, passports of several years).
SOUNDS = (
    ("shch", "щ"), ("sch", "щ"), ("tch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("tz", "ц"),
    ("ch", "ч"), ("sh", "ш"),
    ("yu", "ю"), ("iu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("yo", "е"), ("jo", "е"), ("ye", "е"), ("je", "е"),
    ("ck", "к"), ("ph", "ф"), ("x", "кс"), ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"),
    ("g", "г"), ("h", "х"), ("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"),
    ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("y", "ы"),
    ("z", "з"), ("'", ""),
)  # fmt: skip
SPELT = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", SPELT.split(" "), strict=True))
VOWELS = "aeiou"
# Ends that are spelt in many ways are cut off: what is left is looked for anywhere in a word.
ENDS = re.compile(r"(?<=[a-z]{2})(iya|iia|ia|ii|iy|yi|yj|y)$")


def other_layout(text: str) -> str:
    """The same keys on the other layout: «bdfyjd» → «иванов», «кщьфырлф» → “romashka”; "" where nothing changes."""
    lower = text.lower()
    latin = sum("a" <= sign <= "z" for sign in lower)
    cyrillic = sum("а" <= sign <= "я" or sign == "ё" for sign in lower)
    if not latin and not cyrillic:
        return ""
    return lower.translate(TO_CYRILLIC if latin >= cyrillic else TO_LATIN)


def transliterated(text: str) -> str:
    """«ivanov» → «иванов», «вектор» → “vektor”; "" where there are no letters."""
    lower = text.lower()
    if re.search("[a-z]", lower):
        return " ".join(_to_cyrillic(word) for word in lower.split())
    if re.search("[а-яё]", lower):
        return "".join(LETTERS.get(sign, sign).replace("-", "") if sign in LETTERS else sign for sign in lower)
    return ""


def _to_cyrillic(word: str) -> str:
    stem = word if len(word) > 1 and word[-2:-1] in VOWELS and not word.endswith("ia") else ENDS.sub("", word)
    result, place = "", 0
    while place < len(stem):
        for sound, letter in SOUNDS:
            if stem.startswith(sound, place):
                is_short = sound == "y" and place and stem[place - 1] in VOWELS
                is_soft_i = sound == "i" and place and stem[place - 1] in "ae" and place == len(stem) - 1
                result += "й" if is_short or is_soft_i else letter
                place += len(sound)
                break
        else:
            result += stem[place]
            place += 1
    return result
