"""Kinds of records that this company does without: nobody has a right to them, and what tells of them is left out."""

from collections.abc import Iterable, Iterator

from voronka.accounts import grid
from voronka.records import kinds
from voronka.records.fields import Field, Link
from voronka.records.fields.links import ToRecord
from voronka.records.kinds import Kind

_names: list[frozenset[str]] = [frozenset()]


def names() -> frozenset[str]:
    """The names of the kinds that are set aside, as this process knows them."""
    return _names[0]


def put(wanted: Iterable[str]) -> None:
    """Set these kinds aside, of those that a company may do without; kinds that cannot be without them go too."""
    chosen = {kind.name for kind in kinds.all_kinds() if kind.optional} & {*wanted}
    while more := {kind.name for kind in kinds.all_kinds() if _hangs_on(kind, chosen)} - chosen:
        chosen |= more
    _names[0] = frozenset(chosen)
    grid.leave_out(_names[0])


def in_use() -> Iterator[Kind]:
    """The kinds that this company works with, in the order of registration."""
    return (kind for kind in kinds.all_kinds() if kind.name not in _names[0])


def hides(field: Field) -> bool:
    """Whether a field tells of a kind that is set aside."""
    return (field.kind if isinstance(field, ToRecord) else field.about) in _names[0]


def _hangs_on(kind: Kind, aside: set[str]) -> bool:
    return any(isinstance(one, Link) and one.required and one.kind in aside for one in kind.fields)
