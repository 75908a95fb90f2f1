"""Business units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.accounts.actions import units
from voronka.accounts.asking import administrators, asker
from voronka.accounts.forms import NameForm
from voronka.accounts.models import BusinessUnit
from voronka.accounts.queries import units_listed
from voronka.accounts.views.dialogs import dialog, settled
from voronka.ui.render import page

_LIST = "accounts:units"


@require_GET
@administrators
def listed(request: HttpRequest) -> HttpResponse:
    """All units with the number of their departments."""
    return page(request, "accounts/units.html", {"units": units_listed()}, block="list")


@require_http_methods(["GET", "POST"])
@administrators
def create(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    form = NameForm(request.POST or None)

    def carry_out() -> tuple[str, int]:
        return "unit", units.create(by=asker(request), **form.cleaned_data).pk

    return dialog(request, form, carry_out, title=_("New business unit"), submit=_("Add"), said=_("Added."), back=_LIST)


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name."""
    unit = get_object_or_404(BusinessUnit, pk=pk)
    form = NameForm(request.POST or None, initial={"name": unit.name})

    def carry_out() -> tuple[str, int]:
        return "unit", units.rename(unit=unit, by=asker(request), **form.cleaned_data).pk

    return dialog(request, form, carry_out, title=unit.name, submit=_("Save"), said=_("Saved."), back=_LIST)


@require_POST
@administrators
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """Out of use or back."""
    unit = units.switch(unit=get_object_or_404(BusinessUnit, pk=pk), on=on, by=asker(request))
    said = _("“%(name)s” is in use.") if on else _("“%(name)s” is switched off.")
    return settled(request, said % {"name": unit.name}, ("unit", pk), back=_LIST)
