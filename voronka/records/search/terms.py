"""A question as terms: every word of it with its other readings, every number with its digits."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from voronka.records.names import fold
from voronka.records.search.variants import other_layout

TERMS = 8
LONG = 3  # digits that the index is asked for; shorter pieces of a number are looked at in what it has found
PIECE = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"[+(]*\d[\d()+\-–./]*")
HALVES = re.compile(r"\d+|[^\W\d_]+")
# Forms of law and names of numbers: people type them or leave them out.
WITHOUT = (
    "ооо оао зао ао пао нао ип чп кфх тоо гуп муп фгуп ано нко инн огрн кпп тел телефон почта "
    "llc ltd inc gmbh corp oy ag sa"
)
FREE = frozenset(WITHOUT.split())

type Pieces = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One reading of a term: pieces that words begin with, or, when `is_whole`, words as they are.

    Of a number all pieces but the last stand as they were typed: «903 12» is no «9031 123».
    """

    pieces: Pieces
    is_whole: bool = False
    is_number: bool = False

    @property
    def asked(self) -> list[tuple[str, bool]]:
        """The pieces, and whether words may go on after them."""
        last = len(self.pieces) - 1
        return [
            (one, not self.is_whole and (place == last or not self.is_number)) for place, one in enumerate(self.pieces)
        ]


@dataclass(slots=True)
class Term:
    """A word or a number of the question; `others` may stand instead of the typed pieces."""

    text: str
    pieces: Pieces
    digits: str = ""
    others: list[Way] = field(default_factory=list)
    is_free: bool = False

    @property
    def ways(self) -> list[Way]:
        """Every reading, the typed one first."""
        return [Way(self.pieces, is_number=bool(self.digits)), *self.others]

    @property
    def is_short(self) -> bool:
        """Initials and the like: too little to look for, enough to choose by."""
        letters = "".join(self.pieces)
        return not self.digits and len(letters) < 3 and not letters.isdigit()

    @property
    def numbers(self) -> Iterator[str]:
        """What the digits of a record may hold: 8 903… and +7 903… are one number."""
        if self.digits:
            yield self.digits
            if len(self.digits) >= 5 and self.digits[0] in "78":
                yield f"7{self.digits[1:]}"
                if len(self.digits) >= 8:
                    yield self.digits[1:]

    def add(self, ways: Iterable[Pieces], *, is_whole: bool = False) -> None:
        """More readings; those that are there are left out."""
        there = {way.pieces for way in self.ways}
        self.others += [Way(pieces, is_whole) for pieces in dict.fromkeys(ways) if pieces and pieces not in there]


def terms_of(text: str) -> list[Term]:
    """The terms of a question; consecutive pieces of a number («8 903 123-45») are one."""
    found: list[Term] = []
    for chunk in fold(text).split():
        digits = re.sub(r"\D", "", chunk)
        is_number = NUMBER.fullmatch(chunk) is not None
        last = found[-1] if found else None
        if is_number and last is not None and last.digits and "/" not in chunk + last.text:
            found[-1] = Term(f"{last.text} {chunk}", (*last.pieces, *PIECE.findall(chunk)), last.digits + digits)
        elif pieces := tuple(PIECE.findall(chunk)):
            found.append(Term(chunk, pieces, digits if is_number else "", is_free=chunk.strip(".,") in FREE))
        elif other := tuple(PIECE.findall(other_layout(chunk))):  # «[» and «;» are letters of the other layout
            found.append(Term(chunk, other))
    for term in found:
        if term.digits and len(term.digits) < 3:
            term.digits = ""
        _part(term)
    if all(term.is_free for term in found):
        for term in found:
            term.is_free = False
    return found[:TERMS]


def asked(term: Term, *, shortest: int = 0) -> str:
    """A term in the language of tsquery: any reading, of a reading every piece, each as the beginning of a word.

    A number may leave out pieces that are shorter than `shortest`: the index holds very many that begin so.
    """
    ways = []
    for way in term.ways:
        pieces = way.asked
        if way.is_number:
            pieces = [one for one in pieces if len(one[0]) >= shortest] or pieces
        ways.append(" & ".join(f"'{piece}'{':*' if goes_on else ''}" for piece, goes_on in pieces))
    return f"({' | '.join(f'({way})' for way in ways)})"


def _part(term: Term) -> None:
    """«нш50» is looked for as «нш-50» too."""
    halves = tuple(half for piece in term.pieces for half in HALVES.findall(piece))
    if not term.digits and halves != term.pieces:
        term.add([halves])
