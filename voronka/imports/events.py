"""What imports tell."""

from dataclasses import dataclass
from datetime import datetime

from voronka.accounts.models import User
from voronka.records.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class RecordsImported:
    """Many records of one kind were made or changed by one import."""

    kind: Kind
    created: tuple[int, ...]
    changed: tuple[int, ...]
    by: User
    at: datetime
