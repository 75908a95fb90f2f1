"""Which jobs wait or are under way: what was begun by a job that is gone waits for nobody."""

from django.db import connection

from voronka.core.jobs.register import Job

LIVING = "SELECT (args ->> %s)::bigint FROM procrastinate_jobs WHERE task_name = %s AND status IN ('todo', 'doing')"


def living(job: Job, name: str) -> set[int]:
    """The values of the argument `name`, an id, in jobs of this function that wait or are under way."""
    with connection.cursor() as cursor:
        cursor.execute(LIVING, [name, job.name])
        return {value for (value,) in cursor.fetchall()}
