"""Actions on the selected records of a list: assign, change a field, export, delete, undo."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from voronka.accounts.models import Action
from voronka.core.errors import Refused
from voronka.core.numbers import said_count, whole, whole_ones
from voronka.records import access, actions, bulk_verbs
from voronka.records.actions import bulk as bulk_actions
from voronka.records.actions.bulk import BulkResult
from voronka.records.actions.given import read
from voronka.records.asking import filter_context
from voronka.records.bulk_verbs import Verb
from voronka.records.duplicates import registry
from voronka.records.duplicates.groups import MOST
from voronka.records.exporting.formats import formats_of
from voronka.records.fields import Field, FilterContext
from voronka.records.kinds import Kind
from voronka.records.listing import CAP, counted, matching
from voronka.records.views.list_selection import selected
from voronka.records.views.list_state import ListState, state_of
from voronka.ui.render import page as render
from voronka.ui.render import redirect, toast, trigger

SINGLE = {"text", "longtext", "url", "number", "money", "date", "moment", "select", "many", "flag", "picker"}
RIGHTS = {
    "assign": Action.EDIT,
    "edit": Action.EDIT,
    "merge": Action.EDIT,
    "delete": Action.DELETE,
    "export": Action.EXPORT,
}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What was selected when the dialog opened, and the list that it was selected in."""

    kind: Kind
    verb: str
    words: QueryDict
    state: ListState
    asking: FilterContext

    def ids(self) -> list[int]:
        """The records that the action is for, one more than allowed at the most."""
        rows = selected(self.words, self.state, self.asking)
        return list(rows.order_by().values_list("pk", flat=True)[: bulk_actions.MOST + 1])

    def shown(self) -> dict[str, Any]:
        """What every dialog of a bulk action shows: the count, the choice of all that the list finds."""
        keys = self.words.getlist("pk")
        everything = counted(matching(self.state.kind, self.state.question(), self.asking))
        return {
            "kind": self.kind,
            "verb": self.verb,
            "state": self.state,
            "keys": keys,
            "count": len(keys),
            "everything": said_count(everything, CAP) if everything > len(keys) else "",
            "is_all": self.words.get("all") == "1",
            "error": "",
        }


@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest, kind: Kind, verb: str) -> HttpResponse:
    """The dialog of a bulk action, and the action itself."""
    if verb == "undo":
        return undo(request, kind)
    screens: dict[str, Callable[[HttpRequest, Selection], HttpResponse]] = {
        "assign": assign,
        "edit": edit,
        "delete": delete,
        "export": export,
        "merge": merge,
    }
    added = bulk_verbs.of(kind)
    if verb not in screens and verb not in added:
        raise Http404
    asking = filter_context(request)
    access.require(asking.by, added[verb].action if verb in added else RIGHTS[verb], kind)
    words = request.POST if request.method == "POST" else request.GET
    state = state_of(request, kind, asking.by, words)
    chosen = Selection(kind=kind, verb=verb, words=words, state=state, asking=asking)
    return lead_on(request, chosen, added[verb]) if verb in added else screens[verb](request, chosen)


def lead_on(request: HttpRequest, chosen: Selection, verb: Verb) -> HttpResponse:
    """Go to the screen that another app has for a selection."""
    ids = whole_ones(chosen.words.getlist("pk"))
    if request.method == "POST" or not ids:
        raise Refused(_("Select at least one record."))
    state = chosen.state
    return redirect(request, verb.address(chosen.kind, ids, condition=state.whole_filter, text=state.text))


