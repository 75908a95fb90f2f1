"""What rows of a file can become."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voronka.imports.columns import Column
from voronka.imports.own_columns import list_columns, own_columns
from voronka.records.kinds import Kind

if TYPE_CHECKING:
    from voronka.imports.engine.batch import Batch

type Step = Callable[["Batch"], None]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A kind, the columns that it understands (`columns_of` its fields), and the steps that are its own.

    `match` steps find existing records beyond outside id, phone and mail, `resolve` ones run when it is known which
    rows are due (texts become ids; nothing is made for the others), `finish` ones run when the records stand.
    `complete` fills in what can be concluded from the other values of a row, or tells why it makes no record.

    `extra` staging columns are filled by steps, `kept` columns of a known record are never written over, and rows
    without an owner go `to_queue` where the kind has one, else to the one who imports.
    """

    kind: Kind
    columns: tuple[Column, ...]
    complete: Callable[[dict[str, Any]], str | None]
    resolve: tuple[Step, ...] = ()
    match: tuple[Step, ...] = ()
    finish: tuple[Step, ...] = ()
    keys: tuple[str, ...] = ("phones", "emails")
    extra: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    to_queue: bool = False

    @property
    def known(self) -> tuple[Column, ...]:
        """The columns, and those of the company's own fields as they are now."""
        return (*self.columns, *list_columns(self.kind), *own_columns(self.kind))

    @property
    def by_name(self) -> dict[str, Column]:
        """Columns by their names."""
        return {column.name: column for column in self.known}
