"""The journal of reads in the settings: who looked at whose personal data, on the screen and as a file."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voronka.accounts.asking import administrators, asker
from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records import access, kinds
from voronka.records.exporting.tables import write_xlsx
from voronka.records.kinds import Kind
from voronka.records.models import Way
from voronka.records.reads import journal
from voronka.records.reads.journal import Asked, Line
from voronka.ui.render import page

PAGE, LATEST, MOST = 50, 20, 100_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@administrators
def listed(request: HttpRequest) -> HttpResponse:
    """The latest reads that were asked for; those after the mark `before` follow as one asks for more."""
    errors, asked = {}, Asked()
    try:
        asked = journal.read_asked(request.GET.dict())
    except Refused as refusal:
        errors = {refusal.field: refusal.message}
    found: list[Line] = [] if errors else _lines(asked, whole(request.GET.get("before")))
    context = {
        "asked": asked,
        "given": request.GET,
        "errors": errors,
        "lines": found[:PAGE],
        "more": found[PAGE - 1].entry.pk if len(found) > PAGE else "",
        "users": [("", _("Everybody")), *((str(one.pk), one.full_name) for one in User.objects.order_by("last_name"))],
        "ways": [("", _("Any way")), *((value, str(label)) for value, label in Way.choices)],
        "kinds": [("", _("All kinds")), *((one.name, str(one.labels)) for one in kinds.all_kinds() if one.personal)],
    }
    block = "rows" if "before" in request.GET else "journal"
    return page(request, "records/reads.html", context, block=block, status=422 if errors else 200)


@require_safe
@administrators
def looked(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """The latest who looked at one record: a dialog over its card."""
    record = access.load(kind, asker(request), pk)
    asked = Asked(kind=kind.name, record=pk)
    context = {"kind": kind, "record": record, "looked": journal.looked_at(kind, pk, most=LATEST), "asked": asked}
    return page(request, "records/looked.html", context, block="dialog")


@require_safe
@administrators
def export(request: HttpRequest) -> Any:
    """The same entries as an .xlsx file."""
    zone = timezone.get_current_timezone()
    found = journal.entries(journal.read_asked(request.GET.dict()), zone=zone)
    heads = (
        _("When"),
        _("Who"),
        _("How"),
        _("Kind"),
        _("Records"),
        _("Numbers of the records"),
        _("What was looked for"),
        _("Page"),
        _("Network address"),
    )
    rows = journal.sheet(found, zone, most=MOST)
    file = write_xlsx([str(head) for head in heads], rows, _("Journal of reads"))
    name = f"reads-{timezone.localtime():%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _lines(asked: Asked, before: int | None) -> list[Line]:
    found = journal.entries(asked, zone=timezone.get_current_timezone())
    if before is not None:
        found = found.filter(pk__lt=before)
    return journal.lines(found[: PAGE + 1])
