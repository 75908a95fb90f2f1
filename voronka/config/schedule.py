"""What runs by the clock for the whole installation; times are UTC."""

from datetime import timedelta

from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app

from voronka.core import jobs
from voronka.core.jobs.rescue import rescue
from voronka.records.actions import reads
from voronka.records.idempotency import forget_keys

KEEP_HOURS = 24 * 14


@jobs.periodic("* * * * *", queue="upkeep")
def give_back_jobs() -> None:
    """Jobs of dead workers return to the queue within two minutes."""
    rescue()


@jobs.periodic("17 1 * * *", queue="upkeep")
def forget_old_jobs() -> None:
    """Finished jobs are kept for two weeks."""
    async_to_sync(app.job_manager.delete_old_jobs)(
        nb_hours=KEEP_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@jobs.periodic("27 1 * * *", queue="upkeep")
def forget_old_keys() -> None:
    """A request is repeated within minutes; its key is kept as long as a job."""
    forget_keys(before=timezone.now() - timedelta(hours=KEEP_HOURS))


@jobs.periodic("47 1 * * *", queue="upkeep")
def forget_old_sessions() -> None:
    """Expired sign-ins are removed."""
    call_command("clearsessions")


@jobs.periodic("37 1 * * *", queue="upkeep")
def make_months_of_reads() -> None:
    """The journal of reads has its tables months ahead."""
    reads.make_months(at=timezone.now())
