"""An import that rests and will not be gone on with comes to its end: what it has written stays, and can be undone."""

from voronka.imports.actions import lead_routing
from voronka.imports.engine.kept_stage import Kept
from voronka.imports.engine.trace import wrote
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.progress import written_so_far
from voronka.imports.queries import traces_of


def end_resting(run: ImportRun) -> None:
    """Let the settled rows go that are not written: they say of people what the base does not.

    New leads that are written meet the rules, as at any other end.
    """
    Kept(run.pk).drop()
    run.counts, run.wrote = written_so_far(run), wrote(traces_of(run.pk))
    run.state = RunState.DONE if run.attempt else RunState.CANCELLED
    run.error, run.finished_at = "", run.finished_at or run.wrote_at or run.started_at
    run.save(update_fields=["counts", "wrote", "state", "error", "finished_at"])
    run.portions.update(problems=[])
    if run.state == RunState.DONE:
        lead_routing.begin(run)
