"""What is done about a deal while it goes to a stage: fields filled, lines ticked, contacts logged, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.activities.actions import interactions
from voronka.activities.models import InteractionType
from voronka.core.errors import Refused
from voronka.sales.actions import checks
from voronka.sales.models import Deal


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A contact that is logged on the way; without minutes it takes the usual length of its type.

    `input` names what the form calls it, so that a refusal stands beside it.
    """

    type: InteractionType
    text: str = ""
    minutes: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    input: str = ""


@dataclass(frozen=True, kw_only=True)
class Done:
    """Parsed values of fields by name, ids of check items, contacts."""

    values: Mapping[str, Any] = field(default_factory=dict)
    ticks: tuple[int, ...] = ()
    contacts: tuple[Contact, ...] = ()


NOTHING = Done()


def carry_out(deal: Deal, done: Done, *, by: User, at: datetime) -> None:
    """Tick and log; the fields are left to the change that follows. The caller holds the transaction."""
    if done.ticks:
        checks.tick(deal=deal, items=done.ticks, by=by, at=at)
    for one in done.contacts:
        try:
            interactions.log(
                subject=deal, type=one.type, text=one.text, minutes=one.minutes, more=one.more, by=by, at=at
            )
        except Refused as refusal:
            said = {f"{one.input}-{name}": text for name, text in refusal.fields.items()} if one.input else None
            raise Refused(refusal.message, fields=said) from refusal
