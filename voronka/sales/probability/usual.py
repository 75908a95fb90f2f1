"""What is usual at this company: rates of stages and sources, days, amounts, worked out of deals that are over."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from voronka.sales.probability.moments import Moment

LEAST_AT_STAGE = 20  # closed deals that have stood at a stage before anything is said of deals there
LEAST_AMOUNTS = 20  # known amounts of a pipeline before a usual one is named
WEIGHT = 10  # deals or moments that the overall share of won counts for, where little is known (pseudo-counts)


@dataclass(frozen=True, kw_only=True)
class Usual:
    """Shares of won are 0…1, days and amounts medians; keys are ids, of `amounts` «pipeline currency».

    `stages` (shares over moments) and `stays` (days) know the stages at which enough deals have stood, `sources` are
    shares over deals, `lasting` the days to victory by pipeline.
    """

    won: float
    stages: dict[int, float]
    stays: dict[int, float]
    sources: dict[int, float]
    lasting: dict[int, float]
    amounts: dict[str, float]

    @classmethod
    def of(cls, moments: Sequence[Moment]) -> "Usual":
        """Out of moments of closed deals; there is at least one."""
        won = (sum(bool(one.won) for one in moments) + 0.5) / (len(moments) + 1)
        deals: dict[int, set[int]] = defaultdict(set)
        stays: dict[int, dict[tuple[int, float], float]] = defaultdict(dict)
        amounts: dict[str, dict[int, float]] = defaultdict(dict)
        lasting: dict[int, dict[int, float]] = defaultdict(dict)
        for one in moments:
            deals[one.stage].add(one.deal)
            stays[one.stage][one.deal, one.stayed or 0.0] = one.stayed or 0.0
            if one.won:
                lasting[one.pipeline][one.deal] = one.lasted or 0.0
            if one.amount:
                amounts[_purse(one)][one.deal] = one.amount
        known = {stage for stage, found in deals.items() if len(found) >= LEAST_AT_STAGE}
        return cls(
            won=won,
            stages={pk: rate for pk, rate in _rates(((one.stage, one.won) for one in moments), won) if pk in known},
            stays={pk: median(found.values()) for pk, found in stays.items() if pk in known},
            sources=dict(_rates(({one.deal: (one.source, one.won) for one in moments}).values(), won)),
            lasting={pk: median(found.values()) for pk, found in lasting.items()},
            amounts={key: median(found.values()) for key, found in amounts.items() if len(found) >= LEAST_AMOUNTS},
        )

    def as_json(self) -> dict[str, Any]:
        """Plain numbers; keys of JSON are texts."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Usual":
        """What `as_json` made, out of the base."""
        by_id = {
            name: {int(key): value for key, value in kept[name].items()}
            for name in ("stages", "stays", "sources", "lasting")
        }
        return cls(won=kept["won"], amounts=kept["amounts"], **by_id)

    def amount(self, moment: Moment) -> float | None:
        """The usual amount in the pipeline and currency of a deal."""
        return self.amounts.get(_purse(moment))


def _purse(moment: Moment) -> str:
    return f"{moment.pipeline} {moment.currency}"


def _rates(rows: Iterable[tuple[int | None, bool | None]], prior: float) -> Iterable[tuple[int, float]]:
    counted: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for key, won in rows:
        if key is not None:
            counted[key][0] += bool(won)
            counted[key][1] += 1
    return ((key, (won + WEIGHT * prior) / (count + WEIGHT)) for key, (won, count) in counted.items())


def logit(share: float) -> float:
    """ln(p / (1 − p))."""
    return math.log(share / (1 - share))
