"""The address `/live/`: a stream of server-sent events for whoever is signed in."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings

from voronka.core.live.hub import Event, Hub
from voronka.core.live.session import signed_in

BEAT_SECONDS = 20.0  # shorter than the idle limit of any usual proxy
CHECK_SECONDS = 60.0  # after so long the session is looked at again, however much there is to tell

type Message = dict[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Stream:
    """ASGI application of the one address."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer 405 and 401 where due, else stream until the page goes or the session ends."""
        if scope["method"] != "GET":
            await _refuse(send, 405)
            return
        session_key = _session_key(scope)
        user_id = await self.hub.in_thread(signed_in, session_key)
        if user_id is None:
            await _refuse(send, 401)
            return
        page = self.hub.join(user_id)
        gone = asyncio.create_task(_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await _say(send, "retry: 3000\n\n")
            await self._pass_on(page, gone, send, session_key)
        finally:
            self.hub.leave(user_id, page)
            gone.cancel()
        with contextlib.suppress(OSError):
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _pass_on(
        self, page: "asyncio.Queue[Event | None]", gone: "asyncio.Task[None]", send: Send, session_key: str
    ) -> None:
        clock = asyncio.get_running_loop().time
        checked = clock()
        while not gone.done():
            if clock() - checked > CHECK_SECONDS:
                checked = clock()
                if await self.hub.in_thread(signed_in, session_key) is None:
                    return
            following = asyncio.create_task(page.get())
            await asyncio.wait({following, gone}, timeout=BEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if following.done():
                event = following.result()
                if event is None:
                    return
                await _say(send, f"data: {json.dumps(event)}\n\n")
                continue
            following.cancel()
            if not gone.done():
                await _say(send, ": beat\n\n")


async def _gone(receive: Receive) -> None:
    """Ends when the page is closed."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _session_key(scope: dict[str, Any]) -> str:
    header = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    try:
        cookie = SimpleCookie(header).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return cookie.value if cookie else ""
