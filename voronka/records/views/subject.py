"""Everything that is kept of a human being: a page to be read and printed, and a file for programs."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from voronka.accounts.asking import administrators, asker
from voronka.records.actions import subjects
from voronka.records.kinds import Kind
from voronka.records.subject.machine import as_json
from voronka.ui.render import page

# So many changes of one record and entries of one part stand on the page; the file holds all of them.
MOST = 200


@require_safe
@administrators
def subject(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """The page; the browser prints it or makes a PDF of it."""
    everything = subjects.export(kind=kind, pk=pk, by=asker(request), at=timezone.now())
    made = date_format(timezone.localtime(everything.at), "j E Y, H:i")
    context = {"everything": everything, "kind": kind, "most": MOST, "made": made}
    return page(request, "records/subject.html", context)


@require_safe
@administrators
def file(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """The same as JSON, as a file."""
    everything = subjects.export(kind=kind, pk=pk, by=asker(request), at=timezone.now())
    name = f"{kind.name}-{pk}-{timezone.localdate(everything.at):%Y-%m-%d}.json"
    response = HttpResponse(as_json(everything), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
