"""Answers of `/healthz` and `/readyz`."""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse


def healthz() -> HttpResponse:
    """The process answers; says nothing of the database."""
    return JsonResponse({"status": "ok"})


class Readiness:
    """The answer of `/readyz`; that the migrations are applied is looked up until it is true, and then remembered."""

    def __init__(self) -> None:
        self.is_migrated = False

    def __call__(self) -> HttpResponse:
        """200 when the database answers and its tables are those of this release, else 503 with the reason."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            self.is_migrated = self.is_migrated or not _pending()
        except Error:
            return JsonResponse({"status": "the database does not answer"}, status=503)
        if not self.is_migrated:
            return JsonResponse({"status": "migrations are not applied"}, status=503)
        return JsonResponse({"status": "ok"})


def _pending() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
