"""What becomes of imports when somebody is erased: the files go, that the row was imported stays."""

from functools import partial

from django.db import transaction
from django.db.models import Q

from voronka.imports.models import ImportedRow, ImportRun
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Eraser, Erasing, How, Rule
from voronka.records.erasing.writing import take_out


def declare() -> None:
    """Say it to the registry."""
    rules.declare(
        Rule(
            model=ImportedRow,
            column="record_id",
            kind_column="kind",
            how=How.KEEP,
            reason="a digest; the same file imported again does not bring the person back",
        ),
        Eraser(models=(ImportRun,), erase=_runs),
    )


def _runs(erasing: Erasing) -> None:
    condition = Q(pk__in=[])
    for kind, ids in erasing.whole.items():
        condition |= Q(kind=kind, record_id__in=ids)
    runs = ImportRun.objects.filter(pk__in=ImportedRow.objects.filter(condition).values("run"))
    for run in runs.exclude(file=""):
        transaction.on_commit(partial(run.file.storage.delete, str(run.file.name)))
    runs.update(file="", problems=[])
    take_out(ImportRun, erasing.words)
