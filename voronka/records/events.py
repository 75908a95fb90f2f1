"""What happened to records; higher apps listen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.records.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class RecordCreated:
    """A record was made."""

    kind: Kind
    record: Any
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordUpdated:
    """Fields of a record changed; `before` holds the old values by field name."""

    kind: Kind
    record: Any
    before: Mapping[str, Any] = field(default_factory=dict)
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordsDeleted:
    """Records were erased."""

    kind: Kind
    ids: tuple[int, ...]
    by: User
    at: datetime
