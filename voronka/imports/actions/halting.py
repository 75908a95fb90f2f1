"""An import under way is paused, gone on with, or cancelled: then what it has written is taken back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core import jobs
from voronka.core.errors import Refused
from voronka.imports.actions.runs import locked
from voronka.imports.engine.course import break_off
from voronka.imports.live import announce
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.progress import written_so_far


def pause(*, run: ImportRun, by: User) -> ImportRun:
    """Let an import rest after the portions that it is at; what they wrote stays. Raises Conflict when it has ended."""
    with transaction.atomic():
        current = locked(run, {RunState.WORKING}, by=by)
        if current.is_dry:
            raise Refused(_("A check is not paused; it can be stopped."))
        current.state, current.error = RunState.PAUSED, ""
        current.save(update_fields=["state", "error"])
        announce(current.pk)
    return current


def resume(*, run: ImportRun, by: User, at: datetime) -> ImportRun:
    """Go on exactly where it stopped; raises Conflict when it is not paused."""
    from voronka.imports.tasks import carry_out_run  # noqa: PLC0415  # the job calls an action that knows this module

    with transaction.atomic():
        current = locked(run, {RunState.PAUSED}, by=by)
        current.state, current.error, current.started_at, current.finished_at = RunState.WORKING, "", at, None
        current.writing_at = at if current.attempt else None
        current.save(update_fields=["state", "error", "started_at", "finished_at", "writing_at"])
        jobs.enqueue(carry_out_run, run_id=current.pk)
        announce(current.pk)
    return current


def cancel(*, run: ImportRun, by: User, at: datetime) -> ImportRun:
    """End a check or an import that waits, is under way or paused, at once; nothing of it stays.

    What is written already is taken back by a job, like any import that is undone. Raises Conflict when it has come
    to its end already.
    """
    with transaction.atomic():
        current = locked(run, {RunState.WORKING, RunState.PAUSED}, by=by)
        current.error, current.finished_at = "", at
        if current.attempt and not current.is_dry:
            _take_back(current, by, at)
        else:
            current.state = RunState.CANCELLED
        current.save()
        announce(current.pk)
        transaction.on_commit(lambda: break_off(current.pk))
    return current


def _take_back(run: ImportRun, by: User, at: datetime) -> None:
    from voronka.imports.tasks import undo_run  # noqa: PLC0415  # the job calls an action that knows this module

    run.state, run.undone, run.counts = RunState.UNDOING, {}, written_so_far(run)
    run.undo_begun_at, run.undone_by, run.is_unfinished = at, by, True
    jobs.enqueue(undo_run, run_id=run.pk)
