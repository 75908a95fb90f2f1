"""What is told of the exports of a program: by which headings a file is known, and what its columns mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voronka.imports.headings import plain
from voronka.imports.presets.folders import Part
from voronka.records.fields.base import Label


@dataclass(frozen=True, kw_only=True)
class Export:
    """One file of a program: `kind` is the plural name of the target that it becomes.

    It is known by having all `signs`, one of `any_of` where there are such, and nothing of `unless`. In `columns`
    headings stand before the names of columns; of two headings for one column the first one counts, where the column
    is no list. Headings that are `apart` mean nothing here, whatever they look like.
    """

    kind: str
    signs: tuple[str, ...]
    columns: Mapping[str, str]
    any_of: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    def fits(self, header: Sequence[str]) -> int:
        """How many headings of a file are known here; 0 for a file of something else."""
        found = {plain(one) for one in header}
        if not {plain(one) for one in self.signs} <= found or found & {plain(one) for one in self.unless}:
            return 0
        if self.any_of and not found & {plain(one) for one in self.any_of}:
            return 0
        return len(found & {plain(one) for one in (*self.columns, *self.apart)})


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A program: its name for the command line, its name for people, its exports.

    `folder` are the parts of a whole export in the order in which they are taken, where the program is known that well.
    """

    name: str
    label: Label
    exports: tuple[Export, ...]
    folder: tuple[Part, ...] = ()


def headings(words: str, column: str) -> dict[str, str]:
    """Several headings, parted by bars, for one column."""
    return dict.fromkeys((word.strip() for word in words.split("|")), column)
