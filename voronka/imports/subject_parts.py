"""What a subject's export tells of imports: out of which files the data came."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.imports.models import ImportedRow, ImportRun
from voronka.records.erasing.rules import Erasing
from voronka.records.subject import parts
from voronka.records.subject.parts import Entry, Part


def declare() -> None:
    """Say it to the registry."""
    parts.declare(
        Part(name="imports", label=gettext_lazy("Files that the data came from"), models=(ImportRun,), tell=_runs)
    )


def _runs(found: Erasing) -> list[Entry]:
    of_this = Q(pk__in=[])
    for kind, ids in found.whole.items():
        of_this |= Q(kind=kind, record_id__in=ids)
    runs = ImportRun.objects.filter(pk__in=ImportedRow.objects.filter(of_this).values("run")).select_related("owner")
    return [
        Entry(
            title=run.file_name,
            at=run.created_at,
            lines=((_("By whom"), run.owner.full_name),),
            data={"file": run.file_name, "by": run.owner.full_name},
        )
        for run in runs.order_by("-created_at")
    ]
