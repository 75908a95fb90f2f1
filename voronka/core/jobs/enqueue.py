"""Putting a job into the queue, together with the change that calls for it."""

from datetime import datetime

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from voronka.core.jobs.register import Job


def enqueue(
    job: Job, *, at: datetime | None = None, once: str = "", in_turn: str = "", **ids: int | str | None
) -> bool:
    """Queue a job with its ids; it exists only if the surrounding transaction commits.

    `at` is the earliest moment to run. Of waiting jobs with the same `once` there is one: a second one is not
    queued and the answer is False. Jobs with the same `in_turn` run one after another.
    Raises TypeError for anything bigger than an id: a job reads the rest when it runs.
    """
    for name, value in ids.items():
        if not isinstance(value, int | str | None):
            raise TypeError(f"{name}: jobs carry ids, not {type(value).__name__}")
    deferrer = job.configure(schedule_at=at, queueing_lock=once or None, lock=in_turn or None)
    try:
        # A savepoint, because a refused insert would spoil the transaction of the action.
        with transaction.atomic():
            deferrer.defer(**ids)
    except AlreadyEnqueued:
        return False
    return True
