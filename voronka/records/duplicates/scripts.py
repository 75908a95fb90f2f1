"""Which letters a text was meant in: typed with the other keyboard layout, or with Latin twins of Cyrillic letters."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from voronka.core.given_names import FIRST_NAMES
from voronka.records.search.variants import TO_CYRILLIC, TO_LATIN, transliterated

CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
LATIN = re.compile(r"[a-z]", re.IGNORECASE)
TWINS = "ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху"
TO_TWINS, FROM_TWINS = str.maketrans(*TWINS), str.maketrans(*reversed(TWINS))
ONLY_TWINS = re.compile(rf"(?<!\w)[{TWINS[0]}]{{2,}}(?!\w)")
# Letters that tell the alphabet, because they have no twin.
OWN_LATIN, OWN_CYRILLIC = re.compile(r"[DFGIJLNQRSUVWZbdf-npqrs-wz]"), re.compile(rf"[^\Wa-zA-Z\d_{TWINS[1]}]")
MIXED = re.compile(r"[^\W\d_]*(?:[a-zA-Z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][a-zA-Z])[^\W\d_]*")
# A figure between Cyrillic letters was read by a scanner, or stands for the letter that it looks like.
FIGURES = str.maketrans("036", "озб")
FIGURED = re.compile(r"(?<=[^\W\d_])[036](?=[^\W\d_])|\b0(?=[а-яё]{2})", re.IGNORECASE)
# So much likelier must the other reading be, as a logarithm, before a text is read otherwise than it is written: of the
# Latin names in a Russian base one in ten was meant in Cyrillic letters; the other way it is one in thousands, and
# Cyrillic words are often unlike names.
SURE, SURE_OF_LATIN = math.log(10), 8.0
# Shorter words are abbreviations, in which any letter follows any other.
SHORTEST = 4
# A pair of letters that no word of the lists has is rare, not impossible; the signs of a keyboard in one layout.
UNSEEN, SIGNS = 0.2, 36
KEYS = {True: re.compile(r"[а-яё]+"), False: re.compile(r"[a-z`\[\];',.{}:\"<>~]+")}
# What first names do not teach of how letters follow one another: last names and words that firms are called by.
RUSSIAN = """
иванов смирнов кузнецов попов васильев петров соколов михайлов новиков федоров морозов волков алексеев лебедев семенов
егоров павлов козлов степанов николаев орлов андреев макаров никитин захаров зайцев соловьев борисов яковлев григорьев
королев гусев киселев ильин сорокин виноградов ковалев жуков богданов шевченко бондаренко ткачук щербаков дмитриевский
общество компания группа завод фабрика центр строительство монтаж проект инвест торговый дом магазин сервис мебель
стекло металл техника электро энергия транспорт логистика продукты хлеб молоко север восток запад юг город область
союз регион альянс партнер холдинг стандарт качество технологии системы решения медицина аптека школа клуб студия
ооо зао оао пао ао ип ооо зао
"""
ENGLISH = """
smith johnson williams brown jones miller davis wilson anderson taylor moore white harris martin thompson clark lewis
walker hall young king wright scott green baker hill campbell mitchell roberts carter phillips evans turner parker
schmidt schneider fischer weber wagner becker hoffmann schulz schwarz llc ltd inc gmbh group company trade service
systems technology solutions consulting partners international house market food build design studio logistics bank
"""


def meant(texts: Sequence[str]) -> list[str]:
    """The texts, which belong together, as they were meant; what looks right is left as it is."""
    whole = " ".join(texts)
    if not CYRILLIC.search(whole):
        return _unkeyed(texts) if LATIN.search(whole) else [*texts]
    texts = [FIGURED.sub(lambda found: found[0].translate(FIGURES), text) for text in texts]
    if LATIN.search(whole):
        texts = _untwinned(texts)
        if LATIN.search(" ".join(texts)):
            return _unkeyed(texts)  # «ООО Hjvfirf»
    if _is_keyed(" ".join(texts)):
        return [text.lower().translate(TO_LATIN) for text in texts]
    return texts


def _unkeyed(texts: Sequence[str]) -> list[str]:
    """The Latin words of the texts as Cyrillic ones, if they were meant so."""
    latin = [word for text in texts for word in KEYS[False].findall(text.lower()) if LATIN.search(word)]
    if not _is_keyed(" ".join(latin)):
        return [*texts]
    return [KEYS[False].sub(_turned, text.lower()) for text in texts]


def _turned(found: re.Match[str]) -> str:
    return found[0].translate(TO_CYRILLIC) if LATIN.search(found[0]) else found[0]


def _untwinned(texts: Sequence[str]) -> list[str]:
    """Words of letters of both alphabets as words of one: that of the letters that have no twin in the other.

    A word of twins alone is Cyrillic where a word beside is mixed, or where the other words of a name are Cyrillic.
    """
    is_spoilt = any(MIXED.search(text) for text in texts)
    texts = [MIXED.sub(_of_one_alphabet, text) for text in texts]
    if not is_spoilt and (len(texts) == 1 or OWN_LATIN.search(" ".join(texts))):
        return texts
    return [ONLY_TWINS.sub(lambda found: found[0].translate(TO_TWINS), text) for text in texts]


def _of_one_alphabet(found: re.Match[str]) -> str:
    latin, cyrillic = (len(letters.findall(found[0])) for letters in (OWN_LATIN, OWN_CYRILLIC))
    return found[0].translate(FROM_TWINS if latin > cyrillic else TO_TWINS)


@lru_cache(maxsize=1 << 14)
def _is_keyed(text: str) -> bool:
    """Whether the text reads much better with the keys of the other layout."""
    lower = text.lower().replace("ё", "е")
    cyrillic = CYRILLIC.search(lower) is not None
    table = TO_LATIN if cyrillic else TO_CYRILLIC
    better = sum(_better(word, word.translate(table), cyrillic=cyrillic) for word in KEYS[cyrillic].findall(lower))
    return better > (SURE_OF_LATIN if cyrillic else SURE)


@lru_cache(maxsize=1 << 14)
def _better(written: str, other: str, *, cyrillic: bool) -> float:
    """How much likelier the other reading of a word is, as a logarithm; an unknown abbreviation says nothing."""
    if (
        len(written) < SHORTEST
        and written not in _chain(cyrillic=cyrillic)[0]
        and other not in _chain(cyrillic=not cyrillic)[0]
    ):
        return 0.0
    return _likeliness(other, cyrillic=not cyrillic) - _likeliness(written, cyrillic=cyrillic)


def _likeliness(word: str, *, cyrillic: bool) -> float:
    """How likely letters follow one another so, as a logarithm: a Markov chain of pairs of letters."""
    _words, pairs, first = _chain(cyrillic=cyrillic)
    return sum(
        math.log((pairs[one, other] + UNSEEN) / (first[one] + UNSEEN * SIGNS)) for one, other in pairwise(f"^{word}$")
    )


@cache
def _chain(*, cyrillic: bool) -> tuple[frozenset[str], Counter[tuple[str, str]], Counter[str]]:
    """The words that one alphabet is learnt from, how often letters follow one another in them, and come at all."""
    russian = [*RUSSIAN.split(), *(name for name in FIRST_NAMES if CYRILLIC.search(name))]
    words = russian if cyrillic else [*ENGLISH.split(), *(name for name in FIRST_NAMES if LATIN.search(name))]
    words += [] if cyrillic else map(transliterated, russian)
    pairs = Counter(pair for word in words for pair in pairwise(f"^{word}$"))
    first: Counter[str] = Counter()
    for (one, _other), count in pairs.items():
        first[one] += count
    return frozenset(words), pairs, first
