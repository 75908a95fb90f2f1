"""The card of a deal says how probable a win is, and why."""

from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.sales.models import Deal
from voronka.sales.probability.telling import chance_of


def deal_chance(deal: Deal, user: User, _at: datetime) -> dict[str, Any]:
    """Per cent and reasons; a closed deal has none."""
    return {"chance": chance_of(deal, to=user), "count": None, "hidden": not deal.is_open}
