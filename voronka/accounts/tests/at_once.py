"""Runs several calls in real, simultaneous transactions."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(*calls: Callable[[], object]) -> list[object]:
    """The result or the exception of each call; all start together, each on its own connection."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        gate.wait(timeout=10)
        try:
            return call()
        except Exception as error:  # noqa: BLE001  # the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def somebody_waits() -> bool:
    """Whether a transaction waits for a lock that another one holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def until(said: Callable[[], bool], seconds: int = 5) -> None:
    """Wait until it is said, so many seconds at most."""
    for _time in range(seconds * 100):
        if said():
            return
        time.sleep(0.01)
    raise AssertionError
