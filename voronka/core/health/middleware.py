"""Outermost of all: answers the machine room, gives each request an id, times and logs it."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.db import connections
from django.http import HttpRequest, HttpResponse

from voronka.core.health.metrics import count, metrics
from voronka.core.health.probes import Readiness, healthz

log = structlog.get_logger("voronka.request")
SECRETS = {"secret", "key", "uidb36"}  # parts of an address that open a door are not written down
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def health_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Machine-room addresses stand before all else: they work for any host name and without a sign-in."""
    readyz = Readiness()
    probes: dict[str, Callable[[HttpRequest], HttpResponse]] = {
        "/healthz": lambda _request: healthz(),
        "/readyz": lambda _request: readyz(),
        "/metrics": metrics,
    }

    def answer(request: HttpRequest) -> HttpResponse:
        if probe := probes.get(request.path_info):
            try:
                return probe(request)
            finally:
                connections.close_all()
        return _watched(request, get_response)

    return answer


def _watched(request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    given = request.headers.get("X-Request-ID", "")
    request_id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
    started = time.perf_counter()
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        response = get_response(request)
        seconds = time.perf_counter() - started
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "unknown"
        response["X-Request-ID"] = request_id
        response["Server-Timing"] = f"app;dur={seconds * 1000:.1f}"
        count(route=route, method=request.method or "", status=response.status_code, seconds=seconds)
        log.info(
            "request",
            method=request.method,
            route=route,
            path=request.path if not match or SECRETS.isdisjoint(match.kwargs) else f"/{match.route}",
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            user=_user(request),
        )
    return response


def _user(request: HttpRequest) -> int | None:
    """Id of the person, only if the request has already looked for it."""
    user = request.__dict__.get("_cached_user")
    return getattr(user, "pk", None)
