"""What selling costs: hours and money that went into deals, won and lost, and after a stop-loss was not heard."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from voronka.accounts.models import User
from voronka.records.field_rules import hides
from voronka.records.fields import FilterContext
from voronka.records.fields.trees import Known
from voronka.records.models import Classifier
from voronka.reports.queries.chosen import Chosen, ask, deals, worth
from voronka.reports.queries.speed import CLOSED, OPEN, now_of
from voronka.sales.economy import spent
from voronka.sales.economy.figures import ROUBLE
from voronka.sales.kinds import DEAL
from voronka.sales.models.spent import SPENT
from voronka.sales.queries.signals import ignored_stops, shows_stops

KEYS = "outcome, currency, owner_id, reason_id"
COLUMNS = f"amount, id, {KEYS}, labour_minutes, labour_sixtieths, expenses_sum"
# What deals remember, out of an index alone; of those that are marked as stale it is taken off again and what is true
# is added, within the same statement: so no figure is ever late (docs/adr/0037).
COSTS = f"""
WITH kept AS (
    SELECT {KEYS}, count(*) AS deals, sum(labour_minutes) AS minutes, sum(labour_sixtieths) AS sixtieths,
        sum(expenses_sum) AS expenses, sum(amount) AS amount
    FROM ({{deals}}) AS picked ({COLUMNS}) GROUP BY {KEYS}
), stale AS MATERIALIZED (
    SELECT * FROM ({{deals}}) AS picked ({COLUMNS}) WHERE id IN (SELECT deal FROM sales_stalecost)
), {spent.RATES}, parts AS (
    SELECT * FROM kept
    UNION ALL
    SELECT {KEYS}, 0, -sum(labour_minutes), -sum(labour_sixtieths), -sum(expenses_sum), 0 FROM stale GROUP BY {KEYS}
    UNION ALL
    SELECT {KEYS.replace("owner_id", "p.owner_id")}, 0, sum(i.minutes), sum(i.minutes * rate), 0, 0
    FROM stale p JOIN activities_interaction i ON i.subject_kind = 'deal' AND i.subject_id = p.id {spent.RATED}
    GROUP BY {KEYS.replace("owner_id", "p.owner_id")}
    UNION ALL
    SELECT {KEYS}, 0, 0, 0, sum(e.amount), 0
    FROM stale p JOIN sales_expense e ON e.deal_id = p.id AND e.is_approved GROUP BY {KEYS}
)
SELECT {KEYS}, sum(deals), sum(minutes), coalesce(sum(sixtieths), 0) / 60, sum(expenses), coalesce(sum(amount), 0)
FROM parts GROUP BY {KEYS}"""  # noqa: S608  # our own words
IGNORED = f"""
WITH picked (deal, since, until) AS MATERIALIZED ({{deals}}), {spent.RATES}, labour AS (
    SELECT coalesce(sum(i.minutes), 0) AS minutes, coalesce(sum(i.minutes * rate), 0) / 60 AS cost
    FROM picked p JOIN activities_interaction i ON i.subject_kind = 'deal' AND i.subject_id = p.deal
        AND i.happened_at > p.since AND i.happened_at <= p.until {spent.RATED}
), money AS (
    SELECT sum(e.amount) AS spent
    FROM picked p JOIN sales_expense e ON e.deal_id = p.deal AND e.is_approved AND e.at > p.since AND e.at <= p.until
)
SELECT (SELECT count(DISTINCT deal) FROM picked), minutes, cost, coalesce((SELECT spent FROM money), 0) FROM labour"""  # noqa: S608  # our own words


@dataclass(kw_only=True)
class Cost:
    """Deals, the minutes and the roubles that went into them; `amount` is their worth, of rouble deals only."""

    deals: int = 0
    minutes: int = 0
    labour: Decimal = Decimal(0)
    expenses: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)

    @property
    def cost(self) -> Decimal:
        """Working time and expenses."""
        return self.labour + self.expenses

    @property
    def average(self) -> Decimal | None:
        """What one deal has cost; None without deals."""
        return self.cost / self.deals if self.deals else None

    @property
    def minutes_each(self) -> int | None:
        """Minutes that one deal has taken; None without deals."""
        return round(self.minutes / self.deals) if self.deals else None

    def add(self, other: "Cost") -> None:
        """Count others in."""
        for name in ("deals", "minutes", "labour", "expenses", "amount"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(kw_only=True)
class Spender:
    """What a person's deals have cost, by their end; `pk` None for deals of nobody."""

    pk: int | None
    name: str
    won: Cost = field(default_factory=Cost)
    lost: Cost = field(default_factory=Cost)


