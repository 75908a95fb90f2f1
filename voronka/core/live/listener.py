"""The one database connection of a web process that hears events, opened again when it breaks."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import structlog
from django.db import connections

from voronka.core.live.publish import CHANNEL

log = structlog.get_logger(__name__)
LONGEST_PAUSE = 15.0

# What pages get when events may have been missed: they should ask for everything anew.
MISSED: dict[str, Any] = {"kind": "*", "id": None, "verb": "missed"}


async def events() -> AsyncIterator[dict[str, Any]]:
    """Events as they come, for ever; after a broken connection first `MISSED`."""
    pause = 0.5
    broken = False
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(autocommit=True, **_address()) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                if broken:
                    yield MISSED
                broken, pause = True, 0.5
                async for notification in connection.notifies():
                    with contextlib.suppress(ValueError):
                        yield json.loads(notification.payload)
        except psycopg.OperationalError as error:
            log.warning("live events: connection lost", error=str(error).strip())
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _address() -> dict[str, Any]:
    parameters: dict[str, Any] = connections["default"].get_connection_params()
    return {name: value for name, value in parameters.items() if name not in {"cursor_factory", "context", "pool"}}
