"""Jobs whose worker died are given back to the queue."""

import structlog
from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

log = structlog.get_logger(__name__)

SILENT_SECONDS = 60.0  # a worker says every 10 seconds that it lives
TIMES = 5  # a job that took this many workers with it is not tried again


def rescue() -> int:
    """Give back the jobs of workers that fell silent; how many."""
    manager = app.job_manager
    stalled = list(async_to_sync(manager.get_stalled_jobs)(seconds_since_heartbeat=SILENT_SECONDS))
    for job in stalled:
        if job.attempts >= TIMES:
            log.error("job given up: its workers keep dying", task=job.task_name, job=job.id)
            async_to_sync(manager.finish_job)(job, Status.FAILED, delete_job=False)
        else:
            log.warning("job given back: its worker died", task=job.task_name, job=job.id)
            async_to_sync(manager.retry_job)(job)
    async_to_sync(manager.prune_stalled_workers)(SILENT_SECONDS)
    return len(stalled)