def assign(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """Give the records an owner."""
    if "owner" not in chosen.kind.by_name:
        raise Http404
    return _change(request, chosen, [chosen.kind.field("owner")], "owner", _("Assign"))


def edit(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """Give one field of the records one value."""
    fields = changeable(chosen.kind)
    return _change(request, chosen, fields, chosen.words.get("field", fields[0].name), _("Change a field"))


def changeable(kind: Kind) -> list[Field]:
    """The fields that many records can share one value of: not a name, not an outside id."""
    own = {kind.title, "external_id"} | {one.name for one in kind.whole.fields if one.required and one.cell == "text"}
    return [one for one in kind.fields if one.editable and one.widget in SINGLE and one.name not in own]


def _change(request: HttpRequest, chosen: Selection, fields: list[Field], name: str, title: str) -> HttpResponse:
    field = next((one for one in fields if one.name == name), None)
    if field is None:
        raise Refused(_("There is no field “%(name)s”.") % {"name": name[:60]}, field="field")
    raw: Any = request.POST.get("value", str(chosen.asking.by.pk) if chosen.verb == "assign" else "")
    if field.widget == "many":
        raw = [one for one in request.POST.getlist("value") if one.strip()]
    context = chosen.shown() | {"fields": fields, "field": field, "title": title, "value": raw}
    context["options"] = [(one.name, str(one.label)) for one in fields]
    if request.method == "GET":
        return render(request, "records/list/bulk.html", context, block="dialog")
    by, at = chosen.asking.by, chosen.asking.at
    try:
        values = read(chosen.kind, {name: raw}, by=by)
        result = bulk_actions.change(kind=chosen.kind, ids=chosen.ids(), values=values, by=by, at=at)
    except Refused as refusal:
        context["error"] = refusal.message
        return render(request, "records/list/bulk.html", context, block="dialog", status=422)
    changed = ngettext("%(n)s record changed", "%(n)s records changed", result.changed) % {"n": result.changed}
    return _told(chosen.kind, result, changed)


def export(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """The dialog that asks for the format; its form goes to the export itself."""
    if request.method == "POST":
        raise Http404
    context = chosen.shown() | {"formats": [(one.code, f"{one.label} .{one.code}") for one in formats_of(chosen.kind)]}
    return render(request, "records/list/bulk_export.html", context, block="dialog")


def merge(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """Go to the screen that puts two to five records side by side."""
    kind = chosen.kind
    if request.method == "POST" or registry.find(kind.name) is None:
        raise Http404
    keys = sorted({pk for given in chosen.words.getlist("pk") if (pk := whole(given)) is not None})
    if not 2 <= len(keys) <= MOST:
        raise Refused(_("Choose two to five records to merge."))
    return redirect(request, f"{reverse('records:merge', args=[kind.name])}?ids={','.join(map(str, keys))}")


def delete(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """Erase the records, after a question: this cannot be undone."""
    kind, by, at = chosen.kind, chosen.asking.by, chosen.asking.at
    if request.method == "GET":
        return render(request, "records/list/bulk_delete.html", chosen.shown(), block="dialog")
    try:
        ids = chosen.ids()
        bulk_actions.bounded(ids)
        gone = actions.delete(kind=kind, ids=ids, by=by, at=at)
    except Refused as refusal:
        context = chosen.shown() | {"error": refusal.message}
        return render(request, "records/list/bulk_delete.html", context, block="dialog", status=422)
    left = len(ids) - gone
    text = ngettext("%(n)s record deleted", "%(n)s records deleted", gone) % {"n": gone}
    if left:
        text = f"{text}. {_refusals({_('you may not delete it, or it is gone'): left})}"
    return trigger(toast(HttpResponse(status=204), text), "changed", {"kind": kind.name, "id": 0})


def undo(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Take a bulk edit back."""
    asking = filter_context(request)
    access.require(asking.by, Action.EDIT, kind)
    pk = whole(request.GET.get("change"))
    if request.method != "POST" or pk is None:
        raise Http404
    result = bulk_actions.undo(kind=kind, pk=pk, by=asking.by, at=asking.at)
    text = ngettext("%(n)s record is as it was", "%(n)s records are as they were", result.changed)
    return _told(kind, result, text % {"n": result.changed})


def _told(kind: Kind, result: BulkResult, text: str) -> HttpResponse:
    if result.refused:
        text = f"{text}. {_refusals(result.refused)}"
    back = None
    if result.change:
        back = f"{reverse(f'{kind.name}:bulk', args=['undo'])}?change={result.change.pk}"
    response = toast(HttpResponse(status=204), text, back)
    return trigger(response, "changed", {"kind": kind.name, "id": 0})


def _refusals(refused: Mapping[str, int]) -> str:
    reasons = "; ".join(f"{reason} ({count})" for reason, count in refused.items())
    return _("Left as they were: %(reasons)s") % {"reasons": reasons}
