"""How many doubles a base seems to have, learnt from the scores of a search: what is rare needs more evidence."""

# Source: W. Winkler, Using the EM Algorithm for Weight Computation in the Fellegi-Sunter Model of Record Linkage
# (2000): the share of matches is what the scores add up to, the scores follow from the share, and so on until both
# stand still.

from collections.abc import Iterable, Mapping

from voronka.records.duplicates.weights import DOUBLES, PSEUDO, Score

type Pair = tuple[int, int]
# A pair that chance has so little to do with is as sure in a base with few doubles.
BY_CHANCE = 0.02
ROUNDS = 30
# Of all doubles so many are among the pairs that are given, which are the likely ones.
GIVEN = 0.8


class Rate:
    """What the scores of a search add up to, and the pairs whose score depends on that."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._sum = 0.0
        self._doubtful: dict[Pair, Score] = {}

    def sure(self, scores: Mapping[Pair, Score]) -> dict[Pair, Score]:
        """Those of the scores that no rate of doubles changes; the others wait for the end of the search."""
        found = {pair: score for pair, score in scores.items() if score.value * score.by_chance < BY_CHANCE}
        self._sum += sum(score.value for score in found.values())
        self._doubtful |= {pair: score for pair, score in scores.items() if pair not in found}
        return found

    def settled(self) -> dict[Pair, Score]:
        """The scores that waited, now that it is known how many doubles there are; never higher than they were."""
        rarer, values = 1.0, {pair: score.value for pair, score in self._doubtful.items()}
        for _ in range(ROUNDS):
            rarer = self._rarer(values.values())
            values = {pair: _lowered(score, rarer) for pair, score in self._doubtful.items()}
        return {pair: Score(values[pair], score.reasons, score.by_chance) for pair, score in self._doubtful.items()}

    def _rarer(self, values: Iterable[float]) -> float:
        """How many times rarer doubles are than a base that nothing is known of is taken to have; 1 at least."""
        rate = ((self._sum + sum(values)) / GIVEN + PSEUDO * DOUBLES) / (self._total + PSEUDO)
        return max(DOUBLES / rate, 1.0)


def _lowered(score: Score, rarer: float) -> float:
    return 1 / (1 / score.value + (rarer - 1) * score.by_chance)
