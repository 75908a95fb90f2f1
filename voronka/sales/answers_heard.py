"""What sales hears that tells of a lead: that it came, that somebody dealt with it, that it was given away by hand."""

from voronka.activities.events import InteractionLogged, TaskCompleted
from voronka.core import events
from voronka.records.events import RecordCreated, RecordUpdated
from voronka.sales.actions import answers, routing
from voronka.sales.events import LeadConverted, LeadDisqualified
from voronka.sales.kinds import LEAD
from voronka.sales.models import Ending, Lead

NOTE = "note"  # to write down a thought is no answer


def listen() -> None:
    """Call it when the app is ready."""
    events.on(RecordCreated, on_created)
    events.on(RecordUpdated, on_updated)
    events.on(InteractionLogged, on_interaction)
    events.on(TaskCompleted, on_task)
    events.on(LeadConverted, on_decided)
    events.on(LeadDisqualified, on_decided)


def on_created(event: RecordCreated) -> None:
    """A new lead meets the rules."""
    if event.kind.name == LEAD.name:
        routing.receive(lead=event.record, by=event.by, at=event.at)


def on_updated(event: RecordUpdated) -> None:
    """Another owner by hand, or another status: nobody has to be reminded of the lead any more."""
    if event.kind.name != LEAD.name:
        return
    if "status" in event.before:
        routing.end(lead=event.record, ending=Ending.TAKEN, at=event.at)
    elif "owner" in event.before:
        routing.end(lead=event.record, ending=Ending.MOVED, at=event.at)


def on_interaction(event: InteractionLogged) -> None:
    """A call, a letter, a meeting: the lead is answered."""
    interaction = event.interaction
    if interaction.subject_kind != LEAD.name or interaction.type.code == NOTE:
        return
    if lead := _lead(interaction.subject_id):
        answers.note(lead=lead, by=event.by, at=min(interaction.happened_at, event.at))


def on_task(event: TaskCompleted) -> None:
    """A task about the lead is done: it is taken up."""
    if event.task.subject_kind == LEAD.name and (lead := _lead(event.task.subject_id)):
        routing.end(lead=lead, ending=Ending.TAKEN, at=event.at)


def on_decided(event: LeadConverted | LeadDisqualified) -> None:
    """Who decides about a lead has answered it."""
    answers.note(lead=event.lead, by=event.by, at=event.at)


def _lead(pk: int | None) -> Lead | None:
    return Lead.objects.filter(pk=pk or 0).first()
