"""What a subject's export tells of imports: out of which files the data came, and what the kept ones say."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.imports.kept_files import About, files_about
from voronka.imports.models import ImportedRow, ImportPortion, ImportRun, Migration
from voronka.records.erasing.rules import Erasing
from voronka.records.subject import parts
from voronka.records.subject.parts import Entry, Part, Silent


def declare() -> None:
    """Say it to the registry."""
    parts.declare(
        Part(name="imports", label=gettext_lazy("Files that the data came from"), models=(ImportRun,), tell=_runs),
        Silent(models=(ImportPortion,), reason="counts; what it says of rows is told by its run when that has ended"),
        Silent(
            models=(Migration,), reason="a folder of the server; the files of it are told as the runs that they are"
        ),
    )


def _runs(found: Erasing) -> list[Entry]:
    of_this = Q(pk__in=[])
    for kind, ids in found.whole.items():
        of_this |= Q(kind=kind, record_id__in=ids)
    runs = ImportRun.objects.filter(pk__in=ImportedRow.objects.filter(of_this).values("run")).select_related("owner")
    about = {one.run.pk: one for one in files_about(found) if one.lines}
    told = {run.pk: run for run in runs} | {one.run.pk: one.run for one in about.values()}
    newest_first = sorted(told.values(), key=lambda run: run.created_at, reverse=True)
    return [_entry(run, about.get(run.pk)) for run in newest_first]


def _entry(run: ImportRun, about: About | None) -> Entry:
    rows = [(line.number, line.told()) for line in about.lines] if about else []
    shown = tuple(
        (_("row %(number)s") % {"number": number}, " · ".join(f"{name}: {cell}" for name, cell in cells.items()))
        for number, cells in rows
    )
    return Entry(
        title=run.file_name,
        at=run.created_at,
        lines=((_("By whom"), run.owner.full_name), *shown),
        data={
            "file": run.file_name,
            "by": run.owner.full_name,
            "rows": [{"row": number, "cells": cells} for number, cells in rows],
        },
    )
