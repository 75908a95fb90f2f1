"""How an import that is under way is told of and broken off: by the one who cancels it, at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection

if TYPE_CHECKING:
    from voronka.imports.engine.report import Report
    from voronka.imports.engine.settling import Settled

# The first key of the locks that runs hold while they write; the second is the id of the run.
HELD = 0x1A9017
BREAK_OFF = """
    SELECT count(pg_cancel_backend(pid)) FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
"""


class Stopped(Exception):
    """The import was cancelled: nothing of it may stay."""


class Course:
    """What an import says on its way, to nobody; a run that somebody watches and may cancel has one of its own."""

    def read(self, count: int) -> None:
        """So many rows are read by now; raises Stopped."""

    def attempt(self) -> int:
        """Which reading of the file has settled the rows already; 0 as long as none has."""
        return 0

    def portion(self) -> int:
        """By how many rows of the file the settled ones are written."""
        return 0

    def go_on(self) -> None:
        """The next step is due; raises Stopped."""

    def settled(self, facts: "Settled") -> None:
        """It is known what each row becomes, and from now on portions are written; raises Stopped."""

    def written(self) -> None:
        """A portion is written, in the transaction of it."""

    def end(self, report: "Report") -> None:
        """All is written; raises Stopped."""


@contextmanager
def alone(kinds: Iterable[str], run_id: int) -> Iterator[None]:
    """Imports of one kind go one after the other, so that the second recognises the rows of the first.

    Within a transaction of the caller this lasts until its end, else until the end of the block.
    """
    if connection.in_atomic_block:
        for kind in sorted(kinds):
            one_at_a_time(kind)
        yield
        return
    names = [f"import {kind}" for kind in sorted(kinds)]
    try:
        _ask("SELECT pg_advisory_lock_shared(%s, %s)", HELD, run_id % 2**31)
        for name in names:
            _ask("SELECT pg_advisory_lock(hashtext(%s))", name)
        yield
    finally:
        _let_go([f"SELECT pg_advisory_unlock(hashtext('{name}'))" for name in names], run_id)


def _let_go(statements: list[str], run_id: int) -> None:
    """A cancelling may break off one of these too: a connection that still holds something is closed."""
    try:
        for statement in statements:
            _ask(statement)
        _ask("SELECT pg_advisory_unlock_shared(%s, %s)", HELD, run_id % 2**31)
    except DatabaseError:
        with suppress(DatabaseError):
            _ask("SELECT pg_advisory_unlock_all() IS NULL")
        connection.close()


def one_at_a_time(kind: str) -> None:
    """No import of this kind is at work until this transaction ends."""
    _ask("SELECT pg_advisory_xact_lock(hashtext(%s))", f"import {kind}")


def hold(run_id: int) -> None:
    """Let this transaction be found by `break_off` until it ends; several of one run may be at work."""
    _ask("SELECT pg_advisory_xact_lock_shared(%s, %s)", HELD, run_id % 2**31)


def break_off(run_id: int) -> int:
    """Break off the statement that the run is at, in whatever process; how many there were.

    That alone is not enough: between two statements nothing hears it, so a run asks before each step too.
    """
    return int(_ask(BREAK_OFF, HELD, run_id % 2**31))


def _ask(statement: str, *parameters: str | int) -> str | int:
    """The only value of the answer; the empty one of a function that gives none."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: str | int = cursor.fetchone()[0]
        return found
