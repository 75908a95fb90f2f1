"""Actions on the selected records of a list: assign, change a field, delete, undo."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from voronka.accounts.models import Action
from voronka.core.errors import Refused
from voronka.records import access, actions
from voronka.records.actions import bulk as bulk_actions
from voronka.records.actions.bulk import BulkResult
from voronka.records.actions.given import read
from voronka.records.fields import Computed, Field, FilterContext
from voronka.records.kinds import Kind
from voronka.records.views.asking import filter_context
from voronka.records.views.list_selection import selected
from voronka.records.views.list_state import state_of
from voronka.ui.render import page as render
from voronka.ui.render import toast, trigger

SINGLE = {"text", "longtext", "url", "number", "money", "date", "moment", "select", "flag", "picker"}


@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest, kind: Kind, verb: str) -> HttpResponse:
    """The dialog of a bulk action, and the action itself."""
    screens: dict[str, Callable[[HttpRequest, Kind], HttpResponse]] = {
        "assign": assign,
        "edit": edit,
        "delete": delete,
        "undo": undo,
    }
    if verb not in screens:
        raise Http404
    return screens[verb](request, kind)


def assign(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Give the records an owner."""
    return _change(request, kind, [kind.field("owner")], "owner", _("Assign"))


def edit(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Give one field of the records one value."""
    fields = changeable(kind)
    name = (request.POST if request.method == "POST" else request.GET).get("field", fields[0].name)
    return _change(request, kind, fields, name, _("Change a field"))


def changeable(kind: Kind) -> list[Field]:
    """The fields that many records can share one value of."""
    return [
        one
        for one in kind.fields
        if one.editable and one.widget in SINGLE and not isinstance(one, Computed) and one.name not in _own(kind)
    ]


def _own(kind: Kind) -> set[str]:
    """What is each record's own: its name and outside id."""
    return {kind.title, "external_id"} | {one.name for one in kind.fields if one.required and one.cell == "text"}


def _change(request: HttpRequest, kind: Kind, fields: list[Field], name: str, title: str) -> HttpResponse:
    asking = filter_context(request)
    access.require(asking.by, Action.EDIT, kind)
    field = next((one for one in fields if one.name == name), None)
    if field is None:
        raise Refused(_("There is no field “%(name)s”.") % {"name": name[:60]}, field="field")
    context: dict[str, Any] = {"kind": kind, "fields": fields, "field": field, "title": title, "error": ""}
    context["options"] = [(one.name, str(one.label)) for one in fields]
    context |= {"count": request.GET.get("count", ""), "value": "", "verb": _verb(request)}
    if request.method == "GET":
        return render(request, "records/list/bulk.html", context, block="dialog")
    try:
        values = read(kind, {name: request.POST.get("value", "")}, by=asking.by)
        result = bulk_actions.change(
            kind=kind, ids=_ids(request, kind, asking), values=values, by=asking.by, at=asking.at
        )
    except Refused as refusal:
        context |= {"error": refusal.message, "value": request.POST.get("value", "")}
        context["count"] = request.POST.get("count", "")
        return render(request, "records/list/bulk.html", context, block="dialog", status=422)
    changed = ngettext("%(n)s record changed", "%(n)s records changed", result.changed) % {"n": result.changed}
    return _told(kind, result, changed)


def _verb(request: HttpRequest) -> str:
    assert request.resolver_match  # noqa: S101  # a view always has one
    return str(request.resolver_match.kwargs["verb"])


def _ids(request: HttpRequest, kind: Kind, asking: FilterContext) -> list[int]:
    state = state_of(request, kind, asking.by, request.POST)
    rows = selected(request.POST, state, asking)
    return list(rows.order_by().values_list("pk", flat=True)[: bulk_actions.MOST + 1])


def delete(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Erase the records, after a question: this cannot be undone."""
    asking = filter_context(request)
    access.require(asking.by, Action.DELETE, kind)
    if request.method == "GET":
        context = {"kind": kind, "count": request.GET.get("count", ""), "error": ""}
        return render(request, "records/list/bulk_delete.html", context, block="dialog")
    ids = _ids(request, kind, asking)
    if len(ids) > bulk_actions.MOST:
        raise Refused(_("At most %(most)s records at once: narrow the list down.") % {"most": bulk_actions.MOST})
    try:
        gone = actions.delete(kind=kind, ids=ids, by=asking.by, at=asking.at)
    except Refused as refusal:
        context = {"kind": kind, "count": request.POST.get("count", ""), "error": refusal.message}
        return render(request, "records/list/bulk_delete.html", context, block="dialog", status=422)
    left = len(ids) - gone
    response = HttpResponse(status=204)
    text = ngettext("%(n)s record deleted", "%(n)s records deleted", gone) % {"n": gone}
    if left:
        text = f"{text}. {_refusals({_('you may not delete it, or it is gone'): left})}"
    return trigger(toast(response, text), "changed", {"kind": kind.name, "id": 0})


def undo(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Take a bulk edit back."""
    asking = filter_context(request)
    key = request.GET.get("change", "")
    if request.method != "POST" or not key.isdecimal() or len(key) > 18:
        raise Http404
    result = bulk_actions.undo(kind=kind, pk=int(key), by=asking.by, at=asking.at)
    text = ngettext("%(n)s record is as it was", "%(n)s records are as they were", result.changed) % {
        "n": result.changed
    }
    return _told(kind, result, text)


def _told(kind: Kind, result: BulkResult, text: str) -> HttpResponse:
    if result.refused:
        text = f"{text}. {_refusals(result.refused)}"
    back = None
    if result.change:
        back = f"{reverse(f'{kind.name}:bulk', args=['undo'])}?change={result.change.pk}"
    response = toast(HttpResponse(status=204), text, back)
    return trigger(response, "changed", {"kind": kind.name, "id": 0})


def _refusals(refused: Any) -> str:
    reasons = "; ".join(f"{reason} ({count})" for reason, count in refused.items())
    return _("Left as they were: %(reasons)s") % {"reasons": reasons}
