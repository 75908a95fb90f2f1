"""One page, measured: the time of the server, its queries, and the floor under them."""

import gzip
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import RequestFactory
from django.utils.crypto import get_random_string

from bench.pages import Budget, Page

WARM_UP = 5


@dataclass(frozen=True, kw_only=True)
class Timing:
    """A page and its floor; times in milliseconds, sizes in bytes."""

    name: str
    path: str
    budget: Budget
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

    @property
    def is_within(self) -> bool:
        """Whether the page keeps its budget."""
        return self.p50 <= self.budget.p50 and self.p95 <= self.budget.p95

    @property
    def answers(self) -> bool:
        """Whether the page was there at all."""
        return self.status < 400


type Statement = tuple[str, Any]


class Pages:
    """Asks for pages as one signed-in person, through the whole of Django, without a network."""

    def __init__(self, cookie: str) -> None:
        self.cookie = cookie
        self.handler = WSGIHandler()
        self.factory = RequestFactory()
        self.token = get_random_string(CSRF_SECRET_LENGTH)

    def ask(self, page: Page, number: int = 0) -> tuple[int, bytes]:
        """Status and body of a page."""
        heads = {"cookie": f"{self.cookie}; {settings.CSRF_COOKIE_NAME}={self.token}", "host": "127.0.0.1"}
        if page.sent is None:
            asked = self.factory.get(page.path, headers=heads)
        else:
            heads |= {"X-CSRFToken": self.token, "HX-Request": "true"}
            asked = self.factory.post(page.path, page.sent(number), headers=heads)
        asked.environ["wsgi.errors"] = io.StringIO()
        response = self.handler(asked.environ, lambda _status, _headers, *_: lambda _data: None)
        content = b"".join(response)
        response.close()
        return response.status_code, content

    def timing(self, page: Page, *, rounds: int) -> Timing:
        """The page asked for again and again, then its SQL alone, as often; a write cannot be repeated: no floor."""
        start = int(time.time())
        for number in range(WARM_UP):
            status, content = self.ask(page, start + number)
        busy = time.process_time()
        times = _times(lambda number: self.ask(page, start + WARM_UP + number), rounds)
        busy = time.process_time() - busy
        statements = self._statements(page, start - 1)
        return Timing(
            name=page.name,
            path=page.path,
            budget=page.budget,
            status=status,
            p50=statistics.median(times),
            p95=statistics.quantiles(times, n=20)[-1],
            cpu=busy * 1000 / rounds,
            queries=len(statements),
            sent=len(content),
            compressed=len(gzip.compress(content, 6)),
            floor=0.0 if page.sent else statistics.median(_floor(statements, content, rounds)),
        )

    def _statements(self, page: Page, number: int) -> list[Statement]:
        """The SQL of a page, in order."""
        seen: list[Statement] = []

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # Django's interface
            seen.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            self.ask(page, number)
        return [(sql, params) for sql, params in seen if "SAVEPOINT" not in sql]


def _times(work: Callable[[int], Any], rounds: int) -> list[float]:
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - start) * 1000)
    return times


def _floor(statements: list[Statement], content: bytes, rounds: int) -> list[float]:
    """The same SQL by bare psycopg over one open connection, and the same bytes copied once."""
    about = connection.get_connection_params()
    address = {key: about[key] for key in ("dbname", "user", "password", "host", "port") if about.get(key)}

    def work(_number: int) -> int:
        for sql, params in statements:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
        return len(bytearray(content))

    with psycopg.connect(**address, autocommit=True, cursor_factory=psycopg.ClientCursor) as bare:
        cursor = bare.cursor()
        for number in range(WARM_UP):
            work(number)
        return _times(work, rounds)
