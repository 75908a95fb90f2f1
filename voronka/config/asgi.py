"""ASGI entry: live events here, everything else to Django's WSGI application in threads."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voronka.config.settings")

from voronka.core.live.hub import Hub  # needs the name of the settings
from voronka.core.live.stream import Stream  # needs the name of the settings

THREADS = 16  # as many as the pool of database connections has

type Scope = dict[str, Any]
type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]
type Entry = Callable[[Scope, Receive, Send], Awaitable[None]]


def entry(wsgi: Any) -> Entry:
    """An ASGI application over a WSGI one; each call has a hub of live events of its own."""
    pages = WSGIMiddleware(wsgi, workers=THREADS)
    hub = Hub()
    live = Stream(hub)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the life of the process."""
        if scope["type"] == "lifespan":
            await _life(hub, receive, send)
        elif scope["type"] == "http" and scope["path"] == "/live/":
            await live(scope, receive, send)
        elif scope["type"] == "http":

            async def body() -> dict[str, Any]:
                # Granian's own `receive` gives a future, and a2wsgi takes nothing but coroutines.
                return await receive()

            await pages(scope, body, send)  # type: ignore[arg-type]  # plain dictionaries, as the server gives them

    return application


async def _life(hub: Hub, receive: Receive, send: Send) -> None:
    """Nothing to do at the start; at the end the open pages are let go."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        else:
            await hub.close()
            await send({"type": "lifespan.shutdown.complete"})
            return


application = entry(get_wsgi_application())
