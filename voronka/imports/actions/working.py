"""A job works on a run to its end; what breaks off is told in words, and nothing of it is lost or done twice."""

from datetime import datetime

import structlog
from django.utils import translation
from django.utils.translation import gettext as _

from voronka.core import jobs
from voronka.core.errors import ActionError
from voronka.imports.actions.runs import target_of
from voronka.imports.actions.watched import Watched, told
from voronka.imports.engine.carry_out import Order, carry_out
from voronka.imports.engine.course import Course, Stopped
from voronka.imports.engine.kept_stage import Kept
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import ON_THE_WAY, RunState
from voronka.imports.queries import source_of
from voronka.imports.terms import terms_of

log = structlog.get_logger(__name__)


def work(*, run_id: int, at: datetime) -> None:
    """Do what a run waits for, and keep what came of it; a second call of a finished run does nothing."""
    run = ImportRun.objects.select_related("owner").filter(pk=run_id, state=RunState.WORKING).first()
    if run is None:
        return
    course = Watched(run, at)
    with translation.override(run.owner.language):
        try:
            report = carry_out(_order(run, at, course))
        except Stopped:
            log.info("an import was stopped", run=run.pk)
            _let_rows_go(run)
        except ActionError as error:
            course.keep(**_broken_off(run, error.message))
        except Exception:  # whatever it is, nobody may wait for ever for a run that will not end
            if course.keep(**_broken_off(run, broken())):  # else it was broken off because it is cancelled
                log.exception("an import broke", run=run.pk)
            else:
                _let_rows_go(run)
        else:
            if run.is_dry:
                course.keep(state=RunState.CHECKED, **told(report))


def _let_rows_go(run: ImportRun) -> None:
    """The settled rows of a run that was cancelled are needed by nobody."""
    if not ImportRun.objects.filter(pk=run.pk, state__in={*ON_THE_WAY, RunState.UNDOING}).exists():
        Kept(run.pk).drop()


def end_lost(*, at: datetime) -> int:
    """End the runs that no job works on any more, because its worker died again and again; how many.

    One that has written something waits to go on or to be taken back; any other has failed.
    """
    from voronka.imports.tasks import carry_out_run  # noqa: PLC0415  # the job calls `work` of this module

    working = list(ImportRun.objects.select_related("owner").filter(state=RunState.WORKING))
    alive = jobs.living(carry_out_run, "run_id") if working else set()
    lost = [run for run in working if run.pk not in alive]
    for run in lost:
        log.error("an import was lost with its worker", run=run.pk)
        with translation.override(run.owner.language):
            Watched(run, at).keep(**_broken_off(run, broken()))
    return len(lost)


def broken() -> str:
    """What the owner of a run is told when the fault is ours."""
    return _("The import broke off because of a mistake in Voronka. Tell your administrator.")


def _broken_off(run: ImportRun, said: str) -> dict[str, str]:
    """The state of a run that cannot go on by itself: one that has made something can be gone on with."""
    is_begun = not run.is_dry and ImportRun.objects.filter(pk=run.pk, attempt__gt=0).exists()
    return {"state": RunState.PAUSED if is_begun else RunState.FAILED, "error": said}


def _order(run: ImportRun, at: datetime, course: Course) -> Order:
    return Order(
        path=source_of(run),
        target=target_of(run.kind).asked_by(run.owner),
        layout=run.layout,
        mapping=run.mapping,
        by=run.owner,
        at=run.wrote_at or at,
        region=run.region,
        is_dry=run.is_dry,
        adds_values=run.adds_values,
        terms=terms_of(run.terms),
        run_id=run.pk,
        course=course,
    )
