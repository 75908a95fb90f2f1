"""Keeps the stage history: whoever changes a deal's stage, by whatever screen, leaves a row here."""

from datetime import datetime

from django.db.models import Sum

from voronka.core import events
from voronka.records.events import RecordCreated, RecordUpdated
from voronka.sales.events import DealLost, DealMoved, DealWon
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome, Stage, StageChange


def begin(event: RecordCreated) -> None:
    """A new deal stands somewhere."""
    if event.kind is DEAL:
        StageChange.objects.create(deal=event.record, to_stage_id=event.record.stage_id, at=event.at, by=event.by)


def go_on(event: RecordUpdated) -> None:
    """A deal that changed its stage leaves the time spent in the one before, and the world hears of it."""
    if event.kind is not DEAL or "stage" not in event.before or event.is_taken_back:
        return
    deal, previous = event.record, Stage.objects.get(pk=event.before["stage"])
    StageChange.objects.create(
        deal=deal,
        from_stage=previous,
        to_stage=deal.stage,
        at=event.at,
        by=event.by,
        seconds_in_previous=_seconds_since_last(deal, event.at),
    )
    events.publish(DealMoved(deal=deal, from_stage=previous, to_stage=deal.stage, by=event.by, at=event.at))
    if deal.outcome == Outcome.WON:
        events.publish(DealWon(deal=deal, by=event.by, at=event.at))
    elif deal.outcome == Outcome.LOST:
        events.publish(DealLost(deal=deal, by=event.by, at=event.at))


def _seconds_since_last(deal: Deal, at: datetime) -> int:
    """Whole seconds in the stage that is left, counted so that all of them add up to the whole time of the deal."""
    spent = StageChange.objects.filter(deal=deal).aggregate(spent=Sum("seconds_in_previous"))["spent"] or 0
    return max(int((at - deal.created_at).total_seconds()) - spent, 0)
