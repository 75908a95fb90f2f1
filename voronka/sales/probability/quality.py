"""How good probabilities are, measured on deals that nobody has learned from."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Any

DECILES = 10
LEAST_IN_BIN = 20  # moments: a share of fewer says little


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A moment of a deal that was closed after everything the model has learned from: what was said, what came."""

    deal: int
    won: bool
    said: float
    by_stage: float
    typed: float


def brier(said: Sequence[float], won: Sequence[bool]) -> float:
    """The mean squared error of probabilities (Brier 1950): 0 is perfect, the less the better."""
    return fmean((share - is_won) ** 2 for share, is_won in zip(said, won, strict=True))


def auc(said: Sequence[float], won: Sequence[bool]) -> float | None:
    """How often a moment of a won deal stands above one of a lost deal (Mann, Whitney 1947); None without both."""
    wins = sum(won)
    if not 0 < wins < len(won):
        return None
    ranked = sorted(zip(said, won, strict=True))
    ranks, place = 0.0, 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][0] == ranked[place][0]:
            end += 1
        ranks += (place + end + 1) / 2 * sum(is_won for _share, is_won in ranked[place:end])
        place = end
    return (ranks - wins * (wins + 1) / 2) / (wins * (len(won) - wins))


@dataclass(frozen=True, kw_only=True)
class Gain:
    """How much less the squared error is than by the stage alone, and the standard error of that, over deals."""

    mean: float
    error: float

    @property
    def is_sure(self) -> bool:
        """Whether two standard errors do not explain it: one time in forty chance looks so."""
        return self.mean > 2 * self.error > 0


def gain(rows: Sequence[Judged]) -> Gain:
    """Moments of one deal share its end, so the error is of sums over deals (cluster-robust: Liang, Zeger 1986)."""
    sums: dict[int, float] = defaultdict(float)
    counts: dict[int, int] = defaultdict(int)
    for one in rows:
        sums[one.deal] += (one.by_stage - one.won) ** 2 - (one.said - one.won) ** 2
        counts[one.deal] += 1
    mean = sum(sums.values()) / len(rows)
    spread = math.sqrt(sum((sums[deal] - mean * count) ** 2 for deal, count in counts.items())) / len(rows)
    return Gain(mean=mean, error=spread if len(sums) > 1 else math.inf)


def calibration(rows: Sequence[Judged]) -> list[dict[str, float]]:
    """Tenths of the moments by what was said, fewer where there are few: what was said, the share that came."""
    ordered = sorted(rows, key=lambda one: one.said)
    bins = max(min(DECILES, len(ordered) // LEAST_IN_BIN), 1)
    cuts = [round(len(ordered) * place / bins) for place in range(bins + 1)]
    parts = [ordered[start:end] for start, end in pairwise(cuts)]
    return [
        {
            "said": round(fmean(one.said for one in part), 4),
            "came": round(fmean(one.won for one in part), 4),
            "count": len(part),
        }
        for part in parts
        if part
    ]


def calibration_error(bins: Sequence[dict[str, float]]) -> float:
    """The mean distance of what was said from what came (expected calibration error, Naeini and others 2015)."""
    total = sum(one["count"] for one in bins)
    return sum(one["count"] * abs(one["said"] - one["came"]) for one in bins) / total


def figures(rows: Sequence[Judged]) -> dict[str, Any]:
    """Everything that the settings page tells of the quality of a model."""
    won = [one.won for one in rows]
    bins, found = calibration(rows), gain(rows)
    area = auc([one.said for one in rows], won)
    return {
        "judged_deals": len({one.deal for one in rows}),
        "judged_moments": len(rows),
        "auc": None if area is None else round(area, 4),
        "brier": round(brier([one.said for one in rows], won), 4),
        "brier_by_stage": round(brier([one.by_stage for one in rows], won), 4),
        "brier_typed": round(brier([one.typed for one in rows], won), 4),
        "gain": round(found.mean, 5),
        "gain_error": round(found.error, 5) if math.isfinite(found.error) else None,
        "calibration_error": round(calibration_error(bins), 4),
        "bins": bins,
    }
