"""What activities does when records of any kind are made, changed and erased."""

from collections.abc import Collection
from typing import Any

from voronka.accounts.models import User
from voronka.activities import history, subjects
from voronka.activities.actions import interactions
from voronka.activities.models import Interaction, Task
from voronka.records import kinds
from voronka.records.events import MergeUndone, RecordCreated, RecordsDeleted, RecordsMerged, RecordsUpdated
from voronka.records.search.index import forget


def on_created(event: RecordCreated) -> None:
    """The history of a record begins."""
    if subjects.find(event.kind.name):
        history.add(subject=event.record, type="created", by=event.by, at=event.at)


def on_updated(event: RecordsUpdated) -> None:
    """A new owner is written down; entries move to the cards of new clients: a few statements for many."""
    if event.kind.name == "interaction":
        for record in event.records:
            if {"happened_at", "owner", "text", "type", "minutes"} & set(event.before[record.pk]):
                interactions.follow(record)
    known = subjects.find(event.kind.name)
    if known is None:
        return
    moved = [record for record in event.records if "owner" in event.before[record.pk]]
    if moved and not event.is_taken_back:
        _handed_over(moved, event)
    if led := [record for record in event.records if set(known.follows) & set(event.before[record.pk])]:
        history.relink_many(led)
        history.tell_above(led)


def _handed_over(records: Collection[Any], event: RecordsUpdated) -> None:
    owners = User.objects.in_bulk({record.owner_id for record in records if record.owner_id})
    names = {pk: str(owner) for pk, owner in owners.items()}
    history.add_many(
        records=records,
        type="assigned",
        by=event.by,
        at=event.at,
        data=lambda record: {"to": names.get(record.owner_id, "")},
    )
    history.tell_of(records)


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
