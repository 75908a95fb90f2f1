"""An event leaves with the transaction that made it true."""

import json

from django.db import connection

CHANNEL = "voronka_live"


def publish(*, kind: str, id: int, verb: str) -> None:  # noqa: A002  # the name that the browser gets
    """Tell open pages what happened to a record of `kind`; sent when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps({"kind": kind, "id": id, "verb": verb})])
