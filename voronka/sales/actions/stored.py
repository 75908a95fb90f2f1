"""Writing of columns that only actions may write."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.core import events, live
from voronka.records.events import RecordUpdated
from voronka.records.history import written_by
from voronka.records.kinds import kind_of
from voronka.records.search.index import index


def store(*, record: Any, columns: Mapping[str, Any], by: User, at: datetime) -> None:
    """Save these columns of a record that the caller has locked, as a new version, and tell the world."""
    kind = kind_of(record)
    before = {name: getattr(record, name) for name in columns}
    for name, value in columns.items():
        setattr(record, name, value)
    record.updated_at = at
    record.version += 1
    with written_by(by):
        record.save()
        index(kind, [record.pk])
    events.publish(RecordUpdated(kind=kind, record=record, before=before, by=by, at=at))
    live.publish(kind=kind.name, id=record.pk, verb="updated")
