"""A whole migration is taken back: its runs one after another, the last one first."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.actions.former import dismiss
from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core import jobs
from voronka.core.errors import Refused
from voronka.imports.actions import undoing
from voronka.imports.kept_files import drop
from voronka.imports.live import announce_migration
from voronka.imports.models import ImportRun, Migration, Part
from voronka.imports.models.runs import RunState
from voronka.imports.queries import runs_of_migration


def undo(*, migration: Migration, by: User, at: datetime) -> int:
    """Begin to undo every run that can be undone, in the opposite order, and let go what was kept; how many runs.

    Each run is undone as one alone: what was changed since stays and is named there. Employees that were made go last,
    where nothing is theirs any more. Raises Forbidden for anybody but an administrator, Refused where nothing is left.
    """
    from voronka.imports.tasks import dismiss_employees  # noqa: PLC0415  # the job calls `forget_employees` of this module

    require_administrator(by)
    if said := why_not(migration=migration, by=by, at=at):
        raise Refused(said)
    count = 0
    with transaction.atomic():
        for run in reversed(runs_of_migration(migration)):
            if run.part in {Part.KEPT, Part.USERS}:
                if run.file:
                    drop(run)
                run.state, run.undone_by, run.undone_at = RunState.UNDONE, by, at
                run.save(update_fields=["state", "undone_by", "undone_at"])
            elif not undoing.why_not(run=run, by=by, at=at):
                undoing.undo(run=run, by=by, at=at)
                count += 1
        announce_migration(migration.pk)
        jobs.enqueue(dismiss_employees, migration_id=migration.pk, user_id=by.pk, in_turn=undoing.TURN)
    return count


def undo_now(*, migration: Migration, by: User, at: datetime) -> list[ImportRun]:
    """Undo a whole migration at once, without waiting for its jobs, which find it done; the runs that were undone."""
    undo(migration=migration, by=by, at=at)
    ids = [run.pk for run in runs_of_migration(migration) if run.state == RunState.UNDOING]
    for pk in reversed(ids):
        undoing.work(run_id=pk, at=at)
    forget_employees(migration_id=migration.pk, user_id=by.pk)
    return list(ImportRun.objects.filter(pk__in=ids).order_by("-pk"))


def why_not(*, migration: Migration, by: User, at: datetime) -> str:
    """Why nothing of this migration can be undone, as a sentence; empty where something can."""
    if migration.archive:
        return _("This migration is still under way.")
    runs = runs_of_migration(migration)
    if any(run.state == RunState.UNDOING for run in runs):
        return _("This import is being undone already.")
    if any(not undoing.why_not(run=run, by=by, at=at) for run in runs if run.part not in {Part.KEPT, Part.USERS}):
        return ""
    return _("Nothing of this migration can be undone any more.")


def forget_employees(*, migration_id: int, user_id: int) -> None:
    """Take out the employees that the migration made and that own nothing; a second call does nothing."""
    migration = Migration.objects.filter(pk=migration_id).first()
    by = User.objects.filter(pk=user_id, is_active=True, is_superuser=True).first()
    if migration is None or by is None:
        return
    dismiss(ids=migration.made_users, by=by)
    left = User.objects.filter(pk__in=migration.made_users).values_list("pk", flat=True)
    migration.made_users = sorted(left)
    migration.save(update_fields=["made_users"])
