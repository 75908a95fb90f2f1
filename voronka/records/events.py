"""What happened to records; higher apps listen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.records.kinds import Kind
from voronka.records.models import Merge


@dataclass(frozen=True, kw_only=True)
class RecordCreated:
    """A record was made."""

    kind: Kind
    record: Any
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordUpdated:
    """Fields of a record changed; `before` holds the old values by field name.

    `is_taken_back` says that they are again what they were before a change that is to leave no trace: what was written
    of it goes with it, and nothing is written of this.
    """

    kind: Kind
    record: Any
    before: Mapping[str, Any] = field(default_factory=dict)
    by: User
    at: datetime
    is_taken_back: bool = False


@dataclass(frozen=True, kw_only=True)
class RecordsUpdated:
    """The same of all records of one change, for whoever answers set by set; `before` is by id and field name.

    Published before the `RecordUpdated` of each.
    """

    kind: Kind
    records: Collection[Any]
    before: Mapping[int, Mapping[str, Any]]
    by: User
    at: datetime
    is_taken_back: bool = False


@dataclass(frozen=True, kw_only=True)
class RecordsDeleted:
    """Records were erased."""

    kind: Kind
    ids: tuple[int, ...]
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordsMerged:
    """Records became one, `record`; what became of them stands in the merge."""

    kind: Kind
    record: Any
    merge: Merge
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MergeUndone:
    """Merged records are there again beside `record`."""

    kind: Kind
    record: Any
    merge: Merge
    by: User
    at: datetime
