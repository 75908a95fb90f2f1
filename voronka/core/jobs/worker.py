"""The worker: one process that carries out jobs until it is told to stop."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

STOP_SECONDS = 20.0


def work(*, concurrency: int) -> None:
    """Carry out jobs until SIGTERM or SIGINT; jobs under way get `STOP_SECONDS` to end."""
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the worker is started from Django")
    # A second app over the same jobs: the worker has its own connections, while what a job enqueues
    # still goes through Django's connection and so into the job's transaction.
    app.with_connector(connector.get_worker_connector()).run_worker(
        concurrency=concurrency, shutdown_graceful_timeout=STOP_SECONDS
    )
