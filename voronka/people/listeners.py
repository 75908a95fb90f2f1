"""What people does when records change."""

from voronka.core import jobs
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Position
from voronka.people.tasks import index_members, index_positions
from voronka.records.events import RecordUpdated

NAME = {"last_name", "first_name", "middle_name"}


def on_updated(event: RecordUpdated) -> None:
    """A renamed organization or person is found with its people, or at the other places of work, under the new name.

    That is as soon as the worker comes to it.
    """
    if event.kind is ORGANIZATION and "name" in event.before:
        jobs.enqueue(index_members, organization_id=event.record.pk)
    if event.kind is PERSON and NAME & set(event.before) and Position.objects.filter(person=event.record.pk).exists():
        jobs.enqueue(index_positions, person_id=event.record.pk)
