"""Roles and the grid of what each may."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.accounts import grid
from voronka.accounts.actions import roles
from voronka.accounts.asking import administrators, asker
from voronka.accounts.forms import NameForm, RoleForm
from voronka.accounts.models import Action, Role, Scope
from voronka.accounts.queries import cells_of, roles_listed
from voronka.accounts.views.dialogs import dialog, settled
from voronka.ui.render import is_htmx, page, redirect

_LIST = "accounts:roles"


@require_GET
@administrators
def listed(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The roles, and the grid of the chosen one (the first one unless said)."""
    every = list(roles_listed())
    role = get_object_or_404(Role, pk=pk) if pk else next(iter(every), None)
    context = {
        "roles": every,
        "role": role,
        "kinds": grid.kinds(),
        "actions": Action.choices,
        "scopes": [("", _("No")), *Scope.choices],
        "cells": cells_of(role) if role else {},
    }
    return page(request, "accounts/roles.html", context, block="list")


@require_http_methods(["GET", "POST"])
@administrators
def create(request: HttpRequest) -> HttpResponse:
    """A new role, empty or with the rights of another."""
    form = RoleForm(request.POST or None)

    def carry_out() -> tuple[str, int]:
        return "role", roles.create(by=asker(request), **form.cleaned_data).pk

    return dialog(request, form, carry_out, title=_("New role"), submit=_("Add"), said=_("Added."), back=_LIST)


@require_http_methods(["GET", "POST"])
@administrators
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name."""
    role = get_object_or_404(Role, pk=pk)
    form = NameForm(request.POST or None, initial={"name": role.name})

    def carry_out() -> tuple[str, int]:
        return "role", roles.rename(role=role, by=asker(request), **form.cleaned_data).pk

    return dialog(request, form, carry_out, title=role.name, submit=_("Save"), said=_("Saved."), back=_LIST)


@require_POST
@administrators
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """Out of use or back."""
    role = roles.switch(role=get_object_or_404(Role, pk=pk), on=on, by=asker(request))
    said = _("“%(name)s” is in use.") if on else _("“%(name)s” is switched off: it grants nothing.")
    return settled(request, said % {"name": role.name}, ("role", pk), back=_LIST)


@require_POST
@administrators
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """One cell of the grid, set in place."""
    role = get_object_or_404(Role, pk=pk)
    kind, action = request.POST.get("kind", ""), request.POST.get("action", "")
    scope = request.POST.get("scope", "")
    roles.set_grant(role=role, kind=kind, action=action, scope=scope or None, by=asker(request))
    if not is_htmx(request):
        return redirect(request, "accounts:role", pk=pk)
    cell = {"role": role, "kind": grid.kind(kind), "action": (action, Action(action).label), "scope": scope}
    return page(request, "accounts/cell.html", {"cell": cell | {"scopes": [("", _("No")), *Scope.choices]}})
