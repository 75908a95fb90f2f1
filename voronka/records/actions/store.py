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


def store(
    *,
    record: Any,
    columns: Mapping[str, Any],
    by: User,
    at: datetime,
    verb: str = "updated",
    is_taken_back: bool = False,
) -> None:
    """Save columns that only actions may write, of a record that the caller has locked; `verb` is for open pages.

    Those who listen hear of what differs, by the names of fields, whether a link was given as a record or as its id.
    `is_taken_back` gives back what stood before a change, as if there had been none: it leaves no entry of its own.
    """
    stood = {column.attname: getattr(record, column.attname) for column in map(record._meta.get_field, columns)}
    for name, value in columns.items():
        setattr(record, name, value)
    before = _named(record, {name: old for name, old in stood.items() if getattr(record, name) != old})
    with written_by(by):
        save(record=record, before=before, by=by, at=at, verb=verb, is_taken_back=is_taken_back)


def save(
    *,
    record: Any,
    before: Mapping[str, Any],
    by: User,
    at: datetime,
    verb: str = "updated",
    is_taken_back: bool = False,
) -> None:
    """Save a changed record as a new version; `before` holds the old values of what changed, by field name."""
    record.updated_at = at
    record.version += 1
    record.save()
    kind, stood = kind_of(record), {record.pk: before}
    tell(kind=kind, records=[record], before=stood, by=by, at=at, verb=verb, is_taken_back=is_taken_back)


def tell(
    *,
    kind: Kind,
    records: Collection[Any],
    before: Mapping[int, Mapping[str, Any]],
    by: User,
    at: datetime,
    verb: str = "updated",
    is_taken_back: bool = False,
) -> None:
    """Let search, the apps above and open pages know of records that were saved; `before` is by id."""
    ids = [record.pk for record in records]
    index(kind, ids)
    told: dict[str, Any] = {"kind": kind, "by": by, "at": at, "is_taken_back": is_taken_back}
    events.publish(RecordsUpdated(records=records, before=before, **told))
    for record in records:
        events.publish(RecordUpdated(record=record, before=before[record.pk], **told))
    live.publish_many(kind=kind.name, ids=ids, verb=verb)


def _named(record: Any, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Stored columns by the names of the fields that they belong to."""
    names = {one.attribute: one.name for one in kind_of(record).fields}
    return {names.get(column, record._meta.get_field(column).name): value for column, value in columns.items()}
