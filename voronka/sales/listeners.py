"""What sales does when records change."""

from collections.abc import Iterable

from voronka.activities.kinds import TASK
from voronka.activities.models import Task
from voronka.core import events, jobs
from voronka.records.events import RecordCreated, RecordsUpdated, RecordUpdated
from voronka.sales import answers_heard, history_entries, stage_history, winning_back
from voronka.sales.actions import approvals, bonuses, chances, decisions, participants, registrations, signals
from voronka.sales.events import (
    DealGivenBack,
    DealLost,
    DealMoved,
    DealMoveUndone,
    DealWon,
    ExpenseChanged,
    LeadConverted,
    LeadDisqualified,
    LeadRouted,
    LeadUnconverted,
    PaymentReceived,
    PaymentRefunded,
)
from voronka.sales.kinds import DEAL
from voronka.sales.tasks import index_deals_of, weigh_deal

MOST_AT_ONCE = 100  # deals that are looked at because of their tasks
# What a client is called by: kind -> fields.
NAMES = {"organization": {"name"}, "person": {"last_name", "first_name", "middle_name"}}


def listen() -> None:
    """Call it when the app is ready; who stands above hears an event first."""
    events.on(RecordCreated, stage_history.begin)
    events.on(RecordUpdated, stage_history.go_on)
    events.on(RecordUpdated, on_updated)
    events.on(DealMoved, history_entries.on_moved)
    events.on(DealMoved, approvals.on_moved)
    events.on(DealMoveUndone, approvals.on_moved)
    events.on(DealGivenBack, approvals.on_given_back)
    events.on(DealMoved, participants.on_moved)
    events.on(DealMoved, bonuses.on_moved)
    events.on(DealMoveUndone, bonuses.on_moved)
    events.on(DealWon, bonuses.on_won)
    events.on(PaymentReceived, bonuses.on_received)
    events.on(PaymentRefunded, bonuses.on_refunded)
    events.on(RecordCreated, participants.on_created)
    events.on(RecordCreated, registrations.on_created)
    events.on(LeadConverted, history_entries.on_converted)
    events.on(LeadConverted, registrations.on_converted)
    events.on(LeadDisqualified, history_entries.on_disqualified)
    events.on(LeadUnconverted, history_entries.on_unconverted)
    events.on(LeadRouted, history_entries.on_routed)
    events.on(DealLost, winning_back.on_lost)
    events.on(RecordsUpdated, chances.on_changed)  # before the signals, which weigh by the probability
    events.on(RecordCreated, chances.on_created)
    events.on(RecordsUpdated, signals.on_changed)
    events.on(RecordsUpdated, on_steps)
    events.on(RecordCreated, signals.on_created)
    events.on(RecordCreated, on_step)
    events.on(DealLost, decisions.on_lost)
    events.on(ExpenseChanged, signals.on_spent)
    answers_heard.listen()


def on_updated(event: RecordUpdated) -> None:
    """Deals of a renamed client are found under the new name, as soon as the worker comes to it."""
    if not NAMES.get(event.kind.name, set()).isdisjoint(event.before):
        jobs.enqueue(index_deals_of, client=event.kind.name, client_id=event.record.pk)


def on_step(event: RecordCreated) -> None:
    """A new task about a deal answers whoever asks for a step."""
    if event.kind is TASK:
        _weigh_later([event.record])


def on_steps(event: RecordsUpdated) -> None:
    """Tasks about deals were done, put off, handed on."""
    if event.kind is TASK:
        _weigh_later(event.records)


def _weigh_later(tasks: Iterable[Task]) -> None:
    """Of very many deals (a hand-over) the night takes care."""
    deals = sorted({task.subject_id or 0 for task in tasks if task.subject_kind == DEAL.name})
    for deal in deals[:MOST_AT_ONCE]:
        jobs.enqueue(weigh_deal, once=f"weigh:{deal}", deal_id=deal)
