"""The history of a record's changes: who, when, what was and what became."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.core.numbers import whole
from voronka.records import access
from voronka.records.edits import edits
from voronka.records.kinds import Kind
from voronka.ui.render import is_htmx, page


@require_safe
def history(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """The changes before the mark `before`; without htmx the card with its tab of changes."""
    by = asker(request)
    record = access.load(kind, by, pk)
    if not is_htmx(request):
        return redirect(f"{kind.url(pk)}?tab=changes")
    mark = request.GET.get("before", "")
    found, more = edits(kind, record.pk, by=by, before=whole(mark))
    context = {"kind": kind, "record": record, "changes": found, "more": more}
    return page(request, "records/card/changes.html", context)
