"""Voronka as people get it, live events included, over the base of the tests, in a thread of their process."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.handlers.wsgi import WSGIHandler
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from voronka.config.asgi import entry


@dataclass(frozen=True)
class Site:
    """A running Voronka."""

    url: str


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

    def serve() -> None:
        asyncio.set_event_loop(loop)
        application = entry(WSGIHandler())
        server = Server(application, port=port, interface=Interfaces.ASGI, websockets=False, log_level=LogLevels.error)
        made.append(server)
        loop.run_until_complete(server.serve())

    thread = threading.Thread(target=serve, name="site", daemon=True)
    thread.start()
    _wait(port)
    yield Site(f"http://localhost:{port}")  # passkeys need a name
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