@dataclass(frozen=True, kw_only=True)
class Sunk:
    """What deals lost for one reason have cost."""

    pk: int | None
    name: str
    cost: Cost


@dataclass(frozen=True, kw_only=True)
class SellingCost:
    """The whole answer.

    `ignored` are deals of the question whose stop-loss nobody decided about, `ignored_now` those in work, both with
    what went into them meanwhile; None for whom a stop-loss would tell what is hidden from him.
    """

    won: Cost
    lost: Cost
    people: tuple[Spender, ...]
    reasons: tuple[Sunk, ...]
    ignored: Cost | None
    ignored_now: Cost | None

    @property
    def of_one_won(self) -> Decimal | None:
        """What a victory costs with the defeats on the way to it; None without one."""
        return (self.won.cost + self.lost.cost) / self.won.deals if self.won.deals else None

    @property
    def in_money(self) -> bool:
        """Whether anything is known to have cost money: without rates there are hours only."""
        return bool(self.won.cost or self.lost.cost)

    @property
    def count(self) -> int:
        """How many deals are counted."""
        return self.won.deals + self.lost.deals


def selling_cost(chosen: Chosen, context: FilterContext) -> SellingCost:
    """Answer from the deals that were closed within the period and that this person may see. Six queries."""
    rows = deals(chosen, context, CLOSED)
    columns = (worth(context.by), "id", "outcome", "currency", "owner_id", "lost_reason_id", *SPENT)
    zone = str(spent.company_zone())
    won, lost, people, reasons = Cost(), Cost(), dict[int | None, Spender](), dict[int | None, Cost]()
    names = {user.pk: user.full_name for user in User.objects.all()}
    for outcome, currency, owner, reason, *figures in ask(COSTS, rows, *columns, zone=zone, again=zone):
        cost, is_won = _cost(figures, currency), outcome == "won"
        (won if is_won else lost).add(cost)
        spender = people.setdefault(owner, Spender(pk=owner, name=names.get(owner, "")))
        (spender.won if is_won else spender.lost).add(cost)
        if not is_won:
            reasons.setdefault(reason, Cost()).add(cost)
    shows = shows_stops(context.by)
    return SellingCost(
        won=won,
        lost=lost,
        people=tuple(sorted(people.values(), key=lambda one: (-one.won.cost - one.lost.cost, one.name))),
        reasons=() if hides(context.by, DEAL, "lost_reason") else _reasons(reasons),
        ignored=_ignored(chosen, context, CLOSED) if shows else None,
        ignored_now=_ignored(now_of(chosen), context, OPEN) if shows else None,
    )


def _cost(figures: Iterable[Any], currency: str) -> Cost:
    count, minutes, labour, expenses, amount = figures
    known = Decimal(amount) if currency == ROUBLE else Decimal(0)
    return Cost(deals=count, minutes=int(minutes), labour=Decimal(labour), expenses=Decimal(expenses), amount=known)


def _reasons(found: dict[int | None, Cost]) -> tuple[Sunk, ...]:
    names = Known(Classifier.LOST_REASON)
    named = [Sunk(pk=pk, name=names.get(pk) if pk else "", cost=cost) for pk, cost in found.items()]
    return tuple(sorted(named, key=lambda one: (-one.cost.cost, -one.cost.minutes)))


def _ignored(chosen: Chosen, context: FilterContext, line: dict[str, object]) -> Cost:
    """What went into deals between a stop-loss and the decision about it, where that came late or never."""
    stops = ignored_stops(at=context.at).filter(deal__in=deals(chosen, context, line))
    zone = str(spent.company_zone())
    found = ask(IGNORED, stops, "deal_id", "since", "until", zone=zone, again=zone)
    count, minutes, labour, expenses = found[0] if found else (0, 0, 0, 0)
    return Cost(deals=count, minutes=int(minutes), labour=Decimal(labour), expenses=Decimal(expenses))
