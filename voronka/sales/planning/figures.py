"""What a forecast adds up to: arithmetic without a base (docs/adr/0034)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from voronka.sales.models.forecasts import Category

WON, OVERDUE, UNDATED = "won", "overdue", "undated"
EXPECTED = (Category.COMMIT.value, Category.BEST.value, Category.PIPELINE.value)
ALL = (WON, *EXPECTED, Category.OMITTED.value, OVERDUE, UNDATED)
NOTHING = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Some deals: how many, what they are worth, that weighed by their chances; `unsaid` of them say no worth."""

    count: int = 0
    value: Decimal = NOTHING
    weighted: Decimal = NOTHING
    unsaid: int = 0

    def __add__(self, other: "Slice") -> "Slice":
        return Slice(
            count=self.count + other.count,
            value=self.value + other.value,
            weighted=self.weighted + other.weighted,
            unsaid=self.unsaid + other.unsaid,
        )


@dataclass(frozen=True)
class Figures:
    """The deals of somebody and a period, each in one slice of `ALL`: won, expected by category, outside of it."""

    slices: Mapping[str, Slice] = field(default_factory=dict)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures({name: self[name] + other[name] for name in {*self.slices, *other.slices}})

    def __getitem__(self, name: str) -> Slice:
        return self.slices.get(name, Slice())

    @classmethod
    def total(cls, many: Iterable["Figures"]) -> "Figures":
        """All of them together."""
        return sum(many, cls())

    @property
    def fact(self) -> Decimal:
        """What is won within the period."""
        return self[WON].value

    @property
    def commit(self) -> Decimal:
        """Fact, and the open deals that are promised."""
        return self.fact + self[Category.COMMIT].value

    @property
    def best(self) -> Decimal:
        """The same, and those that may close if all goes well."""
        return self.commit + self[Category.BEST].value

    @property
    def weighted(self) -> Decimal:
        """Fact + Σ worth × chance of the deals that are expected within the period."""
        return self.fact + sum((self[name].weighted for name in EXPECTED), NOTHING)

    @property
    def expected(self) -> Slice:
        """The open deals of the forecast."""
        return sum((self[name] for name in EXPECTED), Slice())

    @property
    def is_empty(self) -> bool:
        """Whether there is not one deal."""
        return not any(one.count for one in self.slices.values())


def gap(plan: Decimal | None, fact: Decimal) -> Decimal | None:
    """What is missing to the plan, 0 for one that is met; None without a plan."""
    return None if plan is None else max(plan - fact, NOTHING)


def percent(part: Decimal, whole: Decimal | None) -> int | None:
    """The part in per cent of the whole, cut, so that 100 means done; None of nothing."""
    return int(part * HUNDRED / whole) if whole else None


def accuracy(forecast: Decimal, fact: Decimal) -> int | None:
    """How near a forecast came: 100 − |forecast − fact| / fact in per cent, 0 at least; None where nothing was won."""
    if not fact:
        return None
    return max(round(HUNDRED - abs(forecast - fact) * HUNDRED / fact), 0)
