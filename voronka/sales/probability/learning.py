"""Learning the probability of a win from closed deals, and whether it is worth believing; only the job imports it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from voronka.sales.models.chances import Finding
from voronka.sales.probability.amount import OF_EACH, of_ends
from voronka.sales.probability.model import FEATURES, Model, features
from voronka.sales.probability.moments import Moment
from voronka.sales.probability.quality import Judged, brier, figures, gain
from voronka.sales.probability.usual import Usual

# Shares of the deals by closing: three times what comes next judges what was learned before; the last model stays.
JUDGED = (0.55, 0.70, 0.85, 1.0)
CALIBRATED = 0.2  # just before those that judge
LEAST_OF_EACH = OF_EACH // 10  # won and lost deals among those that calibrate
STRENGTH = 1.0  # inverse of the L2 penalty on standardized features, the library's own
ALMOST_NONE = 1e6  # the same for Platt's two numbers

type Deals = list[list[Moment]]


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What came of a learning; `model` where there is one to judge, taken or not."""

    finding: Finding
    model: Model | None = None
    learned_until: datetime | None = None
    figures: dict[str, Any] = field(default_factory=dict)


def learn(moments: Sequence[Moment], *, before: Model | None = None) -> Learned:
    """Learn, calibrate and judge, each on deals that were closed later; `before` is the model in force.

    Taken is what beats the stage's own share of won by more than chance explains, and is no worse than `before` on
    the newest deals, which neither of them has seen.
    """
    deals = by_closing(moments)
    amount = of_ends([deal[0].won for deal in deals])
    told: dict[str, Any] = {"deals": amount.deals, "won": amount.won, "lost": amount.lost}
    if not amount.is_enough:
        return Learned(finding=Finding.TOO_FEW, figures=told)
    rows: list[Judged] = []
    is_contradicted = False
    for start, end in pairwise(round(len(deals) * share) for share in JUDGED):
        older = deals[: start - round(len(deals) * CALIBRATED)]
        newer, newest = deals[len(older) : start], deals[start:end]
        model = _fit(older, newer)
        rows += judge(model, newest) if model else []
        is_contradicted |= model is None
    if model is None or not rows:
        return Learned(finding=Finding.NO_BETTER, figures=told)
    told |= figures(rows) | {"weights": _weights(model)}
    told |= {"judged_from": _day(deals[round(len(deals) * JUDGED[0])]), "judged_until": _day(deals[-1])}
    finding, old = _found(model, before, newest, is_sure=gain(rows).is_sure and not is_contradicted)
    if old is not None:
        told["old_brier"] = round(old, 4)
    return Learned(finding=finding, model=model, learned_until=_closed(newer[-1]), figures=told)


def by_closing(moments: Sequence[Moment]) -> Deals:
    """The moments deal by deal, what was closed first stands first."""
    found: dict[int, list[Moment]] = {}
    for one in moments:
        found.setdefault(one.deal, []).append(one)
    return sorted(found.values(), key=lambda deal: (_closed(deal), deal[0].deal))


def judge(model: Model, deals: Deals) -> list[Judged]:
    """What the model says of the moments of these deals, of those of which it says anything."""
    rows = []
    for one in (one for deal in deals for one in deal):
        parts = model.parts(one)
        if parts is not None:
            said, by_stage = model.share(parts), model.usual.stages[one.stage]
            rows.append(Judged(deal=one.deal, won=bool(one.won), said=said, by_stage=by_stage, typed=one.typed / 100))
    return rows


def _closed(deal: list[Moment]) -> datetime:
    closed = deal[0].closed_at
    assert closed is not None  # noqa: S101  # only closed deals are learned from
    return closed


def _day(deal: list[Moment]) -> str:
    return _closed(deal).date().isoformat()


def _has_both(part: Deals) -> bool:
    won = sum(bool(deal[0].won) for deal in part)
    return min(won, len(part) - won) >= LEAST_OF_EACH


def _fit(learned: Deals, calibrated: Deals) -> Model | None:
    """A model of the older deals, its probabilities set right by the newer; None where those contradict it."""
    if not _has_both(learned) or not _has_both(calibrated):
        return None
    usual = Usual.of([one for deal in learned for one in deal])
    (rows, won), (later, later_won) = _table(learned, usual), _table(calibrated, usual)
    if any(part.all() or not part.any() for part in (won, later_won)):
        return None
    means, spreads = rows.mean(axis=0), rows.std(axis=0)
    spreads[spreads < 1e-9] = 1.0  # a feature that is the same everywhere weighs nothing
    fitted = LogisticRegression(C=STRENGTH, max_iter=1000).fit((rows - means) / spreads, won)
    z = fitted.decision_function((later - means) / spreads)
    platt = LogisticRegression(C=ALMOST_NONE, max_iter=1000).fit(z.reshape(-1, 1), later_won)
    slope = float(platt.coef_[0, 0])
    if slope <= 0:
        return None
    return Model(
        usual=usual,
        means=tuple(means.tolist()),
        spreads=tuple(spreads.tolist()),
        weights=tuple(fitted.coef_[0].tolist()),
        intercept=float(fitted.intercept_[0]),
        slope=slope,
        shift=float(platt.intercept_[0]),
    )


def _table(deals: Deals, usual: Usual) -> tuple["np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]:
    """Features and ends of the moments of which something may be said."""
    told = [(found, bool(one.won)) for deal in deals for one in deal if (found := features(one, usual)) is not None]
    rows = np.array([found for found, _won in told], dtype=float).reshape(-1, len(FEATURES))
    return rows, np.array([won for _found, won in told], dtype=bool)


def _weights(model: Model) -> dict[str, float]:
    """How much each feature counts: the change of the logit when it is one usual spread above its mean."""
    return {name: round(model.slope * weight, 3) for name, weight in zip(FEATURES, model.weights, strict=True)}


def _found(model: Model, before: Model | None, newest: Deals, *, is_sure: bool) -> tuple[Finding, float | None]:
    """The finding, and the error of the model before on the moments of which both speak."""
    new = Finding.TAKEN if is_sure else Finding.NO_BETTER
    compared = [
        (model.share(mine), before.share(theirs), model.usual.stages[one.stage], bool(one.won))
        for deal in newest
        for one in deal
        if before and (mine := model.parts(one)) is not None and (theirs := before.parts(one)) is not None
    ]
    if not compared:
        return new, None
    said, said_before, by_stage, won = zip(*compared, strict=True)
    old = brier(said_before, won)
    is_better = old < brier(by_stage, won) and (not is_sure or old < brier(said, won))
    return (Finding.OLD_BETTER if is_better else new), old
