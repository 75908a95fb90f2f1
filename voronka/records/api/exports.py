"""Exports by programs: asked for, watched, fetched; the same work and the same journal as on the pages."""

from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Header, Router, Status

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.core.errors import NotFound, Refused
from voronka.core.problems import REFUSALS
from voronka.records import access, filter_tree, kinds, list_views
from voronka.records.actions import exports
from voronka.records.asking import address_of, filter_context
from voronka.records.exporting.formats import find
from voronka.records.exporting.kept import EXPORT, own_export
from voronka.records.exporting.record_id import whole
from voronka.records.exporting.wanted import Wanted
from voronka.records.field_rules import as_seen
from voronka.records.idempotency import once
from voronka.records.kinds import Kind
from voronka.records.list_views import ListView
from voronka.records.models import ExportEntry
from voronka.records.schemas import ExportIn, ExportOut

router = Router(tags=["exports"])


@router.post(
    "",
    response={202: ExportOut, **REFUSALS},
    operation_id="export_create",
    summary=gettext_noop("Have records written into a file"),
)
def create(
    request: HttpRequest,
    body: ExportIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=80)] = "",
) -> Any:
    """A job writes the file, so ask again until `state` is another than working; it is kept for a week."""
    asking = filter_context(request)
    kind = _kind(body.kind, asking.by)
    access.require(asking.by, Action.EXPORT, kind)
    wanted = _wanted(body, kind, asking.by)
    wanted.ordered(asking)  # a senseless order is told now, and not by the job
    entry = once(
        kind=EXPORT,
        key=f"api:{idempotency_key}" if idempotency_key else "",
        by=asking.by,
        at=asking.at,
        make=lambda: exports.ask(
            wanted=wanted, count=wanted.count(asking), by=asking.by, at=asking.at, address=address_of(request)
        ),
    )
    return Status(202, _shown(entry))


@router.get(
    "/{int:pk}",
    response={200: ExportOut, **REFUSALS},
    operation_id="export_get",
    summary=gettext_noop("Where an export stands"),
)
def one(request: HttpRequest, pk: int) -> Any:
    """An export of one's own."""
    return _shown(own_export(pk, asker(request)))


@router.get(
    "/{int:pk}/file",
    response={200: None, **REFUSALS},
    operation_id="export_file",
    summary=gettext_noop("The file of an export"),
)
def file(request: HttpRequest, pk: int) -> Any:
    """The file itself; 404 as long as it is not written, and when it is no longer kept."""
    entry = own_export(pk, asker(request))
    if not entry.file or not entry.file.storage.exists(str(entry.file.name)):
        raise NotFound(_("This export has no file: look at its state."))
    known = kinds.get(entry.kind)
    name, content = f"{known.plural}.{entry.format}", find(known, entry.format).content_type
    return FileResponse(entry.file.open("rb"), as_attachment=True, filename=name, content_type=content)


def _kind(plural: str, by: User) -> Kind:
    found = next((one for one in kinds.all_kinds() if one.plural == plural), None)
    if found is None:
        raise NotFound(_("There is no such kind of records."))
    return as_seen(found, by)


def _wanted(body: ExportIn, kind: Kind, by: User) -> Wanted:
    view = _view(kind, body.view, by)
    if unknown := [name for name in body.columns if name not in whole(kind)]:
        raise Refused(_("There is no field “%(name)s”.") % {"name": unknown[0][:60]}, field="columns")
    return Wanted(
        kind=kind,
        code=body.format,
        filter=filter_tree.joined(view.fixed, body.filter or dict(view.filter)),
        text=body.q.strip(),
        sort=body.sort or view.sort,
        columns=tuple(dict.fromkeys(body.columns)) or whole(kind),
        ids=body.ids,
    )


def _view(kind: Kind, key: str, by: User) -> ListView:
    found = next((one for one in list_views.seen_by(kind, by) if one.key == (key or list_views.ALL)), None)
    if found is None:
        raise NotFound(_("There is no such view."))
    return found


def _shown(entry: ExportEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "kind": kinds.get(entry.kind).plural,
        "format": entry.format,
        "columns": entry.columns,
        "state": entry.state,
        "count": entry.count,
        "rows_done": entry.done,
        "has_file": bool(entry.file),
        "error": entry.error,
        "created_at": entry.at,
        "finished_at": entry.finished_at,
    }
