"""For whom a deal is, by name, as a reader may see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.records.values import values_of
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

CLIENTS = (DEAL.field("organization"), DEAL.field("person"))


def clients(deals: Sequence[Deal], *, by: User, at: datetime) -> dict[int, str]:
    """The name of the organization, or else of the person, by deal; empty where the reader may see neither."""
    found = values_of(deals, CLIENTS, by=by, at=at)
    return {pk: _name(values) for pk, values in found.items()}


def _name(values: dict[str, Any]) -> str:
    return str(values["organization"] or values["person"] or "")
