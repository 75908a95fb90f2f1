"""What was chosen for a file with the same headings before: past imports are the memory."""

import hashlib
from collections.abc import Sequence

from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState


def digest_of(header: Sequence[str]) -> str:
    """The headings of a sheet as one mark, whatever their order."""
    return hashlib.sha256("\x1f".join(sorted(header)).encode()).hexdigest()


def done_before(run: ImportRun) -> ImportRun | None:
    """The latest import of the kind with the same headings that came to its end: one's own, else the company's."""
    done = ImportRun.objects.filter(kind=run.kind, headings=run.headings, state=RunState.DONE).exclude(pk=run.pk)
    latest = done.select_related("owner").order_by("-finished_at", "-pk")
    return (latest.filter(owner=run.owner).first() or latest.first()) if run.headings else None
