"""What is marked in a found text: the pieces that answer the question."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from voronka.core import phones
from voronka.records.names import fold
from voronka.records.search.terms import PIECE, Pieces, Term

START, STOP = "\x02", "\x03"
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text that is shown, marked or not."""

    text: str
    is_marked: bool = False


def marked(text: str, terms: Iterable[Term]) -> tuple[Part, ...]:
    """The text in parts; beginnings of its words that answer a term, or such a place inside a word, are marked."""
    folded = fold(text)
    if len(folded) != len(text):  # a letter whose small form is two signs
        return (Part(text),)
    spans: list[tuple[int, int]] = []
    words = [(found.start(), found[0]) for found in PIECE.finditer(folded)]
    for term in terms:
        for way in term.ways:
            own = _spans(way.pieces, words)
            if not own and way.pieces == term.pieces and len(term.text) > 2 and term.text in folded:
                own = [(folded.index(term.text), len(term.text))]
            spans += own
            if own:
                break
    return _cut(text, spans)


def unpacked(text: str) -> tuple[Part, ...]:
    """The parts of a headline that the database made with START and STOP."""
    parts = []
    for piece in text.split(START):
        inside, stop, after = piece.partition(STOP)
        parts += [Part(inside, is_marked=True), Part(after)] if stop else [Part(piece)]
    return tuple(part for part in parts if part.text)


def plain(parts: Iterable[Part]) -> str:
    """The text without its marks."""
    return "".join(part.text for part in parts)


def holds(term: Term, text: str) -> bool:
    """Whether a text answers the term by its words."""
    folded = fold(text)
    words = [(found.start(), found[0]) for found in PIECE.finditer(folded)]
    return any(_spans(way.pieces, words) for way in term.ways) or (len(term.text) > 2 and term.text in folded)


def number(term: Term, digits: str) -> str:
    """The number of a record that holds the digits of the term, as people read it; "" where none does."""
    for wanted in term.numbers:
        for one in digits.split():
            if wanted in one:
                return phones.show(one) if one.startswith("+") else one
    return ""


def chunk(term: Term, words: str) -> str:
    """The word, letter box or number that answers the term, whole; "" where none does."""
    for one in words.split():
        if holds(term, one):
            return one.strip(",;()«»\"'")[:LONGEST]
    return ""


def _spans(way: Pieces, words: Iterable[tuple[int, str]]) -> list[tuple[int, int]]:
    """Where the pieces of a reading stand; nothing unless all of them do."""
    spans = []
    known = list(words)
    for piece in way:
        place = next((start for start, word in known if word.startswith(piece)), None)
        if place is None:
            return []
        spans.append((place, len(piece)))
    return spans


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Part, ...]:
    parts, place = [], 0
    for start, length in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if start < place:
            continue
        parts += [Part(text[place:start]), Part(text[start : start + length], is_marked=True)]
        place = start + length
    parts.append(Part(text[place:]))
    return tuple(part for part in parts if re.search(r".", part.text, re.DOTALL))
