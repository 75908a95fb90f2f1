"""What a deal has cost to sell, what that is measured against: arithmetic without a base (docs/adr/0033)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

MINUTES = Decimal(60)
PERCENT = Decimal(100)
KOPECK = Decimal("0.01")
ROUBLE = "RUB"


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one person has put into a deal: minutes, and roubles by the rate of each day (not rounded)."""

    person: int | None
    minutes: int
    cost: Decimal


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the base knows of a deal at a moment; sums in roubles, `amount` and `given_margin` in `currency`.

    `norm_minutes` are those of all open stages of the pipeline, `later_minutes` of those behind the deal's own one,
    `minutes_here` were spent since it came there; `rate` is the owner's of the day, `step_due` of the first open task.
    """

    deal: int
    is_open: bool
    currency: str
    probability: int
    amount: Decimal | None = None
    given_margin: Decimal | None = None
    given_plan: Decimal | None = None
    days_norm: int | None = None
    minutes_norm: int | None = None
    norm_minutes: int = 0
    later_minutes: int = 0
    minutes_here: int = 0
    rate: Decimal = Decimal(0)
    shares: tuple[Share, ...] = ()
    expenses: Decimal = Decimal(0)
    undecided: Decimal = Decimal(0)
    stage_since: datetime
    last_contact_at: datetime
    has_step: bool = False
    step_due: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Economy:
    """The figures of a deal in roubles; None where nothing is known to work them out of."""

    facts: Facts
    margin_percent: int | None = None

    @property
    def minutes(self) -> int:
        """Minutes of all people."""
        return sum(one.minutes for one in self.facts.shares)

    @property
    def labour(self) -> Decimal:
        """Σ minutes / 60 × the rate of the day, to the kopeck."""
        return _kopecks(sum((one.cost for one in self.facts.shares), Decimal(0)))

    @property
    def cost(self) -> Decimal:
        """The cost of selling so far: labour and approved expenses."""
        return self.labour + self.facts.expenses

    @property
    def planned(self) -> Decimal | None:
        """The plan: by hand, else Σ of the norms of minutes of all open stages / 60 × the owner's rate."""
        if self.facts.given_plan is not None:
            return self.facts.given_plan
        return self._of_minutes(self.facts.norm_minutes) if self.facts.norm_minutes else None

    @property
    def left(self) -> Decimal | None:
        """What is still to be spent: the rest of this stage's norm and the norms of later ones.

        Without norms the rest of a plan that was made by hand. A closed deal costs nothing more.
        """
        if not self.facts.is_open:
            return Decimal(0)
        if self.facts.norm_minutes and self.facts.rate:
            here = max((self.facts.minutes_norm or 0) - self.facts.minutes_here, 0)
            return self._of_minutes(here + self.facts.later_minutes)
        if self.facts.given_plan is not None:
            return max(self.facts.given_plan - self.cost, Decimal(0))
        return None

    @property
    def margin(self) -> Decimal | None:
        """The expected margin: what the deal says, else the company's share of the amount; of rouble deals only."""
        if self.facts.currency != ROUBLE:
            return None
        if self.facts.given_margin is not None:
            return self.facts.given_margin
        if self.facts.amount is None or self.margin_percent is None:
            return None
        return _kopecks(self.facts.amount * self.margin_percent / PERCENT)

    @property
    def expected(self) -> Decimal | None:
        """Margin × probability of a win: the expected value of going on."""
        return None if self.margin is None else _kopecks(self.margin * self.facts.probability / PERCENT)

    def _of_minutes(self, minutes: int) -> Decimal | None:
        return _kopecks(minutes * self.facts.rate / MINUTES) if self.facts.rate else None


def _kopecks(sum_: Decimal) -> Decimal:
    return sum_.quantize(KOPECK)
