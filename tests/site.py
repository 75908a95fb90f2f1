"""Voronka as people get it, live events included, over the base of the tests, in a thread of their process."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from voronka.config.asgi import entry


@dataclass
class Running:
    """The pages of a site, and how many of them are being answered now."""

    pages: Callable[[dict[str, Any], Any], Any] = field(default_factory=WSGIHandler)
    now: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer one request."""
        self._count(1)
        try:
            return self.pages(environ, start_response)
        finally:
            self._count(-1)

    def _count(self, by: int) -> None:
        with self.changed:
            self.now += by
            self.changed.notify_all()


@dataclass(frozen=True)
class Site:
    """A running Voronka."""

    url: str
    running: Running

    def settle(self) -> None:
        """Wait until no answer is being made: one that still is would meet the emptying of the tables."""
        with self.running.changed:
            assert self.running.changed.wait_for(lambda: self.running.now == 0, timeout=20), "a request has no end"


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[Site]:
    """One server a run; tests that use it commit (`django_db(transaction=True)`), or it sees nothing of theirs."""
    with serving() as started:
        yield started


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """A server with the settings of this moment, until the block is left."""
    port = _free_port()
    loop = asyncio.new_event_loop()
    made: list[Server] = []
    running = Running()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        application = entry(running)
        server = Server(application, port=port, interface=Interfaces.ASGI, websockets=False, log_level=LogLevels.error)
        made.append(server)
        loop.run_until_complete(server.serve())

    thread = threading.Thread(target=serve, name="site", daemon=True)
    thread.start()
    _wait(port)
    yield Site(f"http://localhost:{port}", running)  # passkeys need a name
    loop.call_soon_threadsafe(made[0].stop)
    thread.join(timeout=10)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.05)
    raise AssertionError("the site did not come up")
