"""What a row says, as a digest: by it the same row is known again, in this file and in another."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from voronka.imports.columns import Column
from voronka.imports.targets.base import Target

type Places = list[tuple[int, Column]]


def places_of(header: Sequence[str], mapping: Mapping[str, str], target: Target) -> Places:
    """Which cell of a row is which column; headings that mean nothing are passed over."""
    known = target.by_name
    return [(place, known[mapping[name]]) for place, name in enumerate(header) if mapping.get(name) in known]


class Marks:
    """Gives the rows of one file their digests, in their order: equal ones are numbered."""

    def __init__(self, kind: str, places: Places) -> None:
        self.kind, self.places = kind, places
        self.seen: Counter[str] = Counter()

    def of(self, cells: Sequence[str]) -> str:
        """The digest of the next row: its mapped cells, whatever their order."""
        said = sorted(f"{column.name}={cells[place]}" for place, column in self.places if cells[place])
        text = "\x1f".join([self.kind, *said])
        digest = hashlib.sha256(text.encode()).hexdigest()[:40]
        self.seen[digest] += 1
        return f"{digest}#{self.seen[digest]}" if self.seen[digest] > 1 else digest
