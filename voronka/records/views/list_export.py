"""The list as a file: what is shown, or what is selected; a large one is made by a job while one goes on working."""

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.records import access
from voronka.records.actions import exports
from voronka.records.asking import address_of, filter_context
from voronka.records.exporting.formats import find
from voronka.records.exporting.kept import own_export, own_exports
from voronka.records.exporting.record_id import whole
from voronka.records.exporting.tables import PORTION
from voronka.records.exporting.wanted import Wanted
from voronka.records.kinds import Kind, all_kinds, get
from voronka.records.models import ExportEntry
from voronka.records.views.list_selection import named
from voronka.records.views.list_state import state_of
from voronka.ui import render


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, kind: Kind) -> HttpResponseBase:
    """A file of the records that the list shows, those selected of them when `pk` or `all` is posted."""
    asking = filter_context(request)
    access.require(asking.by, Action.EXPORT, kind)
    wanted = _wanted(request, kind)
    count = wanted.count(asking)
    if count > exports.AT_ONCE:
        entry = exports.ask(wanted=wanted, count=count, by=asking.by, at=asking.at, address=address_of(request))
        return render.redirect(request, "records:export", entry.pk)
    records = wanted.ordered(asking).iterator(chunk_size=PORTION)
    file = wanted.format.write(kind, wanted.fields, records, asking)
    entry = exports.record(wanted=wanted, count=count, by=asking.by, at=asking.at, address=address_of(request))
    return FileResponse(file, **_sent(entry, wanted.format.content_type))


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """One's own latest exports."""
    known = {kind.name: kind for kind in all_kinds()}
    return render.page(request, "records/exports.html", {"exports": own_exports(asker(request)), "kinds": known})


@require_GET
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an export is, and its file when it stands."""
    return _page(request, own_export(pk, asker(request)))


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Make no more of it."""
    exports.stop(export=own_export(pk, asker(request)), at=timezone.now())
    return render.redirect(request, "records:export", pk)


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file itself; back to its page where it is no longer kept."""
    entry = own_export(pk, asker(request))
    if not entry.file or not entry.file.storage.exists(str(entry.file.name)):
        return render.redirect(request, "records:export", pk)
    content = find(get(entry.kind), entry.format).content_type
    return FileResponse(entry.file.open("rb"), **_sent(entry, content))


def _page(request: HttpRequest, entry: ExportEntry) -> HttpResponse:
    context = {"export": entry, "kind": get(entry.kind), "kept_days": exports.KEPT_DAYS}
    return render.page(request, "records/export.html", context, block="step")


def _wanted(request: HttpRequest, kind: Kind) -> Wanted:
    words = request.POST if request.method == "POST" else request.GET
    state = state_of(request, kind, asker(request), words)
    return Wanted(
        kind=kind,
        code=words.get("format", "xlsx"),
        filter=state.whole_filter,
        text=state.text,
        sort=state.sort,
        columns=whole(kind) if words.get("whole") else state.columns,
        ids=named(words) if request.method == "POST" else None,
    )


def _sent(entry: ExportEntry, content_type: str) -> Mapping[str, Any]:
    name = f"{get(entry.kind).plural}-{timezone.localtime(entry.at):%Y-%m-%d}.{entry.format}"
    return {"as_attachment": True, "filename": name, "content_type": content_type}
