"""Work for later: enqueued in the business transaction, carried out by the worker, maybe twice."""

from voronka.core.jobs.enqueue import enqueue
from voronka.core.jobs.living import living
from voronka.core.jobs.register import Job, before_each, job, periodic

__all__ = ["Job", "before_each", "enqueue", "job", "living", "periodic"]
