"""Live events reach the open pages of those who may see the record, and only them."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psycopg
import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction

from voronka.accounts.models import User
from voronka.accounts.sign_ins import SessionStore
from voronka.core import live
from voronka.core.live import listener, stream, visibility
from voronka.core.live.hub import WAITING, Hub
from voronka.core.live.publish import CHANNEL
from voronka.core.live.stream import Stream

pytestmark = pytest.mark.django_db(transaction=True)

LISTENERS = "FROM pg_stat_activity WHERE query = %s AND datname = current_database()"


@pytest.fixture
def person() -> User:
    return User.objects.create_user("ivan@example.com", "x", first_name="Иван")


@pytest.fixture
def rule() -> Iterator[None]:
    """Deals with an even id are seen, and kinds as a whole; leads never."""
    with visibility.ruled_by(lambda _user, kind, pk: kind == "deal" and (pk is None or pk % 2 == 0)):
        yield


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "voronka.accounts.sign_ins.Accounts"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    assert session.session_key
    return session.session_key


@dataclass
class Page:
    """A browser's side of `/live/`."""

    hub: Hub
    key: str
    status: int = 0
    said: "asyncio.Queue[str]" = field(default_factory=asyncio.Queue)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self, method: str = "GET") -> "asyncio.Task[None]":
        scope = {"type": "http", "method": method, "headers": [(b"cookie", f"a=b; sessionid={self.key}".encode())]}
        return asyncio.create_task(Stream(self.hub)(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.closed.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["body"]:
            self.said.put_nowait(message["body"].decode())

    async def heard(self) -> dict[str, Any]:
        """The next event."""
        while True:
            text = await asyncio.wait_for(self.said.get(), 10)
            if text.startswith("data: "):
                return dict(json.loads(text.removeprefix("data: ")))


async def opened(hub: Hub, key: str) -> tuple[Page, "asyncio.Task[None]"]:
    """An open page of a hub that listens already; the server of browser tests may listen to the same base."""
    others = await in_thread(listeners)
    page = Page(hub, key)
    task = await page.open()
    assert "retry" in await asyncio.wait_for(page.said.get(), 10)
    for _ in range(200):
        if await in_thread(listeners) > others:
            return page, task
        await asyncio.sleep(0.05)
    raise AssertionError("the hub does not listen")


def listeners() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {LISTENERS}", [f"LISTEN {CHANNEL}"])
        return int(cursor.fetchone()[0])


async def in_thread[T](function: Callable[[], T]) -> T:
    def run() -> T:
        try:
            return function()
        finally:
            connection.close()

    return await asyncio.to_thread(run)


def play(scenario: Callable[[Hub], Awaitable[None]]) -> None:
    async def main() -> None:
        hub = Hub()
        try:
            await scenario(hub)
        finally:
            await hub.close()
            if hub._listening is not None:
                with suppress(asyncio.CancelledError):
                    await hub._listening

    asyncio.run(main())


def test_an_event_leaves_with_its_transaction() -> None:
    parameters = listener._address()
    with psycopg.connect(autocommit=True, **parameters) as other:
        other.execute(f"LISTEN {CHANNEL}")
        with suppress(ZeroDivisionError), transaction.atomic():
            live.publish(kind="deal", id=1, verb="changed")
            raise ZeroDivisionError
        with transaction.atomic():
            live.publish(kind="deal", id=2, verb="changed")
            live.publish(kind="deal", id=2, verb="changed")
            live.publish_many(kind="lead", ids=range(3, 5), verb="created")
            live.publish_many(kind="lead", ids=range(1000), verb="created")
        heard = [json.loads(one.payload) for one in other.notifies(timeout=1)]
    assert heard == [
        {"kind": "deal", "id": 2, "verb": "changed"},
        {"kind": "lead", "id": 3, "verb": "created"},
        {"kind": "lead", "id": 4, "verb": "created"},
        {"kind": "lead", "id": None, "verb": "many"},
    ]


def test_only_what_the_person_may_see_is_heard(person: User, rule: None) -> None:
    key = session_of(person)

    def change() -> None:
        live.publish(kind="lead", id=2, verb="changed")
        live.publish(kind="deal", id=1, verb="changed")
        live.publish(kind="deal", id=2, verb="changed")
        live.publish(kind="lead", id=4, verb="deleted")
        live.publish(kind="deal", id=3, verb="deleted")
        live.publish_many(kind="deal", ids=range(50), verb="changed")

    async def scenario(hub: Hub) -> None:
        page, task = await opened(hub, key)
        await in_thread(change)
        assert await page.heard() == {"kind": "deal", "id": 2, "verb": "changed"}
        assert await page.heard() == {"kind": "deal", "id": 3, "verb": "deleted"}
        assert await page.heard() == {"kind": "deal", "id": None, "verb": "many"}
        page.closed.set()
        await asyncio.wait_for(task, 5)
        assert not hub._pages

    play(scenario)


def test_strangers_and_other_methods_are_refused(person: User) -> None:
    key = session_of(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    async def scenario(hub: Hub) -> None:
        for given, method, status in (("", "GET", 401), ("x" * 32, "GET", 401), (key, "GET", 401), (key, "POST", 405)):
            page = Page(hub, given)
            await asyncio.wait_for(await page.open(method), 10)
            assert page.status == status
        assert not hub._pages

    play(scenario)


def test_a_broken_connection_is_mended_and_told(person: User, rule: None) -> None:
    key = session_of(person)

    def break_off() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) {LISTENERS}", [f"LISTEN {CHANNEL}"])

    async def scenario(hub: Hub) -> None:
        page, _task = await opened(hub, key)
        await in_thread(break_off)
        assert await page.heard() == listener.MISSED
        await in_thread(partial(live.publish, kind="deal", id=2, verb="changed"))
        assert (await page.heard())["id"] == 2

    play(scenario)


def test_the_end_of_the_session_ends_the_stream(person: User, rule: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(stream, "CHECK_SECONDS", 0.1)
    key = session_of(person)

    async def scenario(hub: Hub) -> None:
        page, task = await opened(hub, key)
        assert await asyncio.wait_for(page.said.get(), 10) == ": beat\n\n"
        await in_thread(partial(SessionStore(key).delete, key))
        await asyncio.wait_for(task, 10)

    play(scenario)


def test_the_end_of_the_process_ends_the_stream(person: User, rule: None) -> None:
    key = session_of(person)

    async def scenario(hub: Hub) -> None:
        _page, task = await opened(hub, key)
        await hub.close()
        await asyncio.wait_for(task, 5)

    play(scenario)


def test_a_slow_page_is_told_that_it_missed_something(rule: None) -> None:
    async def scenario(hub: Hub) -> None:
        queue = hub.join(7)
        for number in range(WAITING + 1):
            await hub._hand_out({"kind": "deal", "id": number * 2, "verb": "changed"})
        assert queue.qsize() == 1
        assert queue.get_nowait() == listener.MISSED

    play(scenario)


def test_of_work_only_those_hear_whose_it_is(rule: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visibility, "_hearers", {})
    live.decide_for("export", lambda pk: [pk, 7])
    assert visibility.who_may_see([1, 2, 3], "export", 2) == {2}
    assert visibility.who_may_see([7, 2, 3], "export", 9) == {7}
    assert visibility.who_may_see([1, 7], "export", None) == set()


def test_without_a_rule_nobody_hears() -> None:
    with visibility.ruled_by(None):
        assert visibility.who_may_see([1, 2], "deal", 1) == set()
