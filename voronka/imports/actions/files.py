"""Files that were uploaded are kept for a while, to mend what was rejected, and deleted then."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.functions import Greatest

from voronka.imports.engine.kept_stage import drop_others
from voronka.imports.kept_files import drop
from voronka.imports.models import ImportRun, Migration, Part
from voronka.imports.models.folders import FOLDER
from voronka.imports.models.runs import ON_THE_WAY, RunState
from voronka.imports.resting import end_resting

KEPT_DAYS = 30
TAKING_IN = timedelta(hours=1)  # a file that is being taken in has no run yet


def forget_old(*, at: datetime) -> int:
    """Delete the files that nothing was done with for thirty days; what came of the imports stays. How many.

    An import that has rested so long is not gone on with any more.

    Rows of a migration that are kept as a file stand nowhere else: they stay until the migration is undone.
    """
    before = at - timedelta(days=KEPT_DAYS)
    kept = ImportRun.objects.exclude(file="").exclude(state=RunState.WORKING).exclude(part=Part.KEPT)
    old = kept.annotate(last=Greatest("created_at", "started_at", "finished_at")).filter(last__lt=before)
    count = 0
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            run = kept.select_for_update(of=("self",)).select_related("owner").filter(pk=pk).first()
            if run is not None:
                if run.state == RunState.PAUSED:
                    end_resting(run)
                drop(run)
                count += 1
    return count


def forget_lost(*, at: datetime) -> int:
    """Delete the files that no run has: a process was killed, or what it did was taken back. How many."""
    taken = set(ImportRun.objects.exclude(file="").values_list("file", flat=True))
    taken |= set(Migration.objects.exclude(archive="").values_list("archive", flat=True))
    count = 0
    with suppress(FileNotFoundError):  # nothing was ever uploaded
        for name in (f"{FOLDER}/{one}" for one in default_storage.listdir(FOLDER)[1]):
            if name not in taken and default_storage.get_modified_time(name) < at - TAKING_IN:
                default_storage.delete(name)
                count += 1
    return count


def forget_stages() -> int:
    """Drop the staging tables of runs that have come to their end; how many."""
    return drop_others(lambda: set(ImportRun.objects.filter(state__in=ON_THE_WAY).values_list("pk", flat=True)))
