"""What one quick entry has made."""

from typing import Any

from voronka.accounts.models import User
from voronka.home.models import QuickEntry
from voronka.records import access, kinds

# What a person wants to open first.
ORDER = ("deal", "person", "organization", "task", "legal_entity")


def made_by(entry: QuickEntry, *, by: User) -> list[Any]:
    """The records of an entry that this person may see, the most telling first; a legal entity goes without saying."""
    found = [(name, pk) for name, pk, *_version in entry.made if name != "legal_entity"]
    found.sort(key=lambda pair: ORDER.index(pair[0]))
    records = [access.visible(kinds.get(name), by).filter(pk=pk).first() for name, pk in found]
    return [record for record in records if record is not None]
