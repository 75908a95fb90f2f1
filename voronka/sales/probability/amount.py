"""How much data is enough to learn the probability of a win from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from voronka.sales.probability.moments import MOST, STAYS

# Nine coefficients want five ends of the rarer sort each (Vittinghoff, McCulloch 2007) in the 65 % that are learned
# from: 45 / 0.65 < 75. Two hundred in all leave ninety to judge by, the least on which two standard errors mean
# anything.
DEALS, OF_EACH = 200, 75
COUNTED = f"""{STAYS}
SELECT count(DISTINCT deal_id), count(DISTINCT deal_id) FILTER (WHERE outcome = 'won') FROM stays
"""  # noqa: S608  # our own tables


@dataclass(frozen=True, kw_only=True)
class Amount:
    """Closed deals whose way through open stages is known, of the newest `MOST`."""

    deals: int
    won: int

    @property
    def lost(self) -> int:
        """Those that were lost."""
        return self.deals - self.won

    @property
    def is_enough(self) -> bool:
        """Whether anything may be learned."""
        return self.deals >= DEALS and min(self.won, self.lost) >= OF_EACH


def of_ends(ends: Collection[Any]) -> Amount:
    """Out of whether each deal was won."""
    return Amount(deals=len(ends), won=sum(map(bool, ends)))


def amount_now(*, at: datetime) -> Amount:
    """What the base has now, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"at": at, "most": MOST})
        deals, won = cursor.fetchone()
    return Amount(deals=deals, won=won)
