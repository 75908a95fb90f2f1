"""Signals of a deal through the API: what asks for attention, and what is decided about it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from voronka.accounts.asking import asker
from voronka.core.errors import NotFound
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.records import access
from voronka.sales.actions import decisions
from voronka.sales.api.deeds import deals
from voronka.sales.asking import the_deal
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Signal
from voronka.sales.queries.signals import ASK, told_signals


class SignalOut(Schema):
    """What a deal asks attention for; `value` and `limit` are days, minutes or roubles, as the kind measures."""

    id: int
    kind: str
    since: datetime
    value: Decimal | None
    limit: Decimal | None
    sleeps_until: date | None


class DecisionOut(Schema):
    """What somebody decided about a signal."""

    id: int
    signal: int = Field(alias="signal_id")
    what: str
    until: date | None
    reason: str
    by: int = Field(alias="by_id")
    at: datetime


class GoOnIn(Schema):
    """Until which day it is worth going on, and why."""

    until: date
    reason: str


class EscalateIn(Schema):
    """What the head should know."""

    reason: str = ""


@deals.get("/{int:pk}/signals", response={200: list[SignalOut], **REFUSALS}, operation_id="deal_signals",
           summary=gettext_noop("What a deal asks attention for"))  # fmt: skip
def listed(request: HttpRequest, pk: int) -> Any:
    """Open signals, those that sleep too; what tells of hidden sums is left out."""
    by = asker(request)
    deal: Deal = access.load(DEAL, by, pk)
    return told_signals(deal, by=by)


@deals.get("/{int:pk}/decisions", response={200: list[DecisionOut], **REFUSALS}, operation_id="deal_decisions",
           summary=gettext_noop("What was decided about a deal"))  # fmt: skip
def decided(request: HttpRequest, pk: int) -> Any:
    """All decisions, the latest first."""
    deal: Deal = access.load(DEAL, asker(request), pk)
    return deal.decisions.all()


@deals.post("/{int:pk}/signals/{int:item}/go-on", response={200: DecisionOut, **CONFLICTS},
            operation_id="deal_go_on", summary=gettext_noop("Go on with a deal until a day"))  # fmt: skip
def go_on(request: HttpRequest, pk: int, item: int, body: GoOnIn) -> Any:
    """The signal sleeps through that day."""
    found = _asking(request, pk, item)
    return decisions.go_on(signal=found, until=body.until, reason=body.reason, by=asker(request), at=timezone.now())


@deals.post("/{int:pk}/signals/{int:item}/escalate", response={200: DecisionOut, **CONFLICTS},
            operation_id="deal_escalate", summary=gettext_noop("Ask the head about a deal"))  # fmt: skip
def escalate(request: HttpRequest, pk: int, item: int, body: EscalateIn) -> Any:
    """The head gets a task; a deal is closed by the operation of its loss."""
    found = _asking(request, pk, item)
    return decisions.escalate(signal=found, reason=body.reason, by=asker(request), at=timezone.now())


def _asking(request: HttpRequest, pk: int, item: int) -> Signal:
    deal = the_deal(request, pk)
    found = Signal.objects.filter(deal=deal, pk=item, ended_at=None, kind__in=ASK).first()
    if found is None:
        raise NotFound(_("The deal asks for no decision any more."))
    return found
