"""Import of a file step by step: drop it, see what its columns mean, check, go, fix what was rejected."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.core.errors import Conflict, Forbidden, Refused
from voronka.imports import foretold, mapping_screen, undo_result
from voronka.imports.actions import archives, runs, undoing
from voronka.imports.folders.archives import ENDING
from voronka.imports.forms import Sent, sent
from voronka.imports.mapping_screen import State
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import CARRIED_OUT, ON_THE_WAY, RunState
from voronka.imports.pasted import MOST_BYTES, pasted_file, pasted_text, too_long
from voronka.imports.presets.registry import PRESETS
from voronka.imports.problems import problems_sheet
from voronka.imports.progress import progress_of
from voronka.imports.queries import migrations_of, own_run, run_for, runs_of, runs_of_others, same_before
from voronka.imports.remarks import remarks
from voronka.imports.targets.beside import ORDER
from voronka.imports.targets.registry import TARGETS
from voronka.imports.terms import terms_of
from voronka.records import access
from voronka.records.kinds import get as get_kind
from voronka.ui import render

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STAYED_SHOWN = 20


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported before, and the place where a file is dropped; POST takes one in."""
    user = asker(request)
    allowed = [target for target in TARGETS.values() if access.may(user, Action.CREATE, target.kind)]
    if not allowed:
        raise Forbidden(_("Your role does not allow this."))
    error, pasted = "", ""
    if request.method == "POST":
        try:
            pasted = pasted_text(request.FILES.get("pasted") or request.POST.get("pasted", ""))
            return _upload(request, user, pasted)
        except Refused as refusal:
            error = refusal.message
    mine, others = runs_of(user)[:20], runs_of_others(user)[:20]
    chosen = request.POST.get("target") or request.GET.get("as") or allowed[0].kind.plural
    context: dict[str, Any] = {"targets": allowed, "chosen": chosen, "error": error, "kinds": TARGETS}
    context |= {"runs": mine, "others": others}
    context |= {"migrations": migrations_of(user)[:20], "programs": PRESETS}
    context |= {
        "may_migrate": user.is_superuser,
        "pasted": pasted,
        "pasted_most": MOST_BYTES,
        "too_long": too_long().message,
    }
    return render.page(request, "imports/imports.html", context, status=422 if error else 200)


@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an import stands: its columns, its progress, what the check says, what came of it."""
    by = asker(request)
    found = run_for(pk, by)
    if found.migration_id and found.kind not in TARGETS:
        return render.redirect(request, "imports:migration", found.migration_id)
    context = _context(found) | (_undoing(found, by) if found.state in CARRIED_OUT else {})
    if found.state in ON_THE_WAY:
        context["progress"] = progress_of(found, at=timezone.now())
    if found.state == RunState.CHECKED:
        context["fates"] = foretold.fates(found, by=by, at=timezone.now())
    return render.page(request, "imports/run.html", context, block="step")


@require_POST
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Import another sheet of the file."""
    found = _found(request, pk)
    chosen = request.POST.get("sheet", "")
    try:
        runs.choose_sheet(run=found, sheet=int(chosen) if re.fullmatch("[0-9]{1,3}", chosen) else 0, by=asker(request))
    except Refused as refusal:
        context = _context(found) | {"error": refusal.message}
        return render.page(request, "imports/run.html", context, block="step", status=422)
    return render.redirect(request, "imports:run", pk)


