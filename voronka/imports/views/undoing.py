"""Undoing of a whole import: asked once with what will happen, then what stayed, as a file too."""

from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from voronka.accounts.asking import asker
from voronka.core.errors import Refused
from voronka.imports import undo_result
from voronka.imports.actions import undoing
from voronka.imports.queries import run_for
from voronka.imports.views.runs import XLSX
from voronka.ui import render


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what will happen, POST begins."""
    by = asker(request)
    run = run_for(pk, by)
    context = {
        "run": run,
        "deleted": undo_result.to_delete(run),
        "restored": undo_result.to_restore(run),
        "error": undoing.why_not(run=run, by=by, at=timezone.now()),
    }
    if request.method == "GET":
        return render.page(request, "imports/undo.html", context, block="dialog")
    try:
        undoing.undo(run=run, by=by, at=timezone.now())
    except Refused as refusal:
        context["error"] = refusal.message
        return render.page(request, "imports/undo.html", context, block="dialog", status=422)
    return render.redirect(request, "imports:run", pk)


@require_GET
def stayed(request: HttpRequest, pk: int) -> FileResponse:
    """What the undoing left as it is, with the reasons."""
    by = asker(request)
    run = run_for(pk, by)
    name = f"{Path(run.file_name).stem}-{_('not undone')}.xlsx"
    file = undo_result.stayed_sheet(run, by=by, root=request.build_absolute_uri("/").rstrip("/"))
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
