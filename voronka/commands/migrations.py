"""Bringing the database up to this release, once, however many processes start at the same moment."""

import time

from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

LOCK = 0x766F726F6E6B61  # «voronka»; any number that nobody else locks


def pending() -> list[str]:
    """Migrations that are not applied yet, as `app.name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate() -> list[str]:
    """Apply what is pending, under a lock; who comes second finds nothing left. Returns what was applied.

    Classifiers and pipelines that are still empty get the values that a new installation begins with.
    """
    with connection.cursor() as cursor:
        # Asked again and again: a session that waits inside the lock would hold up CREATE INDEX CONCURRENTLY for ever.
        while not _locked(cursor):
            time.sleep(0.2)
        try:
            todo = pending()
            if todo:
                cursor.execute("SET lock_timeout = '10s'")
                call_command("migrate", interactive=False, verbosity=0)
                cursor.execute("RESET lock_timeout")
                _begin()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return todo


def _begin() -> None:
    from voronka.sales import defaults  # noqa: PLC0415  # models can be imported after django.setup()

    defaults.ensure()


def _locked(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
    row = cursor.fetchone()
    return bool(row and row[0])
