"""The holding of a client as a tree, with the deals of each company and of all of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Sum

from voronka.accounts.models import User
from voronka.core import money
from voronka.people.holdings import paths_of
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import Organization
from voronka.records import access
from voronka.records.field_rules import hides
from voronka.sales.kinds import DEAL
from voronka.sales.models import Outcome


@dataclass(kw_only=True)
class Tally:
    """Deals counted, their sums by outcome and currency."""

    count: int = 0
    sums: dict[str, dict[str, Decimal]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, outcome: str, currency: str, count: int, amount: Decimal | None) -> None:
        """Count deals of one outcome and currency."""
        self.count += count
        if amount:
            self.sums[outcome][currency] = self.sums[outcome].get(currency, Decimal()) + amount

    def told(self, outcome: str) -> str:
        """The sums of an outcome in words."""
        return " + ".join(money.show(amount, currency) for currency, amount in self.sums[outcome].items())

    @property
    def open_sum(self) -> str:
        """What is in work."""
        return self.told(Outcome.OPEN)

    @property
    def won_sum(self) -> str:
        """What was bought."""
        return self.told(Outcome.WON)


@dataclass(kw_only=True)
class Branch(Tally):
    """A company of the holding; `depth` counts those above it that may be seen."""

    organization: Organization
    depth: int


@dataclass(kw_only=True)
class Holding(Tally):
    """The companies from the top, by name within their parent, and the deals of all."""

    branches: list[Branch]


def holding_of(organization: Organization, *, by: User) -> Holding:
    """The holding as far as `by` may see its companies and deals; empty for a company that stands alone.

    One query for a lone company, three for a holding.
    """
    paths = paths_of(organization)
    seen = access.visible(ORGANIZATION, by).in_bulk(paths) if len(paths) > 1 else {}
    if len(seen) < 2:
        return Holding(branches=[])
    kept = {pk: [step for step in paths[pk] if step in seen] for pk in seen}
    ordered = sorted(kept, key=lambda pk: [(seen[step].name.lower(), step) for step in kept[pk]])
    found = {pk: Branch(organization=seen[pk], depth=len(kept[pk]) - 1) for pk in ordered}
    whole = Holding(branches=list(found.values()))
    shows_amounts = not hides(by, DEAL, "amount")
    rows = access.visible(DEAL, by).filter(organization__in=list(seen)).order_by()
    for row in rows.values("organization", "outcome", "currency").annotate(count=Count("pk"), amount=Sum("amount")):
        for tally in (found[row["organization"]], whole):
            tally.add(row["outcome"], row["currency"], row["count"], row["amount"] if shows_amounts else None)
    return whole
