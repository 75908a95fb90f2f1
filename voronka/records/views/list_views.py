"""Saved views of a list: keep what is shown, rename, share, replace, take away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.models import Action
from voronka.core.errors import Refused
from voronka.records import access
from voronka.records.actions import saved_views
from voronka.records.asking import filter_context
from voronka.records.kinds import Kind
from voronka.records.models import SavedView
from voronka.records.views.list_state import ListState, state_of
from voronka.ui.render import page as render
from voronka.ui.render import redirect


@require_http_methods(["GET", "POST"])
def views(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The dialog that keeps what the list shows as a view, and its answer."""
    asking = filter_context(request)
    access.require(asking.by, Action.VIEW, kind)
    state = state_of(request, kind, asking.by, request.POST if request.method == "POST" else request.GET)
    name, is_shared = request.POST.get("name", ""), "is_shared" in request.POST
    if request.method == "GET":
        return _dialog(request, kind, state, name=name, is_shared=False)
    try:
        view = saved_views.create(
            kind=kind,
            name=name,
            filter=state.whole_filter,
            sort=state.sort,
            columns=state.columns,
            is_shared=is_shared,
            by=asking.by,
            at=asking.at,
        )
    except Refused as refusal:
        return _dialog(request, kind, state, name=name, is_shared=is_shared, error=refusal.message, status=422)
    return redirect(request, _address(kind, view), text=_("The view is kept."))


@require_http_methods(["GET", "POST", "DELETE"])
def view(request: HttpRequest, kind: Kind, view_pk: int) -> HttpResponse:
    """One view: the dialog to rename and share it, `keep` puts what is shown now in its place, DELETE takes it away."""
    asking = filter_context(request)
    access.require(asking.by, Action.VIEW, kind)
    if request.method == "DELETE":
        return view_delete(request, kind, view_pk)
    saved = saved_views.load(kind=kind, pk=view_pk, by=asking.by)
    state = state_of(request, kind, asking.by, request.POST if request.method == "POST" else request.GET)
    if request.method == "GET":
        return _dialog(request, kind, state, name=saved.name, is_shared=saved.is_shared, saved=saved)
    values: dict[str, Any] = {"name": request.POST.get("name", ""), "is_shared": "is_shared" in request.POST}
    if "keep" in request.POST:
        values = {"filter": state.whole_filter, "sort": state.sort, "columns": state.columns}
    try:
        saved_views.change(kind=kind, pk=view_pk, by=asking.by, at=asking.at, **values)
    except Refused as refusal:
        if "keep" in request.POST:
            raise
        shown = {"name": values["name"], "is_shared": values["is_shared"]}
        return _dialog(request, kind, state, **shown, saved=saved, error=refusal.message, status=422)
    return redirect(request, _address(kind, saved), text=_("The view is kept."))


@require_http_methods(["POST", "DELETE"])
def view_delete(request: HttpRequest, kind: Kind, view_pk: int) -> HttpResponse:
    """The view goes, the records stay."""
    asking = filter_context(request)
    access.require(asking.by, Action.VIEW, kind)
    saved_views.remove(kind=kind, pk=view_pk, by=asking.by)
    return redirect(request, f"{kind.name}:list", text=_("The view is deleted, the records are where they were."))


def _dialog(
    request: HttpRequest,
    kind: Kind,
    state: ListState,
    *,
    name: str,
    is_shared: bool,
    saved: SavedView | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"kind": kind, "state": state, "name": name, "is_shared": is_shared, "saved": saved, "error": error}
    return render(request, "records/list/view.html", context, block="dialog", status=status)


def _address(kind: Kind, saved: SavedView) -> str:
    return f"{reverse(f'{kind.name}:list')}?view={saved.pk}"
