"""Running what waits in the queue here and now, without a worker: for tests and one-off commands."""

import json
from datetime import datetime

from django.db import connection
from procrastinate.contrib.django import app

WAITING = """
    SELECT id, task_name, args FROM procrastinate_jobs
    WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)
    ORDER BY priority DESC, id LIMIT 1
"""


def run_pending(*, at: datetime) -> int:
    """Run the waiting jobs, and those that they enqueue, in this connection; how many ran. An error comes through."""
    count = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(WAITING, [at])
            row = cursor.fetchone()
            if row is None:
                return count
            job_id, name, arguments = row
            app.tasks[name].func(**(json.loads(arguments) if isinstance(arguments, str) else arguments))
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', false)", [job_id])
            count += 1
