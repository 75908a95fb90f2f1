"""What activities does when records of any kind are made, changed and erased."""

from voronka.activities import history, subjects
from voronka.activities.actions import interactions
from voronka.activities.models import Interaction, Task
from voronka.records import kinds
from voronka.records.events import MergeUndone, RecordCreated, RecordsDeleted, RecordsMerged, RecordUpdated
from voronka.records.search.index import forget


def on_created(event: RecordCreated) -> None:
    """The history of a record begins."""
    if subjects.find(event.kind.name):
        history.add(subject=event.record, type="created", by=event.by, at=event.at)


def on_updated(event: RecordUpdated) -> None:
    """A new owner is written down; entries move to the cards of new clients."""
    if event.kind.name == "interaction" and {"happened_at", "owner", "text", "type", "minutes"} & set(event.before):
        interactions.follow(event.record)
    known = subjects.find(event.kind.name)
    if known is None:
        return
    if "owner" in event.before:
        name = str(event.record.owner) if event.record.owner_id else ""
        history.add(subject=event.record, type="assigned", by=event.by, at=event.at, data={"to": name})
    if set(known.follows) & set(event.before):
        history.relink(event.record)


def on_deleted(event: RecordsDeleted) -> None:
    """Erased records take their entries and tasks with them."""
    if subjects.find(event.kind.name) is None:
        return
    history.forget(event.kind.name, event.ids)
    for name, model in (("interaction", Interaction), ("task", Task)):
        rows = model._default_manager.filter(subject_kind=event.kind.name, subject_id__in=event.ids)
        forget(kinds.get(name), rows.values_list("pk", flat=True))
        rows.delete()


def on_merged(event: RecordsMerged) -> None:
    """The kept card says what became part of it."""
    data = {"names": event.merge.names, "merge": event.merge.pk}
    history.add(subject=event.record, type="merged", by=event.by, at=event.at, data=data)


def on_unmerged(event: MergeUndone) -> None:
    """The card says that the merge was undone."""
    data = {"names": event.merge.names, "merge": event.merge.pk}
    history.add(subject=event.record, type="unmerged", by=event.by, at=event.at, data=data)
