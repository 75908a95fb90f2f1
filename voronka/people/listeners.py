"""What people does when records change."""

from voronka.core import jobs
from voronka.people.kinds import ORGANIZATION
from voronka.people.tasks import index_members
from voronka.records.events import RecordUpdated


def on_updated(event: RecordUpdated) -> None:
    """A renamed organization is found with its people under the new name, as soon as the worker comes to it."""
    if event.kind is ORGANIZATION and "name" in event.before:
        jobs.enqueue(index_members, organization_id=event.record.pk)
