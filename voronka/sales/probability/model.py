"""A learned model as plain numbers: the features of a moment, the probability that it gives, what speaks for it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from voronka.sales.probability.moments import Moment
from voronka.sales.probability.usual import Usual, logit

RECIPE = 1  # grows when features change: models of different recipes are not compared
LOWEST, HIGHEST = 1, 99  # per cent: nothing is certain before the deal is over
SHOWN = 3  # reasons
FAINT = 0.1  # of a logit (2.5 points of probability at the most): too little to be named as a reason
MOST_TIMES = 20.0  # an amount further from the usual one counts as this many times


def _days_here(one: Moment, usual: Usual) -> float:
    return math.log((1 + one.days_here) / (1 + usual.stays[one.stage]))


def _age(one: Moment, usual: Usual) -> float:
    lasting = usual.lasting.get(one.pipeline)
    return 0.0 if lasting is None else math.log((1 + one.age) / (1 + lasting))


def _amount(one: Moment, usual: Usual) -> float:
    """What is not known is as if usual."""
    mean = usual.amount(one)
    if not one.amount or not mean:
        return 0.0
    return max(min(math.log(one.amount / mean), math.log(MOST_TIMES)), -math.log(MOST_TIMES))


# What the model looks at: nothing that comes after the moment, nobody by name, not who sells (docs/adr/0035).
FEATURES: dict[str, Callable[[Moment, Usual], float]] = {
    "stage": lambda one, usual: logit(usual.stages[one.stage]),
    "days_here": _days_here,
    "age": _age,
    "amount": _amount,
    "source": lambda one, usual: logit(usual.sources.get(one.source or 0, usual.won)) - logit(usual.won),
    "contacts": lambda one, _usual: math.log1p(one.contacts),
    "silence": lambda one, _usual: math.log1p(one.silence),
    "step": lambda one, _usual: float(one.has_step),
    "bought": lambda one, _usual: float(one.bought),
}


def features(moment: Moment, usual: Usual) -> tuple[float, ...] | None:
    """The features of a moment in the order of `FEATURES`; None at a stage at which too few deals have stood."""
    if moment.stage not in usual.stages:
        return None
    return tuple(feature(moment, usual) for feature in FEATURES.values())


@dataclass(frozen=True, kw_only=True)
class Reason:
    """What speaks for a win (`weight` above 0, in logits) or against it: a feature, its value and the usual one."""

    why: str
    weight: float
    value: float | None = None
    usual: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Short enough to stand beside each deal."""
        kept = {"why": self.why, "weight": round(self.weight, 2), "value": self.value, "usual": self.usual}
        return {name: round(one, 2) if isinstance(one, float) else one for name, one in kept.items() if one is not None}


@dataclass(frozen=True, kw_only=True)
class Model:
    """Logistic regression over standardized features, then Platt's scaling of its logit: σ(slope · z + shift)."""

    usual: Usual
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    slope: float = 1.0
    shift: float = 0.0

    def parts(self, moment: Moment) -> tuple[float, ...] | None:
        """What each feature adds to the logit, against the mean of the deals learned from."""
        found = features(moment, self.usual)
        if found is None:
            return None
        each = zip(found, self.means, self.spreads, self.weights, strict=True)
        return tuple(self.slope * weight * (value - mean) / spread for value, mean, spread, weight in each)

    def share(self, parts: tuple[float, ...]) -> float:
        """The probability 0…1 out of the parts of a moment."""
        z = self.slope * self.intercept + self.shift + sum(parts)
        return 1 / (1 + math.exp(-max(min(z, 30.0), -30.0)))

    def says(self, moment: Moment) -> tuple[int, list[Reason]] | None:
        """Per cent and the strongest reasons; None where it is silent."""
        parts = self.parts(moment)
        if parts is None:
            return None
        percent = max(min(round(100 * self.share(parts)), HIGHEST), LOWEST)
        ordered = sorted(zip(FEATURES, parts, strict=True), key=lambda one: -abs(one[1]))[:SHOWN]
        return percent, [self._reason(name, moment, weight) for name, weight in ordered if abs(weight) >= FAINT]

    def _reason(self, name: str, one: Moment, weight: float) -> Reason:
        told: dict[str, tuple[float | None, float | None]] = {
            "stage": (one.stage, None),
            "days_here": (one.days_here, self.usual.stays[one.stage]),
            "age": (one.age, self.usual.lasting.get(one.pipeline)),
            "amount": (one.amount, self.usual.amount(one)),
            "source": (one.source, None),
            "contacts": (one.contacts, None),
            "silence": (one.silence, None),
            "step": (int(one.has_step), None),
            "bought": (int(one.bought), None),
        }
        value, usual = told[name]
        return Reason(why=name, weight=weight, value=value, usual=usual)

    def as_json(self) -> dict[str, Any]:
        """Plain numbers that any later version can read."""
        numbers = {name: getattr(self, name) for name in ("intercept", "slope", "shift")}
        lists = {name: list(getattr(self, name)) for name in ("means", "spreads", "weights")}
        return {"recipe": RECIPE, "features": list(FEATURES), "usual": self.usual.as_json(), **numbers, **lists}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Model | None":
        """What `as_json` made; None for another recipe."""
        if kept.get("recipe") != RECIPE:
            return None
        numbers: dict[str, Any] = {name: kept[name] for name in ("intercept", "slope", "shift")}
        lists: dict[str, Any] = {name: tuple(kept[name]) for name in ("means", "spreads", "weights")}
        return cls(usual=Usual.from_json(kept["usual"]), **numbers, **lists)
