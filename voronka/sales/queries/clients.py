"""For whom a deal is, by name, as a reader may see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from voronka.accounts.models import User
from voronka.records.values import values_of
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

CLIENTS = (DEAL.field("organization"), DEAL.field("person"))
# What a row of deals does not show: of a hundred clients it took longer to read than their names.
OF_CLIENTS = ("custom", "address", "addresses", "segments", "trigger_event", "phones", "emails", "note")
OF_WAY = ("passed", "left_stages", "left_minutes", "passed_macros", "macro_minutes")


def with_names(deals: QuerySet[Deal]) -> QuerySet[Deal]:
    """The deals with what `clients` asks for, and without what only their own cards show."""
    beyond = (f"{link}__{name}" for link in ("organization", "person") for name in OF_CLIENTS)
    return deals.select_related("organization", "person", "owner").defer(*OF_WAY, *beyond)


def clients(deals: Sequence[Deal], *, by: User, at: datetime) -> dict[int, str]:
    """The name of the organization, or else of the person, by deal; empty where the reader may see neither."""
    found = values_of(deals, CLIENTS, by=by, at=at)
    return {pk: _name(values) for pk, values in found.items()}


def _name(values: dict[str, Any]) -> str:
    return str(values["organization"] or values["person"] or "")
