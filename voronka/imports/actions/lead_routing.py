"""New leads of an import that the file gave to nobody meet the rules, like those that programs send."""

from datetime import datetime

import structlog
from django.db import transaction

from voronka.accounts.models import User
from voronka.activities.kinds import TASK
from voronka.core import jobs
from voronka.imports.engine.report import COUNTS, ROUTING
from voronka.imports.engine.trace import wrote
from voronka.imports.models import ImportPortion, ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.queries import new_leads_of_nobody, traces_of
from voronka.records.history import written_by
from voronka.sales.actions import routing
from voronka.sales.kinds import LEAD
from voronka.sales.models import Lead
from voronka.sales.queries.routing import is_any_rule

log = structlog.get_logger(__name__)

PORTION = 50  # leads of one transaction: until it ends nobody else gets a lead by the same rule


def begin(run: ImportRun) -> None:
    """Let a job see to the new leads of an import that has just ended; call it in the transaction of its end.

    Call it too where an undoing takes nothing back. It may be repeated: a lead that has met a rule meets none again.
    """
    made, _changed = run.wrote.get(LEAD.name, (0, 0))
    if made:
        _enqueue(run.pk, after=0)


@transaction.atomic
def route(*, run_id: int, after: int, at: datetime) -> int:
    """Let the next of these leads, by their ids `after` one, meet the rules; how many did.

    What was met is stored together with the job of the portion that follows, so a job that was killed is done once
    more and one that is repeated meets nobody. All portions bear one mark, which is the import's: undoing takes them
    back too, but not what rules do later. An import that is being undone is left alone. Tasks are counted as they come,
    and when no leads are left, all that it wrote.
    """
    done = ImportRun.objects.select_for_update(no_key=True, of=("self",)).select_related("owner")
    run = done.filter(pk=run_id, state=RunState.DONE).first()
    leads = list(new_leads_of_nobody(run_id, after=after)[:PORTION]) if run and is_any_rule() else []
    if run is None:
        return 0
    if not leads:
        _count(run)
        return 0
    before = run.portions.filter(kind=ROUTING).order_by("pk").values_list("trace", flat=True).first()
    with written_by(run.owner, mark=before) as trace:
        tasks = sum(_meet(lead, run.owner, at) for lead in leads)
    if before is None:
        nothing = dict.fromkeys(COUNTS, 0)
        ImportPortion.objects.create(run=run, attempt=run.attempt, kind=ROUTING, number=0, trace=trace, **nothing)
    if tasks:
        made, changed = run.wrote.get(TASK.name, (0, 0))
        run.wrote[TASK.name] = [made + tasks, changed]
        run.save(update_fields=["wrote"])
    _enqueue(run.pk, after=leads[-1].pk)
    return len(leads)


def _count(run: ImportRun) -> None:
    """Count once, at the end: it reads the states that all portions left."""
    if run.portions.filter(kind=ROUTING).exists():
        run.wrote = wrote(traces_of(run.pk))
        run.save(update_fields=["wrote"])


def _meet(lead: Lead, by: User, at: datetime) -> int:
    """How many tasks came of it. What is wrong with one lead is told to the log; it waits in the queue."""
    try:
        given = routing.receive(lead=lead, by=by, at=at, since=at)
    except Exception:
        log.exception("an imported lead not routed", lead=lead.pk)
        return 0
    return int(given is not None and given.task_id is not None)


def _enqueue(run_id: int, *, after: int) -> None:
    from voronka.imports.tasks import route_leads_of_run  # noqa: PLC0415  # the job calls `route` of this module

    jobs.enqueue(route_leads_of_run, once=f"leads of import {run_id}", run_id=run_id, after=after)