@require_POST
def headings(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another row for the headings: `3:1` is row 3 alone, `3:2` rows 3 and 4."""
    found = _found(request, pk)
    chosen = re.fullmatch("([0-9]{1,3}):([0-9])", request.POST.get("headings", ""))
    top, deep = (int(one) for one in chosen.groups()) if chosen else (0, 0)
    try:
        runs.choose_headings(run=found, top=top, deep=deep, by=asker(request))
    except Refused as refusal:
        context = _context(found) | {"error": refusal.message}
        return render.page(request, "imports/run.html", context, block="step", status=422)
    return render.redirect(request, "imports:run", pk)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the mapping and begin the dry run."""
    found = _found(request, pk)
    given = None
    try:
        given = sent(request.POST)
        runs.check(
            run=found,
            mapping=given.mapping,
            region=given.region,
            by=asker(request),
            at=timezone.now(),
            adds_values=given.adds_values,
            rows=replace(given.terms, rows=terms_of(found.terms).rows),
        )
    except Refused as refusal:
        state = _state(given, refusal.message, refusal.field) if given else None
        context = _context(found, state) | ({} if state else {"error": refusal.message})
        return render.page(request, "imports/run.html", context, block="step", status=422)
    return render.redirect(request, "imports:run", pk)


@require_POST
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen as it follows from what is chosen on it now, its part below the columns for htmx; nothing is kept."""
    found = _found(request, pk)
    if found.state != RunState.UPLOADED:
        raise Conflict(_("This import is under way or done already."), version=0)
    try:
        state = _state(sent(request.POST))
    except Refused as refusal:
        state = replace(mapping_screen.kept(found), error=refusal.message)
    if not render.is_htmx(request):
        return render.page(request, "imports/run.html", _context(found, state))
    part = mapping_screen.terms_part(found, runs.target_of(found.kind).asked_by(found.owner), state)
    return render.page(request, "imports/terms.html", {"run": found, **part}, block="terms")


@require_POST
def go(request: HttpRequest, pk: int) -> HttpResponse:
    """Import what was checked."""
    runs.go(run=_found(request, pk), by=asker(request), at=timezone.now())
    return render.redirect(request, "imports:run", pk)


@require_POST
def rethink(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to what the columns mean."""
    runs.rethink(run=_found(request, pk), by=asker(request))
    return render.redirect(request, "imports:run", pk)


@require_GET
def problems(request: HttpRequest, pk: int) -> FileResponse:
    """The rejected rows with their reasons."""
    found = run_for(pk, asker(request))
    name = f"{Path(found.file_name).stem}-{_('to fix')}.xlsx"
    return FileResponse(problems_sheet(found), as_attachment=True, filename=name, content_type=XLSX)


def _upload(request: HttpRequest, user: User, pasted: str) -> HttpResponse:
    file = request.FILES.get("file") or (pasted_file(pasted) if pasted.strip() else None)
    if file is None:
        raise Refused(_("Choose a file or paste a table."), field="file")
    at = timezone.now()
    if (file.name or "").lower().endswith(ENDING):
        return render.redirect(request, "imports:migration", archives.take_in(file=file, by=user, at=at).pk)
    run = runs.upload(file=file, target=request.POST.get("target", ""), by=user, at=at)
    return render.redirect(request, "imports:run", run.pk)


def _context(found: ImportRun, state: State | None = None) -> dict[str, Any]:
    target = runs.target_of(found.kind).asked_by(found.owner)
    context: dict[str, Any] = {"run": found, "target": target, "error": "", "kinds": TARGETS}
    context |= {"before": same_before(found), "remarks": remarks(found.passed)}
    context["parts"] = sorted(
        ((get_kind(name), *counts) for name, counts in found.counts.get("parts", {}).items()),
        key=lambda part: ORDER.index(part[0].plural),
    )
    terms = terms_of(found.terms)
    context["ground"] = " · ".join(filter(None, (str(terms.ground.label), terms.ground_note))) if terms.ground else ""
    if found.state == RunState.UPLOADED:
        context |= mapping_screen.whole(found, target, state or mapping_screen.kept(found))
    return context


def _state(given: Sent, error: str = "", field: str = "") -> State:
    """What was sent as the screen shows it again, with what was wrong of it."""
    return State(
        mapping=given.mapping,
        terms=given.terms,
        fixed=given.fixed,
        adds_values=given.adds_values,
        error=error,
        field=field,
    )


def _undoing(found: ImportRun, by: User) -> dict[str, Any]:
    at = timezone.now()
    told = found.undone
    return {
        "why_not": undoing.why_not(run=found, by=by, at=at),
        "until": found.finished_at + undoing.KEPT_FOR if found.finished_at else None,
        "undo": {
            "deleted": undo_result.counted(told.get("deleted", {})),
            "restored": undo_result.counted(told.get("restored", {})),
            "kept": told.get("kept", 0),
            "stayed": undo_result.stayed(found, by=by, most=STAYED_SHOWN),
        },
    }


def _found(request: HttpRequest, pk: int) -> ImportRun:
    return own_run(pk, asker(request))
