"""The tree of departments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.accounts.actions import departments
from voronka.accounts.asking import administrators, asker
from voronka.accounts.forms import DepartmentForm
from voronka.accounts.models import Department
from voronka.accounts.queries import department_tree
from voronka.accounts.views.dialogs import dialog, settled
from voronka.ui.render import page

_LIST = "accounts:departments"


@require_GET
@administrators
def tree(request: HttpRequest) -> HttpResponse:
    """Every department in its place."""
    return page(request, "accounts/departments.html", {"tree": department_tree()}, block="list")


@require_http_methods(["GET", "POST"])
@administrators
def create(request: HttpRequest) -> HttpResponse:
    """A new department, by default under the one whose «+» was pressed."""
    form = DepartmentForm(request.POST or None, initial={"parent": request.GET.get("under")})

    def carry_out() -> tuple[str, int]:
        return "department", departments.create(by=asker(request), **form.cleaned_data).pk

    return dialog(request, form, carry_out, title=_("New department"), submit=_("Add"), said=_("Added."), back=_LIST)


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, another place, another unit."""
    department = get_object_or_404(Department, pk=pk)
    form = DepartmentForm.of(department, request.POST or None)

    def carry_out() -> tuple[str, int]:
        departments.edit(department=department, by=asker(request), **form.cleaned_data)
        return "department", department.pk

    return dialog(request, form, carry_out, title=department.name, submit=_("Save"), said=_("Saved."), back=_LIST)


@require_POST
@administrators
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """Out of use or back."""
    department = departments.switch(department=get_object_or_404(Department, pk=pk), on=on, by=asker(request))
    said = _("“%(name)s” is in use.") if on else _("“%(name)s” is switched off.")
    return settled(request, said % {"name": department.name}, ("department", pk), back=_LIST)
