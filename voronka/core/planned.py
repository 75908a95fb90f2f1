"""Questions that the database plans once for a connection: to plan a card takes it longer than to fetch it."""

from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql import psycopg_any
from django.db.backends.utils import CursorWrapper
from psycopg import Connection, Cursor
from psycopg.errors import FeatureNotSupported
from psycopg.postgres import types
from psycopg.pq import Format, TransactionStatus

MOST = 200  # plans that a connection keeps, those asked for last; some 60 KB each
MOMENT = types["timestamptz"].oid


class Kept(Cursor[Any]):
    """Sends a question and its values apart from each other, so that the plan of the question can be kept."""

    def execute(self, query: Any, params: Any = None, **_how: Any) -> "Kept":
        """Execute with a plan that is kept; everything else asked on this connection is planned as ever.

        Where a column has another type since (an upgrade beside a running process), the plan serves no more.
        """
        mine: Connection[Any] = self.connection
        mine.prepare_threshold, mine.prepared_max = 0, MOST
        try:
            return super().execute(query, params, prepare=True)
        except FeatureNotSupported:
            if mine.info.transaction_status != TransactionStatus.IDLE:
                raise
            return super().execute(query, params, prepare=False)
        finally:
            mine.prepare_threshold = None


def planned_once(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """A cursor of Django's, with its counts and its errors, whose questions are planned once."""
    django: Any = connection
    django.close_if_health_check_failed()
    django.ensure_connection()
    with django.wrap_database_errors:
        cursor = Kept(django.connection)
        loader: Any = cursor.adapters.get_loader(MOMENT, Format.TEXT)
        if loader.timezone != django.timezone:  # as Django does with each of its cursors
            cast("Any", psycopg_any).register_tzloader(django.timezone, cursor)
        return cast("CursorWrapper", django._prepare_cursor(cursor))
