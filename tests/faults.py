"""Errors within views, which a client of the tests would otherwise swallow."""

import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.http import HttpRequest


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """Each error of a view with the request that met it; nothing is logged meanwhile."""
    seen: list[str] = []

    def note(sender: Any, request: HttpRequest, **_rest: Any) -> None:
        seen.append(f"{request.method} {request.get_full_path()[:300]}: {sys.exc_info()[1]!r}"[:900])

    got_request_exception.connect(note)
    logging.disable(logging.CRITICAL)
    yield seen
    logging.disable(logging.NOTSET)
    got_request_exception.disconnect(note)
