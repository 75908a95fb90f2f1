"""Readings of a word that the base knows: the other layout, other letters, how it is heard, what it was meant to be."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import pairwise

from django.db import connection, transaction
from rapidfuzz.distance import OSA

from voronka.records.models import SearchWord
from voronka.records.names import fold
from voronka.records.search.sounds import CUTTABLE, cuts, sound
from voronka.records.search.terms import PIECE, Term
from voronka.records.search.variants import other_layout, transliterated

WORDS = SearchWord._meta.db_table
ALIKE = 0.4
SLACK = 0.3  # letters: another first letter is a little worse than another later one
NEAREST, HEARD = 12, 20
LAST_SIGN = "\U0010ffff"

BEGINS = f"""
    SELECT given FROM unnest(%s::text[]) AS given
    WHERE EXISTS (SELECT FROM {WORDS} WHERE word ~>=~ given AND word ~<~ (given || '{LAST_SIGN}'))
"""  # noqa: S608  # the name of a table of ours
SOUNDS = f"""
    SELECT given, heard.word FROM unnest(%s::text[], %s::text[]) AS asked (given, ends), LATERAL (
        SELECT word FROM {WORDS} WHERE sound ~>=~ given AND sound ~<=~ ends ORDER BY length(word), word LIMIT {HEARD}
    ) AS heard
"""  # noqa: S608  # the same
READ = f"SELECT '', given FROM ({BEGINS}) AS begun UNION ALL ({SOUNDS})"  # noqa: S608  # the same
NEAR = f"""
    SELECT given, near.word FROM unnest(%s::text[]) AS given, LATERAL (
        SELECT word FROM {WORDS} WHERE given <%% word ORDER BY word_similarity(given, word) DESC, word LIMIT 80
    ) AS near
"""  # noqa: S608  # the same
CUT = f"SELECT word FROM {WORDS} WHERE cuts && %s::text[]"  # noqa: S608  # the same
EXACT = f"SELECT word FROM {WORDS} WHERE word = ANY(%s)"  # noqa: S608  # the same


def read(terms: Collection[Term]) -> None:
    """Give the terms those of their other readings that the base knows."""
    texts = {id(term): _texts(term) for term in terms if not term.is_short}
    begins = {piece for readings in texts.values() for text in readings for piece in PIECE.findall(text)}
    keys = {sound(text) for readings in texts.values() for text in readings[1:] if len(text) > 2}
    keys |= {sound(piece) for term in terms if id(term) in texts for piece in term.pieces if len(piece) > 3}
    known, heard = _read(begins, keys)
    for term in terms:
        if id(term) not in texts:
            continue
        for text in texts[id(term)][1:]:
            pieces = tuple(PIECE.findall(text))
            if all(piece in known or not piece.isalpha() for piece in pieces):
                term.add([pieces])
        same = [text for text in [*term.pieces, *_latin(term)] if len(text) > 2]
        if len(term.pieces) == 1:
            term.add(((word,) for text in same for word in heard[sound(text)]), is_whole=True)


def mend(terms: Iterable[Term], *, only_unknown: bool) -> bool:
    """Give the terms the known words that they may be misspellings of; says whether there are any."""
    asked = {id(term): [text for text in _texts(term) if _is_word(text)] for term in terms}
    flat = {piece for texts in asked.values() for text in texts for piece in PIECE.findall(text) if len(piece) > 2}
    if only_unknown:
        flat -= _known(flat)
    near = _near(flat)
    found = False
    for term in terms:
        before = len(term.others)
        for text in asked[id(term)]:
            pieces = tuple(PIECE.findall(text))
            if len(pieces) == 1:
                term.add(((word,) for word in near[pieces[0]]), is_whole=True)
            elif len(pieces) <= 3:
                term.add([tuple(near[piece][0] if near[piece] else piece for piece in pieces)])
        found = found or len(term.others) > before
    return found


def part(terms: Iterable[Term]) -> bool:
    """Read a word that is several known words written together as these; says whether there is one."""
    found = False
    for term in terms:
        texts = [text for text in _texts(term) if _is_word(text) and PIECE.fullmatch(text) and 6 <= len(text) <= 40]
        inside = {
            text[start:end] for text in texts for start in range(len(text)) for end in range(start + 3, len(text) + 1)
        }
        if not inside or len(term.pieces) != 1:
            continue
        with connection.cursor() as cursor:
            cursor.execute(EXACT, [list(inside)])
            known = {row[0] for row in cursor.fetchall()}
        parted = [pieces for text in texts if (pieces := _parted(text, known))]
        term.add(parted, is_whole=True)
        found = found or bool(parted)
    return found


def _parted(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The fewest known words that the text is made of; () where it is not."""
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(3, len(text) + 1):
        ways = [(*best[start], text[start:end]) for start in best if text[start:end] in known]
        if ways:
            best[end] = min(ways, key=len)
    return best.get(len(text), ())


