"""An import is undone as a whole, by a job: all that still stands as it left it, in one transaction."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import jobs
from voronka.core.errors import ActionError, Conflict, Forbidden, NotFound, Refused
from voronka.imports.actions import lead_routing
from voronka.imports.actions.runs import target_of
from voronka.imports.engine.course import one_at_a_time
from voronka.imports.engine.giving_back import TakenBack, take_back
from voronka.imports.engine.kept_stage import Kept
from voronka.imports.engine.trace import wrote
from voronka.imports.engine.undoing import Undoing
from voronka.imports.live import announce
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import CARRIED_OUT, RunState
from voronka.imports.queries import traces_of
from voronka.imports.targets.registry import TARGETS
from voronka.records import access
from voronka.records.actions.constraints import constraints_told
from voronka.records.history import written_by

log = structlog.get_logger(__name__)

KEPT_FOR = timedelta(days=30)
# Undoings run one after another, in the order in which they were asked for: a later file hangs on an earlier one.
TURN = "undoing of imports"


def undo(*, run: ImportRun, by: User, at: datetime) -> ImportRun:
    """Begin to take back a whole import: what it made is deleted, what it changed gets its values of before.

    What was changed since, or has something linked to it that came since, stays, and is named when the job is done.
    One's own import, or an administrator any; once, within KEPT_FOR; the right to delete and to edit is asked for each
    record. Raises NotFound, Forbidden without these rights at all, Conflict while it is under way, Refused.
    """
    from voronka.imports.tasks import undo_run  # noqa: PLC0415  # the job calls `work` of this module

    with transaction.atomic():
        current = ImportRun.objects.select_for_update().filter(pk=run.pk).first()
        if current is None or not (current.owner_id == by.pk or by.is_superuser):
            raise NotFound(_("There is no such import."))
        _may_be_undone(current, by, at)
        current.state, current.error, current.undone = RunState.UNDOING, "", {}
        current.undo_begun_at, current.undone_by = at, by
        current.save(update_fields=["state", "error", "undone", "undo_begun_at", "undone_by"])
        jobs.enqueue(undo_run, run_id=current.pk, in_turn=TURN)
        announce(current.pk, current.migration_id)
    return current


def why_not(*, run: ImportRun, by: User, at: datetime) -> str:
    """Why this import cannot be undone by this person, as a sentence; empty where it can."""
    try:
        _may_be_undone(run, by, at)
    except ActionError as refusal:
        return refusal.message
    return ""


def work(*, run_id: int, at: datetime) -> None:
    """Take back what a run waits to have undone; a second call does nothing. All of it is done, or nothing."""
    found = ImportRun.objects.select_related("undone_by").filter(pk=run_id, state=RunState.UNDOING).first()
    if found is None or found.undone_by is None:
        return
    same = ImportRun.objects.filter(pk=run_id, state=RunState.UNDOING, undo_begun_at=found.undo_begun_at)
    try:
        with translation.override(found.undone_by.language):
            _take_back(run_id, found.undone_by, at)
    except ActionError as error:
        _let_stand(same, error.message)
    except Exception:  # as in an import: nobody may wait for ever
        log.exception("an undoing broke", run=run_id)
        _let_stand(same, broken())
    announce(run_id, found.migration_id)


def end_lost() -> int:
    """Give back the runs whose undoing no job works on any more, because its worker died again and again; how many."""
    from voronka.imports.tasks import undo_run  # noqa: PLC0415  # the job calls `work` of this module

    working = list(ImportRun.objects.filter(state=RunState.UNDOING).values_list("pk", "undo_begun_at"))
    alive = jobs.living(undo_run, "run_id") if working else set()
    lost = [(pk, begun) for pk, begun in working if pk not in alive]
    for pk, begun in lost:
        log.error("an undoing was lost with its worker", run=pk)
        same = ImportRun.objects.filter(pk=pk, state=RunState.UNDOING, undo_begun_at=begun)
        _let_stand(same, broken())
        announce(pk)
    return len(lost)


def broken() -> str:
    """What is told when the fault is ours."""
    return _("The undoing broke off because of a mistake in Voronka; nothing was changed. Tell your administrator.")


def _let_stand(same: QuerySet[ImportRun], error: str) -> None:
    """The import, if it still waits to be undone, stands again, and rules see to its leads, which they left alone."""
    with transaction.atomic():
        run = same.select_for_update(no_key=True).first()
        if run is None:
            return
        run.state, run.error = RunState.DONE, error
        if run.is_unfinished:  # it was cancelled on its way, before anybody counted
            run.wrote = wrote(traces_of(run.pk))
        run.save(update_fields=["state", "error", "wrote"])
        lead_routing.begin(run)


def _take_back(run_id: int, by: User, at: datetime) -> None:
    with transaction.atomic(), written_by(by):
        # A portion that is being stored still refers to the run, while its worker holds the locks below.
        run = ImportRun.objects.select_for_update(no_key=True).filter(pk=run_id, state=RunState.UNDOING).first()
        if run is None or run.trace is None or run.finished_at is None:
            return
        for name in sorted(target.kind.name for target in TARGETS.values()):
            one_at_a_time(name)
        undoing = Undoing(
            run_id=run.pk,
            traces=traces_of(run.pk),
            is_unfinished=run.is_unfinished,
            wrote_at=run.wrote_at or run.finished_at,
            wrote_by=run.owner_id,
            by=by,
            at=at,
        )
        with constraints_told(target_of(run.kind).kind):
            done = take_back(undoing, run.made)
        run.undone, run.undone_at, run.state = asdict(done), at, RunState.UNDONE
        if not _is_anything(done):
            run.undone_at, run.state = None, RunState.DONE
            run.error = _("Nothing could be taken back: each record has a reason to stay.")
            run.wrote = wrote(undoing.traces) if run.is_unfinished else run.wrote
            run.is_unfinished = False  # what stays is its owner's by now, and whoever undoes it later needs the rights
            lead_routing.begin(run)
        run.save(update_fields=["state", "error", "undone", "undone_at", "is_unfinished", "wrote"])
        run.portions.update(problems=[])
        Kept(run.pk).drop()


def _is_anything(done: TakenBack) -> bool:
    return bool(done.deleted or done.restored or done.values or not done.kept)


def _may_be_undone(run: ImportRun, by: User, at: datetime) -> None:
    if run.state == RunState.UNDONE:
        raise Refused(_("This import has been undone already."))
    if run.state not in CARRIED_OUT:
        raise Refused(_("This import has stored nothing, so there is nothing to undo."))
    if run.state == RunState.UNDOING:
        raise Conflict(_("This import is being undone already."), version=0)
    if run.trace is None or run.finished_at is None:
        raise Refused(_("This import is older than undoing: what it wrote is not known."))
    if at - run.finished_at > KEPT_FOR:
        raise Refused(_("An import can be undone within 30 days."))
    kind = target_of(run.kind).kind
    made, changed = run.wrote.get(kind.name, (0, 0))
    needed: list[tuple[Any, str]] = [(made, Action.DELETE), (changed, Action.EDIT)]
    if any(count and not access.may(by, action, kind) for count, action in needed):
        said = _("Undoing deletes records and changes them back, and your role does not let you: ask an administrator.")
        raise Forbidden(said)
