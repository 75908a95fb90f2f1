"""Hands each event to the open pages of those who may see its record."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import structlog
from django.db import connections

from voronka.core.live.listener import MISSED, events
from voronka.core.live.visibility import who_may_see

log = structlog.get_logger(__name__)
WAITING = 100  # events that a slow page may leave unread before it is told to ask for everything anew

type Event = dict[str, Any]


class Hub:
    """The open pages of this process; starts to listen when the first one comes."""

    def __init__(self) -> None:
        self._pages: dict[int, set[asyncio.Queue[Event | None]]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")

    def join(self, user_id: int) -> "asyncio.Queue[Event | None]":
        """A queue that gets the events for this person's page; `None` in it means «the end»."""
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        page: asyncio.Queue[Event | None] = asyncio.Queue(maxsize=WAITING)
        self._pages[user_id].add(page)
        return page

    def leave(self, user_id: int, page: "asyncio.Queue[Event | None]") -> None:
        """The page is closed."""
        self._pages[user_id].discard(page)
        if not self._pages[user_id]:
            del self._pages[user_id]

    async def close(self) -> None:
        """End all pages: the process stops."""
        if self._listening is not None:
            self._listening.cancel()
        for pages in self._pages.values():
            for page in pages:
                _put(page, None)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def in_thread[T, **P](self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that asks the database, off the loop."""
        call = partial(function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_connection, call)

    async def _listen(self) -> None:
        async for event in events():
            try:
                await self._hand_out(event)
            except Exception:  # one bad event must not silence all that follow
                log.exception("live events: not handed out", live_event=event)

    async def _hand_out(self, event: Event) -> None:
        users = list(self._pages)
        if event is not MISSED and users:
            # A deleted record has no owner to ask about any more: the right to the kind decides.
            record_id = None if event["verb"] in {"deleted", "many"} else event["id"]
            users = list(await self.in_thread(who_may_see, users, event["kind"], record_id))
        for user_id in users:
            for page in self._pages.get(user_id, ()):
                _put(page, event)


def _put(page: "asyncio.Queue[Event | None]", event: Event | None) -> None:
    if page.full():
        while not page.empty():
            page.get_nowait()
        event = MISSED if event is not None else None
    page.put_nowait(event)


def _with_connection[T](function: Callable[[], T]) -> T:
    try:
        return function()
    finally:
        connections.close_all()
