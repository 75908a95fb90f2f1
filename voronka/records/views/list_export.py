"""The list as a file: what is shown, or what is selected, as .xlsx or .csv."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.models import Action, User
from voronka.core.errors import Refused
from voronka.records import access, exporting
from voronka.records.actions import exports
from voronka.records.asking import filter_context
from voronka.records.fields import FilterContext
from voronka.records.keyset import in_order
from voronka.records.kinds import Kind
from voronka.records.views.list_selection import selected
from voronka.records.views.list_state import ListState, state_of

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, kind: Kind) -> HttpResponseBase:
    """A file of the records that the list shows, those selected of them when `pk` or `all` is posted."""
    asking = filter_context(request)
    access.require(asking.by, Action.EXPORT, kind)
    words = request.POST if request.method == "POST" else request.GET
    state = state_of(request, kind, asking.by, words)
    form = words.get("format", "xlsx")
    if form not in TYPES:
        raise Refused(_("Choose .xlsx or .csv."))
    rows = _rows(state, selected(words, state, asking, whole=request.method == "GET"), asking)
    count = min(rows.count(), exporting.MOST)
    lines = exporting.lines(_ordered(state, rows, asking.by), state.fields, asking)
    heads = [str(field.label) for field in state.fields]
    file = exporting.write_csv(heads, lines) if form == "csv" else exporting.write_xlsx(heads, lines, str(kind.labels))
    exports.record(
        kind=kind,
        format_name=form,
        tree=state.whole_filter,
        text=state.text,
        columns=state.columns,
        count=count,
        by=asking.by,
        at=asking.at,
    )
    name = f"{kind.plural}-{asking.at.astimezone(asking.zone):%Y-%m-%d}.{form}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[form])


def _rows(state: ListState, rows: QuerySet[Any], asking: FilterContext) -> QuerySet[Any]:
    return rows.filter(access.condition(state.kind, asking.by, Action.EXPORT))


def _ordered(state: ListState, rows: QuerySet[Any], by: User) -> Any:
    related = [field.path for field in state.fields if field.joined]
    rows = in_order(rows.select_related(*related) if related else rows, kind=state.kind, sort=state.sort, by=by)
    return rows[: exporting.MOST].iterator(chunk_size=exporting.PORTION)
