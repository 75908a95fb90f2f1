"""Events: what an action says happened, heard by higher apps in the same transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_handlers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def on[E](event: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` for each published `event`; register in AppConfig.ready, once per handler."""
    if handler not in _handlers[event]:
        _handlers[event].append(handler)


def publish(event: object) -> None:
    """Hand the event to its handlers now, inside the caller's transaction; an error in one undoes the action."""
    for handler in _handlers[type(event)]:
        handler(event)


@contextmanager
def heard[E](*events: type[E]) -> Iterator[list[E]]:
    """What is published inside the block, of these types and in that order; for tests. Other handlers hear it too."""
    told: list[E] = []
    for event in events:
        on(event, told.append)
    try:
        yield told
    finally:
        for event in events:
            _handlers[event].remove(told.append)
