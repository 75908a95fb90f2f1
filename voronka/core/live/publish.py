"""An event leaves with the transaction that made it true."""

import json
from collections.abc import Collection

from django.db import connection

CHANNEL = "voronka_live"
SINGLY = 20  # more changed records of one kind than this go out as one event


def publish(*, kind: str, id: int, verb: str) -> None:  # noqa: A002  # the name that the browser gets
    """Tell open pages what happened to a record of `kind`; sent when the transaction commits.

    The same event twice in one transaction is sent once.
    """
    _send({"kind": kind, "id": id, "verb": verb})


def publish_many(*, kind: str, ids: Collection[int], verb: str) -> None:
    """Tell of many records at once: a few one by one, more as a single `{"kind": …, "verb": "many"}`."""
    if len(ids) > SINGLY:
        _send({"kind": kind, "id": None, "verb": "many"})
        return
    for each in ids:
        publish(kind=kind, id=each, verb=verb)


def _send(event: dict[str, str | int | None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(event)])
