"""Runs several calls in real, simultaneous transactions."""

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
