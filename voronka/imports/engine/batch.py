"""One import at work: the staging table and the statements on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from voronka.accounts.models import User
from voronka.imports.columns import Column
from voronka.imports.targets.base import Target
from voronka.imports.terms import RowTerms

STAGE = "import_stage"  # of a trial, or the rows of one portion
KEPT_STAGE = "imports_stage_{}"  # of a run: it outlives the process that works on it
FIXED = (
    ("number", "integer PRIMARY KEY"),
    ("digest", "text NOT NULL"),
    ("problem", "text"),
    ("record_id", "bigint"),
    ("matched_by", "text"),
    ("is_new", "boolean NOT NULL DEFAULT false"),
    ("is_changed", "boolean NOT NULL DEFAULT false"),
    ("is_twin", "boolean NOT NULL DEFAULT false"),
    ("twin_of", "integer"),
    ("is_beside", "boolean NOT NULL DEFAULT false"),
    ("is_moved", "boolean NOT NULL DEFAULT false"),
    ("is_relinked", "boolean NOT NULL DEFAULT false"),
    ("is_left", "boolean NOT NULL DEFAULT false"),
)
# Staged rows `s` that will be written: neither rejected nor known already, nor left as ours. A twin may bring something
# that stands beside the record of the other row.
DUE = "(s.problem IS NULL AND (NOT s.is_twin OR s.is_beside) AND s.matched_by IS DISTINCT FROM 'row' AND NOT s.is_left)"
# A row `s` that names its record by an id: what it says counts for more than what stands.
SURE = "s.matched_by IN ('voronka_id', 'external_id')"
ALWAYS = {"external_id": "varchar(120) NOT NULL DEFAULT ''", "owner_id": "bigint", "created_at": "timestamptz"}
TEMPORARY = {True: "TEMPORARY", False: "UNLOGGED"}
ARRAYS = ("phones", "emails")
JSON = ("custom", "addresses")


@dataclass(kw_only=True)
class Batch:
    """The staged rows of one import, who imports them and when; `reach` are the ids that matching is held to.

    The rows stand in the table `stage`, all of them or those of a portion. Where they carry several records the batch
    is no longer the `is_single` one of the import, and one of them `is_main`.

    `terms` hold for all rows. Where it `adds_values`, lists of choices get what they lack; `made_values` names it, with
    its field. `made` are the ids of what has no history of its own by which it could be found again. `found` is what a
    check keeps to be looked at, None where the import is meant.
    """

    target: Target
    columns: list[Column]
    by: User
    at: datetime
    zone: tzinfo
    run_id: int = 0
    stage: str = STAGE
    is_main: bool = True
    is_single: bool = True
    reach: tuple[str, tuple[Any, ...]] | None = None
    adds_values: bool = False
    made_values: list[str] = field(default_factory=list)
    made: dict[str, list[int]] = field(default_factory=dict)
    terms: RowTerms = field(default_factory=RowTerms)
    found: dict[str, list[dict[str, Any]]] | None = None

    @property
    def table(self) -> str:
        """The table of the kind."""
        return str(self.target.kind.model._meta.db_table)

    def staged(self) -> dict[str, str]:
        """Columns of the staging table beyond the fixed ones, with their SQL types."""
        found = dict(ALWAYS)
        model = {one.column for one in self.target.kind.model._meta.concrete_fields}
        found |= {name: "varchar[] NOT NULL DEFAULT '{}'" for name in ARRAYS if name in model}
        for column in self.columns:
            found |= {name: kind for name, kind in column.staged if name not in found}
        return found | dict(self.target.extra)

    def written(self) -> list[str]:
        """Columns of the record's own table that the file gives."""
        names = [name for column in self.columns for name, _type in column.staged]
        return [name for name in dict.fromkeys(names) if "__" not in name and name not in self.target.kept]

    def has(self, name: str) -> bool:
        """Whether the file gives this staging column."""
        return any(name == staged for column in self.columns for staged, _type in column.staged)

    def note_made(self, name: str, ids: Iterable[int]) -> None:
        """Keep what an undoing must take out beside the records."""
        self.made.setdefault(name, []).extend(ids)

    def create_stage(self) -> None:
        """A fresh, empty staging table: of this connection, or of the run for all who work on it.

        The rows of a run are not written to the log of the server: after a crash of it they are read anew.
        """
        columns = ", ".join(f"{name} {kind}" for name, kind in [*FIXED, *self.staged().items()])
        self.drop_stage()
        self.run(
            "CREATE {sort} TABLE {stage} ({columns})", columns=columns, sort=TEMPORARY[self.stage.startswith(STAGE)]
        )

    def take_over_stage(self, kept: str) -> None:
        """A fresh, empty staging table with the columns of another one, and those that are known only by now."""
        self.drop_stage()
        self.run("CREATE TEMPORARY TABLE {stage} (LIKE {kept} INCLUDING DEFAULTS)", kept=kept)
        for name, kind in [*FIXED[1:], *self.staged().items()]:  # a release before may have made the other one
            self.run("ALTER TABLE {stage} ADD COLUMN IF NOT EXISTS {name} {kind}", name=name, kind=kind)

    def drop_stage(self) -> None:
        """Let the staging table go."""
        self.run("DROP TABLE IF EXISTS {stage}")

    @staticmethod
    def ids(records: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
        """The ids of records as a subquery and its parameters."""
        try:
            statement, parameters = records.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return "SELECT NULL::bigint WHERE false", ()
        return statement, tuple(parameters)

    def run(self, statement: str, parameters: Sequence[Any] = (), **names: str) -> int:
        """Execute a statement with `{stage}`, `{table}`, `{due}` and names (never input) put in; count rows."""
        with connection.cursor() as cursor:
            cursor.execute(self._put(statement, names), parameters or None)
            return int(cursor.rowcount)

    def rows(self, statement: str, parameters: Sequence[Any] = (), **names: str) -> list[tuple[Any, ...]]:
        """The rows of a query, with the same names put in."""
        with connection.cursor() as cursor:
            cursor.execute(self._put(statement, names), parameters or None)
            return list(cursor.fetchall())

    def _put(self, statement: str, names: Mapping[str, str]) -> str:
        return statement.format(stage=self.stage, table=self.table, due=DUE, **names)
