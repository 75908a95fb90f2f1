"""Functions become jobs here; they stand in `tasks.py` of their app."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

type Job = Task[..., Any, ...]

TIMES = 5  # tries of a job that fails
FIRST_PAUSE = 10  # seconds before the second try; each further pause is this many times longer


_before: list[Callable[[], None]] = []


def before_each(hook: Callable[[], None]) -> None:
    """Let this run before every job: what requests learn by a middleware."""
    if hook not in _before:
        _before.append(hook)


def job(*, queue: str = "default", times: int = TIMES) -> Callable[[Callable[..., None]], Job]:
    """Make a job of a function that takes ids by keyword and may safely run twice.

    A failed job is tried again `times` times in all, with growing pauses.
    """
    strategy = RetryStrategy(max_attempts=times - 1, exponential_wait=FIRST_PAUSE) if times > 1 else False

    def register(function: Callable[..., None]) -> Job:
        @wraps(function)
        def run(**given: Any) -> None:
            for hook in _before:
                hook()
            function(**given)

        return app.task(queue=queue, retry=strategy, name=f"{function.__module__}.{function.__name__}")(run)

    return register


def periodic(cron: str, *, queue: str = "default") -> Callable[[Callable[[], None]], Job]:
    """Make a job that the workers run by the clock (`*/5 * * * *`, UTC), once however many workers there are.

    One still waiting or running is not joined by a second.
    """

    def register(function: Callable[[], None]) -> Job:
        name = f"{function.__module__}.{function.__name__}"

        def run(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
            function()

        task = app.task(queue=queue, name=name, queueing_lock=name, lock=name)(run)
        return app.periodic(cron=cron)(task)

    return register
