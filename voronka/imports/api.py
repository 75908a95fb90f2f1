"""Import of files by programs: brought, checked, carried out, by the same actions as on the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import File, Form, Header, Router, Status, UploadedFile
from ninja.errors import HttpError, ValidationError
from pydantic import ValidationError as PydanticError

from voronka.accounts.asking import asker
from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.core.json_input import read_json
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.imports import undo_result
from voronka.imports.actions import halting, runs, undoing
from voronka.imports.actions.rows import bring_rows
from voronka.imports.actions.runs import Terms
from voronka.imports.models import ImportRun
from voronka.imports.progress import written_of
from voronka.imports.queries import own_run, run_for
from voronka.imports.schemas import BringIn, BringRows, RunOut
from voronka.imports.terms import terms_of
from voronka.records.idempotency import once

router = Router(tags=["imports"])


@dataclass(frozen=True)
class _Named:
    name: str
    model: type[Model]


IMPORT = _Named("import", ImportRun)


# The other body of `create`, which the description would not find by itself.
ROWS_OR_FILE = {
    "requestBody": {
        "content": {
            "application/json": {"schema": BringRows.model_json_schema()},
            "multipart/form-data": {"schema": {"required": ["kind", "file"]}},
        }
    }
}


@router.post(
    "",
    response={202: RunOut, **REFUSALS},
    operation_id="import_create",
    summary=gettext_noop("Bring a file, or rows as JSON: check them, or import them at once"),
    openapi_extra=ROWS_OR_FILE,
)
def create(
    request: HttpRequest,
    given: Form[BringIn],
    file: File[UploadedFile | None] = None,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=80)] = "",
) -> Any:
    """Take a file or rows in; a job does the work, so ask again until `state` is another than working."""
    by, at = asker(request), timezone.now()
    bring = _of_rows(request) if request.content_type == "application/json" else _of_file(file, given)
    run = once(
        kind=IMPORT,
        key=f"api:{idempotency_key}" if idempotency_key else "",
        by=by,
        at=at,
        make=lambda: bring(by=by, at=at),
    )
    return Status(202, _shown(run, by))


@router.get(
    "/{int:pk}",
    response={200: RunOut, **REFUSALS},
    operation_id="import_get",
    summary=gettext_noop("Where an import stands, what came of it and why rows were rejected"),
)
def one(request: HttpRequest, pk: int) -> Any:
    """An import of one's own, or, for an administrator, any that has stored records."""
    by = asker(request)
    return _shown(run_for(pk, by), by)


@router.post(
    "/{int:pk}/go",
    response={202: RunOut, **CONFLICTS},
    operation_id="import_go",
    summary=gettext_noop("Import what was checked"),
)
def go(request: HttpRequest, pk: int) -> Any:
    """The import itself after its check."""
    by = asker(request)
    return Status(202, _shown(runs.go(run=own_run(pk, by), by=by, at=timezone.now()), by))


@router.post(
    "/{int:pk}/pause",
    response={200: RunOut, **CONFLICTS},
    operation_id="import_pause",
    summary=gettext_noop("Let an import that waits or is under way rest"),
)
def pause(request: HttpRequest, pk: int) -> Any:
    """The portions that it is at are written to their end, and stay."""
    by = asker(request)
    return _shown(halting.pause(run=own_run(pk, by), by=by), by)


@router.post(
    "/{int:pk}/resume",
    response={202: RunOut, **CONFLICTS},
    operation_id="import_resume",
    summary=gettext_noop("Go on with a paused import exactly where it stopped"),
)
def resume(request: HttpRequest, pk: int) -> Any:
    """A paused import, or one that broke off, goes on with the portions that are not written."""
    by = asker(request)
    return Status(202, _shown(halting.resume(run=own_run(pk, by), by=by, at=timezone.now()), by))


@router.post(
    "/{int:pk}/cancel",
    response={200: RunOut, **CONFLICTS},
    operation_id="import_cancel",
    summary=gettext_noop("Cancel a check or an import that waits or is under way"),
)
def cancel(request: HttpRequest, pk: int) -> Any:
    """It ends at once; what it has written already is taken back (`state` is undoing, then undone)."""
    by = asker(request)
    return _shown(halting.cancel(run=own_run(pk, by), by=by, at=timezone.now()), by)


