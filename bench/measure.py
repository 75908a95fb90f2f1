"""One page, measured: the time of the server, its queries, and the floor under them."""

import gzip
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory

WARM_UP = 5


@dataclass(frozen=True, kw_only=True)
class Timing:
    """A page and its floor; times in milliseconds, sizes in bytes."""

    name: str
    path: str
    status: int
    p50: float
    p95: float
    cpu: float
    queries: int
    sent: int
    compressed: int
    floor: float

    @property
    def ratio(self) -> float:
        """How many times slower than the floor."""
        return self.p50 / self.floor if self.floor else 0.0


type Statement = tuple[str, Any]


class Pages:
    """Asks for pages as one signed-in person, through the whole of Django, without a network."""

    def __init__(self, cookie: str) -> None:
        self.cookie = cookie
        self.handler = WSGIHandler()
        self.factory = RequestFactory()

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of a page."""
        environ = self.factory.get(path, headers={"cookie": self.cookie, "host": "127.0.0.1"}).environ
        environ["wsgi.errors"] = io.StringIO()
        response = self.handler(environ, lambda _status, _headers, *_: lambda _data: None)
        content = b"".join(response)
        response.close()
        return response.status_code, content

    def timing(self, name: str, path: str, *, rounds: int) -> Timing:
        """The page asked for again and again, then its SQL alone, as often."""
        for _ in range(WARM_UP):
            status, content = self.get(path)
        busy = time.process_time()
        times = _times(lambda: self.get(path), rounds)
        busy = time.process_time() - busy
        statements = self._statements(path)
        return Timing(
            name=name,
            path=path,
            status=status,
            p50=statistics.median(times),
            p95=statistics.quantiles(times, n=20)[-1],
            cpu=busy * 1000 / rounds,
            queries=len(statements),
            sent=len(content),
            compressed=len(gzip.compress(content, 6)),
            floor=statistics.median(_floor(statements, content, rounds)),
        )

    def _statements(self, path: str) -> list[Statement]:
        """The SQL of a page, in order."""
        seen: list[Statement] = []

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # Django's interface
            seen.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            self.get(path)
        return [(sql, params) for sql, params in seen if "SAVEPOINT" not in sql]


def _times(work: Callable[[], Any], rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def _floor(statements: list[Statement], content: bytes, rounds: int) -> list[float]:
    """The same SQL by bare psycopg over one open connection, and the same bytes copied once."""
    settings = connection.get_connection_params()
    address = {key: settings[key] for key in ("dbname", "user", "password", "host", "port") if settings.get(key)}

    def work() -> int:
        for sql, params in statements:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
        return len(bytearray(content))

    with psycopg.connect(**address, autocommit=True, cursor_factory=psycopg.ClientCursor) as bare:
        cursor = bare.cursor()
        for _ in range(WARM_UP):
            work()
        return _times(work, rounds)
