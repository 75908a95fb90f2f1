"""Jobs of imports."""

from django.utils import timezone

from voronka.core import jobs
from voronka.imports.actions import runs


@jobs.job(times=2)
def carry_out_run(run_id: int) -> None:
    """Check or import the file of a run."""
    runs.work(run_id=run_id, at=timezone.now())


@jobs.periodic("* * * * *", queue="upkeep")
def end_lost_runs() -> None:
    """An import whose worker died for good does not stay «in progress» for ever."""
    runs.end_lost(at=timezone.now())