@router.post(
    "/{int:pk}/undo",
    response={202: RunOut, **CONFLICTS},
    operation_id="import_undo",
    summary=gettext_noop("Undo a whole import: what it made is deleted, what it changed gets back what it had"),
)
def undo(request: HttpRequest, pk: int) -> Any:
    """A job does the work, so ask again until `state` is another than undoing; `undo` names what stayed as it is."""
    by = asker(request)
    return Status(202, _shown(undoing.undo(run=run_for(pk, by), by=by, at=timezone.now()), by))


def _of_file(file: UploadedFile | None, given: BringIn) -> Callable[..., ImportRun]:
    if file is None or not given.kind:
        raise Refused(_("Send a file and say what is in it."), field="kind" if file else "file")
    terms = _terms(given, _mapping(given.mapping), _json(given.terms), given.sheet)
    return partial(runs.bring, file=file, target=given.kind, terms=terms)


def _of_rows(request: HttpRequest) -> Callable[..., ImportRun]:
    try:
        given = BringRows.model_validate(read_json(request.body))
    except PydanticError as error:
        raise ValidationError([dict(one) for one in error.errors(include_url=False, include_context=False)]) from error
    except ValueError as error:
        raise HttpError(400, str(error)) from error
    terms = _terms(given, given.mapping, given.terms, "")
    return partial(bring_rows, rows=given.rows, target=given.kind, terms=terms)


def _terms(given: BringIn | BringRows, mapping: dict[str, str], rows: Any, sheet: str) -> Terms:
    return Terms(
        mapping=mapping,
        rows=terms_of(rows),
        region=given.region,
        is_dry=given.dry_run,
        adds_values=given.add_values,
        sheet=sheet,
    )


def _json(text: str) -> Any:
    try:
        return read_json(text) if text else {}
    except ValueError:
        return None


def _mapping(text: str) -> dict[str, str]:
    given = _json(text)
    if not isinstance(given, dict) or not all(isinstance(name, str) for name in given.values()):
        raise Refused(_("The mapping must be a JSON object: heading → name of a field."), field="mapping")
    return given


def _shown(run: ImportRun, by: User) -> dict[str, Any]:
    return {
        "id": run.pk,
        "kind": run.kind,
        "file_name": run.file_name,
        "sha256": run.file_hash,
        "state": run.state,
        "dry_run": run.is_dry,
        "sheet": run.sheet + 1,
        "mapping": run.mapping,
        "region": run.region,
        "terms": run.terms,
        "rows_read": run.rows_read,
        "rows_written": written_of(run),
        "counts": run.counts or None,
        "foretold": _foretold(run) if run.found else None,
        "problems": [{"row": number, "reason": reason} for number, reason in run.problems],
        "new_values": run.new_values,
        "error": run.error,
        "created_at": run.created_at,
        "finished_at": run.finished_at,
        "undo": _undone(run, by) if run.undone else None,
    }


def _foretold(run: ImportRun) -> dict[str, Any]:
    found = run.found
    return {
        "matched_by": found["by"],
        "again": found["again"],
        "twins": found["twins"],
        "conflicts": len(run.conflicts),
        "reasons": [{"reason": one["why"], "count": one["count"]} for one in found["rejected"]],
    }


def _undone(run: ImportRun, by: User) -> dict[str, Any]:
    return {
        "deleted": {kind.plural: count for kind, count in undo_result.counted(run.undone["deleted"])},
        "restored": {kind.plural: count for kind, count in undo_result.counted(run.undone["restored"])},
        "kept": run.undone["kept"],
        "values": run.undone["values"],
        "stayed": [
            {"kind": one.kind.plural, "id": one.id, "name": one.name, "why": one.why, "reason": one.reason}
            for one in undo_result.stayed(run, by=by)
        ],
        "at": run.undone_at,
    }
