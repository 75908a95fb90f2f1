"""A labelled set and what it says of a scheme: precision, recall and F1 over pairs."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import transaction

from voronka.people.duplicates.organizations import ORGANIZATIONS
from voronka.people.duplicates.persons import PERSONS
from voronka.records.duplicates import blocking
from voronka.records.duplicates.rate import Rate
from voronka.records.duplicates.weights import Frequencies

SCHEMES = {"person": PERSONS, "organization": ORGANIZATIONS}
LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """A record: its id, the thing that it is a card of, its raw signs.

    `marks` names what was done to a double; `beside` is another thing that the record only looks like, and how.
    """

    pk: int
    thing: int
    signs: dict[str, Any]
    marks: tuple[str, ...] = ()
    beside: tuple[int, str] | None = None


@dataclass(frozen=True)
class Labelled:
    """A set with known answers."""

    name: str
    kind: str
    rows: tuple[Row, ...]

    @property
    def truth(self) -> set[tuple[int, int]]:
        """The pairs of cards of one thing."""
        cards = defaultdict(list)
        for row in self.rows:
            cards[row.thing].append(row.pk)
        return {pair for found in cards.values() for pair in combinations(sorted(found), 2)}


@dataclass(frozen=True)
class Quality:
    """What came out: `missed_by_keys` are true pairs that were never compared."""

    name: str
    rows: int
    compared: int
    true: int
    precision: float
    recall: float
    missed_by_keys: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def scores(labelled: Labelled) -> dict[tuple[int, int], float]:
    """Every pair that was compared, with its score."""
    scheme = SCHEMES[labelled.kind]
    ready = {row.pk: scheme.prepare(row.signs) for row in labelled.rows}
    known = Frequencies(len(ready))
    for signs in ready.values():
        known.add(scheme.counted(signs))
    with transaction.atomic():
        blocking.load_keys((pk, scheme.blocks(signs)) for pk, signs in ready.items())
        blocking.join_keys()
        found = [pair for portion in blocking.pairs() for pair in portion]
    scored = {(low, high): scheme.score(ready[low], ready[high], known) for low, high in found}
    rate = Rate(known.total)
    likely = {pair: score for pair, score in scored.items() if score.value >= LIKELY}
    scored |= rate.sure(likely) | rate.settled()
    return {pair: score.value for pair, score in scored.items()}


def quality(labelled: Labelled, found: dict[tuple[int, int], float] | None = None) -> Quality:
    """Precision and recall of the pairs that score LIKELY or more."""
    found = scores(labelled) if found is None else found
    truth = labelled.truth
    said = {pair for pair, score in found.items() if score >= LIKELY}
    right = len(said & truth)
    return Quality(
        name=labelled.name,
        rows=len(labelled.rows),
        compared=len(found),
        true=len(truth),
        precision=right / len(said) if said else 0.0,
        recall=right / len(truth) if truth else 0.0,
        missed_by_keys=len(truth - set(found)),
    )
