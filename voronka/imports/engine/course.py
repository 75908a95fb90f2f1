"""How an import that is under way is told of and broken off: by the one who cancels it, at once."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    from voronka.imports.engine.carry_out import Report

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

    def begin(self) -> None:
        """The transaction that writes has begun; raises Stopped."""

    def go_on(self) -> None:
        """The next step is due; raises Stopped."""

    def end(self, report: "Report", trace: UUID) -> None:
        """All is written and about to be stored, under this mark of the history; raises Stopped."""


def hold(run_id: int) -> None:
    """Let this transaction be found by `break_off` until it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [HELD, run_id % 2**31])


def break_off(run_id: int) -> int:
    """Break off the statement that the run is at, in whatever process; how many there were.

    That alone is not enough: between two statements nothing hears it, so a run asks before each step too.
    """
    with connection.cursor() as cursor:
        cursor.execute(BREAK_OFF, [HELD, run_id % 2**31])
        return int(cursor.fetchone()[0])
