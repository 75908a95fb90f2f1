"""What rows of a file can become."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from voronka.accounts.models import User
from voronka.imports.columns import Column
from voronka.imports.consent_columns import consent_columns
from voronka.imports.own_columns import list_columns, own_columns
from voronka.imports.record_ids import record_id_column
from voronka.records import kinds
from voronka.records.field_rules import as_seen
from voronka.records.kinds import Kind

if TYPE_CHECKING:
    from voronka.imports.engine.batch import Batch

type Step = Callable[["Batch"], None]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A kind, the columns that it understands (`columns_of` its fields), and the steps that are its own.

    `match` steps find existing records beyond outside id, phone and mail, `resolve` ones run when it is known which
    rows are due (texts become ids; nothing is made for the others), `among` ones when the new rows have ids (rows of
    one file refer to one another), `finish` ones run when the records stand.
    `alike` steps tell which rows are one record by their names, where rows carry several records.
    `complete` fills in what can be concluded from the other values of a row, or tells why it makes no record.

    Rows are written in portions, unless some must be written `together`, since they refer to one another.

    `extra` staging columns are filled by steps, `kept` columns of a known record are never written over, and rows
    without an owner go `to_queue` where the kind has one, else to the one who imports.
    """

    kind: Kind
    columns: tuple[Column, ...]
    complete: Callable[[dict[str, Any]], str | None]
    resolve: tuple[Step, ...] = ()
    among: tuple[Step, ...] = ()
    match: tuple[Step, ...] = ()
    alike: tuple[Step, ...] = ()
    finish: tuple[Step, ...] = ()
    keys: tuple[str, ...] = ("phones", "emails")
    extra: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    to_queue: bool = False
    together: Callable[["Batch"], bool] = lambda _batch: False
    asker: User | None = None

    def asked_by(self, user: User) -> "Target":
        """The same, without the columns of fields that this person may not change."""
        return replace(self, asker=user)

    @property
    def known(self) -> tuple[Column, ...]:
        """The columns, and those of the company's own fields and purposes of consents as they are now."""
        return tuple(one for one in self._all() if not self._is_closed(one))

    def _all(self) -> tuple[Column, ...]:
        more = (*list_columns(self.kind), *own_columns(self.kind), *consent_columns(self.kind))
        return (*self.columns, *more, record_id_column(self.kind))

    def _is_closed(self, column: Column) -> bool:
        """Whether the roles of the one who imports keep them from what this column fills."""
        kind, _dot, name = column.fills.rpartition(".")
        whole, name = kinds.get(kind or self.kind.name), name or column.name
        if self.asker is None or name not in whole.by_name:
            return False
        seen = as_seen(whole, self.asker, making=True).by_name.get(name)
        return seen is None or (whole.field(name).editable and not seen.editable)

    @property
    def by_name(self) -> dict[str, Column]:
        """Columns by their names."""
        return {column.name: column for column in self.known}
