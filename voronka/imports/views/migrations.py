"""A migration: what came of every file of the folder, what was not taken and why, and its undoing."""

from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from voronka.accounts.asking import asker
from voronka.core.errors import NotFound, Refused
from voronka.imports.actions import undoing_migrations
from voronka.imports.folders.results import kept_sheet, not_taken_sheet, results_of, totals_of
from voronka.imports.models import Part
from voronka.imports.models.runs import RunState
from voronka.imports.presets.registry import PRESETS
from voronka.imports.queries import migration_for, runs_of_migration
from voronka.imports.views.runs import XLSX
from voronka.ui import render

PROBLEMS_SHOWN = 5


@require_GET
def migration(request: HttpRequest, pk: int) -> HttpResponse:
    """The counts of each file, and the first rows that were not taken."""
    by = asker(request)
    found = migration_for(pk, by)
    runs = runs_of_migration(found)
    results = results_of(runs)
    context = {
        "migration": found,
        "program": PRESETS[found.preset].label if found.preset in PRESETS else found.preset,
        "results": results,
        "is_underway": bool(found.archive),
        "totals": totals_of(results),
        "kept": [run for run in runs if run.part == Part.KEPT and run.file],
        "shown": PROBLEMS_SHOWN,
        "undoing": any(run.state == RunState.UNDOING for run in runs),
        "may_undo": undoing_migrations.why_not(migration=found, by=by, at=timezone.now()) == "",
        "undone": [run for run in runs if run.state == RunState.UNDONE],
        "stayed": sum(run.undone.get("kept", 0) for run in runs),
    }
    return render.page(request, "imports/migration.html", context, block="result")


@require_GET
def not_taken(request: HttpRequest, pk: int) -> FileResponse:
    """Every row that was not taken, with the reason, a sheet for each file."""
    found = migration_for(pk, asker(request))
    name = f"{found.folder}-{_('not taken')}.xlsx"
    return FileResponse(not_taken_sheet(runs_of_migration(found)), as_attachment=True, filename=name, content_type=XLSX)


@require_GET
def kept(request: HttpRequest, pk: int, run: int) -> FileResponse:
    """Rows that have no place here yet, as they stood in their file."""
    found = next((one for one in runs_of_migration(migration_for(pk, asker(request))) if one.pk == run), None)
    if found is None or found.part != Part.KEPT:
        raise NotFound(_("There is no such import."))
    name = f"{Path(found.file_name).stem}.xlsx"
    return FileResponse(kept_sheet(found), as_attachment=True, filename=name, content_type=XLSX)


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what will happen, POST begins."""
    by, at = asker(request), timezone.now()
    found = migration_for(pk, by)
    error = undoing_migrations.why_not(migration=found, by=by, at=at)
    if request.method == "POST":
        try:
            undoing_migrations.undo(migration=found, by=by, at=at)
        except Refused as refusal:
            error = refusal.message
        else:
            return render.redirect(request, "imports:migration", pk)
    context = {"migration": found, "results": results_of(runs_of_migration(found)), "error": error}
    status = 422 if request.method == "POST" else 200
    return render.page(request, "imports/migration_undo.html", context, block="dialog", status=status)
