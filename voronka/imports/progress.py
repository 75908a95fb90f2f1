"""How far an import is, how fast it goes and how long it will take."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum

from voronka.imports.engine.report import COUNTS
from voronka.imports.models import ImportRun
from voronka.imports.targets.base import Target
from voronka.imports.targets.registry import TARGETS


@dataclass(frozen=True)
class Progress:
    """Rows done of so many (0: nobody knows yet), rows a second, seconds left; None where it cannot be told."""

    done: int
    total: int = 0
    rate: float | None = None
    left: int | None = None


def progress_of(run: ImportRun, *, at: datetime) -> Progress:
    """First the rows are read, then, when it is known what each becomes, they are written.

    The rate is that of the present stretch: what was done before a pause does not count.
    """
    if not run.attempt or run.is_dry:
        return _paced(run.rows_read, run.rows_read, 0, run.started_at, at)
    since = Q(written_at__gte=run.writing_at)
    found = run.portions.filter(attempt=run.attempt).aggregate(done=Sum("rows"), lately=Sum("rows", filter=since))
    kinds = len({name.partition(".")[0] for name in run.mapping.values() if "." in name}) + 1  # each has portions
    done, lately = ((found[name] or 0) // kinds for name in ("done", "lately"))
    return _paced(done, lately, run.rows_read, run.writing_at, at)


def written_of(run: ImportRun) -> int:
    """How many rows of the file are written by now as records that the file is of."""
    own = run.portions.filter(attempt=run.attempt, kind__in=[one.kind.name for one in _targets(run)])
    return own.aggregate(done=Sum("rows"))["done"] or 0


def written_so_far(run: ImportRun) -> dict[str, int]:
    """The five numbers of what an import that is ended before its time has written."""
    own = run.portions.filter(kind__in=[one.kind.name for one in _targets(run)])
    found = own.aggregate(**{name: Sum(name) for name in COUNTS})
    return {name: found[name] or 0 for name in COUNTS}


def _targets(run: ImportRun) -> list[Target]:
    return [TARGETS[run.kind]] if run.kind in TARGETS else []


def _paced(done: int, lately: int, total: int, since: datetime | None, at: datetime) -> Progress:
    seconds = (at - since).total_seconds() if since else 0
    if seconds < 1 or not lately:
        return Progress(done, total)
    rate = lately / seconds
    return Progress(done, total, rate, round((total - done) / rate) if total else None)
