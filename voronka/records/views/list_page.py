"""The list of a kind: the page, and the rows that follow as one scrolls."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voronka.accounts.models import Action, User
from voronka.core.errors import Refused
from voronka.core.numbers import said_count, whole
from voronka.records import access, bulk_verbs, filter_tree, filter_words
from voronka.records.asking import filter_context
from voronka.records.duplicates import registry
from voronka.records.exporting.formats import formats_of
from voronka.records.fields import FilterContext
from voronka.records.kinds import Kind
from voronka.records.list_views import AS_TABS
from voronka.records.listing import CAP, ask
from voronka.records.values import values_of
from voronka.records.views.list_columns import columns_of
from voronka.records.views.list_state import ListState, state_of
from voronka.ui.navigation import address_or_empty
from voronka.ui.render import is_htmx, redirect
from voronka.ui.render import page as render

FIRST, PAGE, MOST = 30, 50, 500  # rows that fill a screen, rows that follow as one scrolls, rows of one answer


@require_safe
def page(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The list as its address asks for it; the columns chooser's answer is turned into a short address."""
    asking = filter_context(request)
    access.require(asking.by, Action.VIEW, kind)
    state = state_of(request, kind, asking.by)
    if "col" in request.GET:
        chosen = ",".join(request.GET.getlist("col")[:MOST])
        return redirect(request, state.address(cols=chosen))
    size_asked = min(max(whole(request.GET.get("size")) or 0, FIRST), MOST)
    try:
        shown = _rows(state, asking, after=request.GET.get("after", ""), size=size_asked) | _filters(state, asking)
        context = _frame(state, asking) | shown
    except Refused as refusal:
        context = _frame(state.without_conditions(), asking) | _nothing(refusal.message)
        return render(request, "records/list/page.html", context, status=422)
    return render(request, "records/list/page.html", context)


@require_safe
def rows(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The rows after the mark `after`; without htmx the page that begins with them."""
    if not is_htmx(request):
        return page(request, kind)
    asking = filter_context(request)
    access.require(asking.by, Action.VIEW, kind)
    state = state_of(request, kind, asking.by)
    context = _frame(state, asking) | _rows(state, asking, after=request.GET.get("after", ""), size=PAGE)
    return render(request, "records/list/page.html", context, block="rows")


def _rows(state: ListState, asking: FilterContext, *, after: str, size: int) -> dict[str, Any]:
    answer = ask(state.kind, state.question(after=after, size=size), asking, columns=state.columns)
    found, mark = answer.page.rows, answer.page.after
    return {
        "rows": found,
        "values": values_of(found, state.fields, by=asking.by, at=asking.at),
        "count": said_count(answer.count, CAP),
        "next_href": state.address("rows", after=mark) if mark else "",
        "next_page": state.address(after=mark) if mark else "",
        "error": "",
    }


def _nothing(message: str) -> dict[str, Any]:
    empty: dict[str, Any] = {"rows": [], "values": {}, "count": "", "next_href": "", "next_page": ""}
    return empty | {"error": message, "chips": [], "lines": []}


def _frame(state: ListState, asking: FilterContext) -> dict[str, Any]:
    kind, by = state.kind, asking.by
    saved = state.view.saved
    may_create = access.may(by, Action.CREATE, kind)
    may_edit = access.may(by, Action.EDIT, kind)
    return {
        "kind": kind,
        "state": state,
        "state_words": urlencode(state.words),
        "kept": [(name, given) for name, given in state.words.items() if name != "q"],
        "may_create": may_create,
        "bulk_actions": _bulk_actions(kind, by),
        "formats": formats_of(kind) if access.may(by, Action.EXPORT, kind) else [],
        "owns_view": saved is not None and (saved.owner_id == by.pk or by.is_superuser),
        "columns": columns_of(state.fields, kind.title, may_edit=may_edit),
        "all_columns": _all_columns(state),
        "import_url": address_or_empty("imports:imports") if kind.importable and may_create else "",
        "overview_url": address_or_empty(kind.overview.url_name) if kind.overview else "",
    }


def _bulk_actions(kind: Kind, by: User) -> list[dict[str, Any]]:
    """What can be done with selected rows: verb, words, icon."""
    added = [(verb.action, verb.name, verb.label, verb.icon, "") for verb in bulk_verbs.of(kind).values()]
    known = (
        (Action.EDIT, "assign", _("Assign"), "user-round-check", ""),
        *added,
        (Action.EDIT, "edit", _("Change a field"), "pencil", ""),
        (Action.EDIT, "merge", _("Merge"), "merge", ""),
        (Action.EXPORT, "export", _("Export"), "download", ""),
        (Action.DELETE, "delete", _("Delete"), "trash-2", "bad"),
    )
    return [
        {"verb": verb, "label": label, "icon": icon, "tone": tone}
        for action, verb, label, icon, tone in known
        if access.may(by, action, kind) and _fits(kind, verb)
    ]


def _fits(kind: Kind, verb: str) -> bool:
    needs = {"assign": "owner" in kind.by_name, "merge": registry.find(kind.name) is not None}
    return needs.get(verb, True)


def _filters(state: ListState, asking: FilterContext) -> dict[str, Any]:
    quick = [chip for chip in state.kind.chips if chip.name not in AS_TABS]
    chips = [
        {
            "label": chip.label,
            "on": filter_tree.has(state.filter, chip.filter),
            "href": state.with_filter(filter_tree.toggled(state.filter, chip.filter)),
        }
        for chip in quick
    ]
    by_chips = [node for chip in quick for node in filter_tree.nodes(chip.filter)]
    lines = []
    for index, node in enumerate(filter_tree.nodes(state.filter)):
        if node not in by_chips:
            label, value = filter_words.said(state.kind, node, asking.by)
            drop = state.with_filter(filter_tree.without(state.filter, index))
            lines.append({"label": label, "value": value, "drop": drop, "edit": state.address("filter")})
    return {"chips": chips, "lines": lines}


def _all_columns(state: ListState) -> list[tuple[Any, bool]]:
    chosen = [(one, True) for one in state.fields]
    return chosen + [(one, False) for one in state.kind.fields if one.name not in state.columns]
