"""Jobs of imports."""

from django.utils import timezone

from voronka.core import jobs
from voronka.imports.actions import archives, files, lead_routing, terms, undoing, undoing_migrations, working


@jobs.job(times=2)
def carry_out_run(run_id: int) -> None:
    """Check or import the file of a run."""
    working.work(run_id=run_id, at=timezone.now())


@jobs.job()
def route_leads_of_run(run_id: int, after: int) -> None:
    """A portion of the new leads of a run meets the rules."""
    lead_routing.route(run_id=run_id, after=after, at=timezone.now())


@jobs.job(times=2)
def survey_run(run_id: int) -> None:
    """Count the values of the columns of a long file."""
    terms.count(run_id=run_id)


@jobs.job(times=2)
def undo_run(run_id: int) -> None:
    """Take back all that a run has written."""
    undoing.work(run_id=run_id, at=timezone.now())


@jobs.job(times=2)
def take_over_archive(migration_id: int) -> None:
    """Take over a whole export that was uploaded."""
    archives.work(migration_id=migration_id, at=timezone.now())


@jobs.job(times=2)
def dismiss_employees(migration_id: int, user_id: int) -> None:
    """Take out the employees that an undone migration made and that own nothing any more."""
    undoing_migrations.forget_employees(migration_id=migration_id, user_id=user_id)


@jobs.periodic("* * * * *", queue="upkeep")
def end_lost_runs() -> None:
    """An import, or its undoing, whose worker died for good does not stay «in progress» for ever."""
    working.end_lost(at=timezone.now())
    undoing.end_lost()
    archives.end_lost()


@jobs.periodic("7 2 * * *", queue="upkeep")
def forget_old_files() -> None:
    """Uploaded files are deleted when nobody needs them any more."""
    files.forget_old(at=timezone.now())


@jobs.periodic("17 * * * *", queue="upkeep")
def forget_lost_files() -> None:
    """What a killed process left on the disk, and in staging tables, does not stay there."""
    files.forget_lost(at=timezone.now())
    files.forget_stages()
