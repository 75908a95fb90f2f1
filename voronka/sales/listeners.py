"""What sales does when records change."""

from voronka.core import jobs
from voronka.records.events import RecordUpdated
from voronka.sales.tasks import index_deals_of

# What a client is called by: kind -> fields.
NAMES = {"organization": {"name"}, "person": {"last_name", "first_name", "middle_name"}}


def on_updated(event: RecordUpdated) -> None:
    """Deals of a renamed client are found under the new name, as soon as the worker comes to it."""
    if not NAMES.get(event.kind.name, set()).isdisjoint(event.before):
        jobs.enqueue(index_deals_of, client=event.kind.name, client_id=event.record.pk)
