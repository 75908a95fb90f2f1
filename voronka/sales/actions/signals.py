"""Signals of deals are raised and ended: at a change of what they depend on, and every night."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from voronka.activities.kinds import INTERACTION
from voronka.records.events import RecordCreated, RecordsUpdated
from voronka.sales.economy.facts import facts_of, terms
from voronka.sales.economy.figures import Economy
from voronka.sales.economy.signals import Found, judge
from voronka.sales.events import ExpenseChanged
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome, Signal

PORTION = 2_000  # deals that are weighed in one transaction
WEIGHED = {"stage", "amount", "currency", "margin", "planned_cost", "owner"}


@transaction.atomic
def weigh(ids: Collection[int], *, at: datetime) -> None:
    """Raise the signals that these deals have now, end those that they have no longer: at most eight statements."""
    now = terms()
    found: dict[tuple[int, str], Found] = {}
    for pk, facts in facts_of(ids, at=at).items():
        economy = Economy(facts=facts, margin_percent=now.margin_percent)
        for kind, one in judge(economy, silent_days=now.silent_days, at=at).items():
            found[pk, kind.value] = one
    ended, changed = [], []
    for signal in Signal.objects.select_for_update().filter(deal__in=list(ids), ended_at=None).order_by("pk"):
        told = found.pop((signal.deal_id, signal.kind), None)
        if told is None:
            ended.append(signal.pk)
        elif (told.value, told.limit) != (signal.value, signal.limit):
            signal.value, signal.limit = told.value, told.limit
            changed.append(signal)
    if ended:
        Signal.objects.filter(pk__in=ended).update(ended_at=at)
    if changed:
        Signal.objects.bulk_update(changed, ["value", "limit"])
    Signal.objects.bulk_create(
        [
            Signal(deal_id=pk, kind=kind, since=at, value=one.value, limit=one.limit)
            for (pk, kind), one in found.items()
        ],
        ignore_conflicts=True,  # somebody else has raised it meanwhile
    )


def weigh_all(*, at: datetime) -> int:
    """Weigh all open deals, and closed ones that still ask for attention, in portions; how many."""
    asks = Signal.objects.filter(deal=OuterRef("pk"), ended_at=None)
    rows = Deal.objects.filter(Q(outcome=Outcome.OPEN) | Q(Exists(asks))).order_by("pk")
    last, count = 0, 0
    while portion := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:PORTION]):
        weigh(portion, at=at)
        last, count = portion[-1], count + len(portion)
    return count


def reopen(deal: Deal, *, ended_at: datetime) -> None:
    """What the deal asked for until a move that is being taken back, it asks for since when it did, asleep as it was.

    What somebody decided by that move stays decided: where the reason holds, the deal asks anew.
    """
    open_kinds = Signal.objects.filter(deal=deal, ended_at=None).values("kind")
    ended = Signal.objects.filter(deal=deal, ended_at=ended_at).exclude(kind__in=open_kinds)
    ended.exclude(decisions__at=ended_at).update(ended_at=None)


def on_changed(event: RecordsUpdated) -> None:
    """Deals that were changed, and those whose contacts were; whose tasks were, see `listeners`."""
    if event.kind is DEAL:
        ids = {one.pk for one in event.records if WEIGHED & set(event.before[one.pk])}
    elif event.kind is INTERACTION:
        ids = {one.subject_id for one in event.records if one.subject_kind == DEAL.name}
    else:
        return
    if ids:
        weigh(ids, at=event.at)


def on_created(event: RecordCreated) -> None:
    """A new contact costs. A new deal is first looked at by night."""
    if event.kind is INTERACTION and event.record.subject_kind == DEAL.name:
        weigh([event.record.subject_id], at=event.at)


def on_spent(event: ExpenseChanged) -> None:
    """An expense counts or does not."""
    weigh([event.expense.deal_id], at=event.at)
