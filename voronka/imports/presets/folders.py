"""What is told of a whole folder of exports: which file is what, in which order, and what becomes of its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from voronka.imports.headings import plain
from voronka.records.fields.base import Label


class Becomes(StrEnum):
    """What the rows of a file become."""

    USERS = "users"
    RECORDS = "records"
    NOTES = "notes"
    KEPT = "kept"


@dataclass(frozen=True, kw_only=True)
class Via:
    """Rows that name no client find it in another file: there stands `own` beside the links."""

    part: str
    own: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file of a folder, known by its headings as an Export is; several headings of one meaning are parted by bars.

    Records are read by the preset's export of the same `kind`, and get the texts of `says` too, by their headings.
    A note has the `label` and the values of `head` as its first line, then all else that the row says; its `links` are
    asked in their order, the first known one is the card that it stands on. `via` another file it finds them where the
    row has none; `lines` names the part whose rows belong to it. Rows of `or_task` that are about nobody become tasks.
    """

    name: str
    label: Label
    becomes: Becomes
    signs: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    kind: str = ""
    key: str = ""
    head: tuple[str, ...] = ()
    owner: str = ""
    moment: str = ""
    says: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    via: Via | None = None
    lines: str = ""
    or_task: bool = False

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a file with these headings is this part."""
        found = {plain(one) for one in header}
        signs, any_of, unless = ({plain(one) for one in words} for words in (self.signs, self.any_of, self.unless))
        return signs <= found and not found & unless and (not any_of or bool(found & any_of))


def place(header: Sequence[str], words: str) -> int | None:
    """Where a heading stands; of several words, parted by bars, the first that is there."""
    names = [plain(one) for one in header]
    return next((names.index(word) for word in map(plain, words.split("|")) if word and word in names), None)