def join(terms: list[Term]) -> list[list[Term]]:
    """The question with two neighbours written together, for every pair of them."""
    joined = []
    for place, (one, two) in enumerate(pairwise(terms)):
        if not one.digits and len(one.pieces) == len(two.pieces) == 1:
            whole = Term(one.text + two.text, (one.pieces[0] + two.pieces[0],))
            joined.append([*terms[:place], whole, *terms[place + 2 :]])
    return joined


def _texts(term: Term) -> list[str]:
    """The term as typed, on the other layout, in the other letters."""
    if term.digits:
        return [term.text]
    texts = (term.text, _other_keys(term.text), *_other_letters(term.text))
    return list(dict.fromkeys(text for text in texts if text))


def _other_keys(text: str) -> str:
    """The other layout, or "" where it is mostly signs: «бух» is not “,e[”, else every “e” would be meant."""
    other = fold(other_layout(text))
    kept, typed = (sum(sign.isalnum() for sign in one) for one in (other, text))
    return other if 3 * kept >= 2 * typed else ""


def _other_letters(text: str) -> list[str]:
    return [transliterated(text), *(transliterated(one) for one in _habits(text))]


def _habits(text: str) -> list[str]:
    """“jeltiy”, “coy”: letters that are read otherwise out of habit."""
    return [text.replace(letter, sounds) for letter, sounds in (("j", "zh"), ("c", "ts")) if letter in text]


def _latin(term: Term) -> list[str]:
    return [one for piece in term.pieces for one in _habits(piece)]


def _is_word(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def _known(pieces: Collection[str]) -> set[str]:
    """Those that a known word begins with."""
    with connection.cursor() as cursor:
        cursor.execute(BEGINS, [list(pieces)])
        return {row[0] for row in cursor.fetchall()}


def _read(pieces: Collection[str], keys: Collection[str]) -> tuple[set[str], dict[str, list[str]]]:
    """The pieces that a known word begins with, and known words by their sound; a long key finds longer words too."""
    asked = [key for key in keys if key]
    ends = [key + LAST_SIGN if len(key) > 4 else key for key in asked]
    heard: dict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(READ, [list(pieces), asked, ends])
        for key, word in cursor.fetchall():
            heard[key].append(word)
    return set(heard.pop("", ())), heard


def _near(pieces: Collection[str]) -> dict[str, list[str]]:
    """The known words nearest to each piece, by the number of wrong letters."""
    found: dict[str, list[str]] = defaultdict(list)
    candidates: dict[str, list[str]] = defaultdict(list)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
        cursor.execute(NEAR, [list(pieces)])
        for piece, word in cursor.fetchall():
            candidates[piece].append(word)
        for piece in pieces:
            if len(piece) <= CUTTABLE:
                cursor.execute(CUT, [cuts(piece)])
                candidates[piece] += [row[0] for row in cursor.fetchall()]
    for piece, words in candidates.items():
        scored = sorted(
            (wrong, word) for word in set(words) if (wrong := _wrong(piece, word)) <= _allowed(piece) + SLACK
        )
        best = scored[0][0] if scored else 0
        found[piece] = [word for wrong, word in scored if wrong <= best + SLACK][:NEAREST]
    return found


def _allowed(piece: str) -> int:
    """How many letters may be wrong in a word of this length."""
    return 1 if len(piece) < 6 else 2 if len(piece) < 11 else 3


def _wrong(piece: str, word: str) -> float:
    """Wrong letters between what was typed and the word, or the beginning of it (a little worse)."""
    whole = OSA.distance(piece, word)
    cuts = (OSA.distance(piece, word[: len(piece) + more]) + 0.5 for more in (-1, 0, 1))
    return min(float(whole), *cuts) + (0.25 if piece[0] != word[0] else 0)
