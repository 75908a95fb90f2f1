"""What was taken out of the base is written to the journal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.records.kinds import Kind
from voronka.records.models import ExportEntry


def record(
    *,
    kind: Kind,
    format_name: str,
    tree: dict[str, Any],
    text: str,
    columns: Sequence[str],
    count: int,
    by: User,
    at: datetime,
) -> ExportEntry:
    """Keep who exported what and how many records."""
    return ExportEntry.objects.create(
        user=by, kind=kind.name, format=format_name, filter=tree, text=text, columns=list(columns), count=count, at=at
    )
