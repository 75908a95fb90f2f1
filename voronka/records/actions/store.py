"""A new version of a record is saved, found by search, and everybody hears of it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.core import events, live
from voronka.records.events import RecordsUpdated, RecordUpdated
from voronka.records.history import written_by
from voronka.records.kinds import Kind, kind_of
from voronka.records.search.index import index


def store(*, record: Any, columns: Mapping[str, Any], by: User, at: datetime, verb: str = "updated") -> None:
    """Save columns that only actions may write, of a record that the caller has locked; `verb` is for open pages."""
    before = {name: getattr(record, name) for name in columns}
    for name, value in columns.items():
        setattr(record, name, value)
    with written_by(by):
        save(record=record, before=before, by=by, at=at, verb=verb)


def save(*, record: Any, before: Mapping[str, Any], by: User, at: datetime, verb: str = "updated") -> None:
    """Save a changed record as a new version; `before` holds the old values of what changed."""
    record.updated_at = at
    record.version += 1
    record.save()
    tell(kind=kind_of(record), records=[record], before={record.pk: before}, by=by, at=at, verb=verb)


def tell(
    *,
    kind: Kind,
    records: Collection[Any],
    before: Mapping[int, Mapping[str, Any]],
    by: User,
    at: datetime,
    verb: str = "updated",
) -> None:
    """Let search, the apps above and open pages know of records that were saved; `before` is by id."""
    ids = [record.pk for record in records]
    index(kind, ids)
    events.publish(RecordsUpdated(kind=kind, records=records, before=before, by=by, at=at))
    for record in records:
        events.publish(RecordUpdated(kind=kind, record=record, before=before[record.pk], by=by, at=at))
    live.publish_many(kind=kind.name, ids=ids, verb=verb)
