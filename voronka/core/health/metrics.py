"""Numbers for Prometheus: requests by route, their time, jobs by queue."""

import os
import secrets

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter("voronka_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram(
    "voronka_request_seconds",
    "Server time of a request",
    ["route"],
    buckets=(0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5, 10),
)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
LOOPBACK = {"127.0.0.1", "::1", ""}
JOBS = "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2"


def count(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request; methods that nobody speaks are one, or a stranger could fill the memory with them."""
    REQUESTS.labels(route, method if method in METHODS else "OTHER", status).inc()
    SECONDS.labels(route).observe(seconds)


def metrics(request: HttpRequest) -> HttpResponse:
    """All numbers as text; for this machine itself, or with the token of the setting METRICS_TOKEN."""
    if not _may_read(request):
        return HttpResponse(status=403)
    registry: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
    return HttpResponse(generate_latest(registry) + generate_latest(_jobs()), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), f"Bearer {token}".encode())
    # A proxy on the same machine speaks for the whole world.
    return request.META.get("REMOTE_ADDR", "") in LOOPBACK and "X-Forwarded-For" not in request.headers


def _jobs() -> CollectorRegistry:
    """Jobs by queue and state, read from the database now."""
    family = GaugeMetricFamily("voronka_jobs", "Jobs", labels=["queue", "status"])
    try:
        with connection.cursor() as cursor:
            cursor.execute(JOBS)
            for queue, status, number in cursor.fetchall():
                family.add_metric([queue, status], number)
    except Error:
        family.samples.clear()
    registry = CollectorRegistry()
    registry.register(_Once(family))
    return registry


class _Once:
    """A collector with one family that is already counted."""

    def __init__(self, family: GaugeMetricFamily) -> None:
        self._family = family

    def collect(self) -> list[GaugeMetricFamily]:
        """The family."""
        return [self._family]
