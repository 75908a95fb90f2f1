"""The id by which an import knows a record of this very Voronka again."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from voronka.records.fields import Field
from voronka.records.kinds import Kind

NAME = "voronka_id"
LABEL = _("Voronka id")
WRITTEN = re.compile(r"([a-z_]+)-(\d{1,18})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class RecordId(Field):
    """A column of tables that stands for no field: `person-123`, the same in every language."""

    kind: str

    def read(self, record: Any) -> str:
        """The kind and the id."""
        return written(self.kind, record.pk)


def record_id(kind: Kind) -> RecordId:
    """The column for records of this kind."""
    return RecordId(name=NAME, label=LABEL, kind=kind.name, editable=False, filterable=False, sortable=False)


def whole(kind: Kind) -> tuple[str, ...]:
    """The columns of a table that an import takes back: the id, and every field that one sees."""
    return (NAME, *kind.by_name)


def written(kind: str, pk: int) -> str:
    """The id as it stands in a file."""
    return f"{kind}-{pk}"


def understood(text: str) -> tuple[str, int] | None:
    """The name of the kind and the id in it; None for what is no such id."""
    found = WRITTEN.fullmatch(text.strip().lower())
    return (found[1], int(found[2])) if found else None
