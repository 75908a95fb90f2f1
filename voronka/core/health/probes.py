"""Answers of `/healthz` and `/readyz`."""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse

_migrated: set[str] = set()


def healthz() -> HttpResponse:
    """The process answers; says nothing of the database."""
    return JsonResponse({"status": "ok"})


def readyz() -> HttpResponse:
    """200 when the database answers and its tables are those of this release, else 503 with the reason."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        # Tables do not go back while a process lives, so this is looked up until it is true once.
        if not _migrated and not _pending():
            _migrated.add("yes")
    except Error:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    if not _migrated:
        return JsonResponse({"status": "migrations are not applied"}, status=503)
    return JsonResponse({"status": "ok"})


def _pending() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
