"""The filter builder: a dialog whose lines the server draws anew at each change."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from voronka.accounts.models import Action
from voronka.core.errors import Refused
from voronka.core.numbers import said_count
from voronka.records import access, filter_form, filter_lines
from voronka.records.asking import filter_context
from voronka.records.fields import FilterContext
from voronka.records.filter_form import Builder
from voronka.records.kinds import Kind
from voronka.records.listing import CAP, counted, matching
from voronka.records.views.list_state import ListState, state_of
from voronka.ui.render import page as render
from voronka.ui.render import redirect


@require_safe
def builder(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The builder of the list's filter; `do` is the button that was pressed, `apply` goes back to the list."""
    asking = filter_context(request)
    access.require(asking.by, Action.VIEW, kind)
    state = state_of(request, kind, asking.by)
    if "group" not in request.GET:
        form = filter_form.of_tree(kind, state.filter)
        if not state.filter or "add" in request.GET:
            form = filter_form.carried_out(kind, form, "line:0")
        return _shown(request, state, form, asking)
    form = filter_form.read(kind, request.GET)
    command = request.GET.get("do", "")
    if command == "clear":
        return redirect(request, state.with_filter({}))
    if command != "apply":
        return _shown(request, state, filter_form.carried_out(kind, form, command), asking)
    try:
        _count(state, form, asking)
    except Refused as refusal:
        return _shown(request, state, form, asking, error=refusal.message, status=422)
    return redirect(request, state.with_filter(form.tree))


def _shown(
    request: HttpRequest, state: ListState, form: Builder, asking: FilterContext, *, error: str = "", status: int = 200
) -> HttpResponse:
    try:
        found = _count(state, form, asking)
    except Refused as refusal:
        found, error = "", error or refusal.message
    context = {
        "kind": state.kind,
        "state": state,
        "found": found,
        "error": error,
    } | filter_lines.drawn(state.kind, form, asking.by)
    return render(request, "records/list/filter.html", context, block="dialog", status=status)


def _count(state: ListState, form: Builder, asking: FilterContext) -> str:
    """How many records the form would leave, capped; raises Refused for a value that does not fit."""
    question = state.question()
    fixed = state.view.fixed
    tree = {"all": [one for one in (fixed, form.tree) if one]}
    rows = matching(state.kind, type(question)(filter=tree, text=state.text), asking)
    return said_count(counted(rows), CAP)
