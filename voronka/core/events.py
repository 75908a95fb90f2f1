"""Events: what an action says happened, heard by higher apps in the same transaction."""

from collections import defaultdict
from collections.abc import Callable
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
