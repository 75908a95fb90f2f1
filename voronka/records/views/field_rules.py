"""Settings of the fields of a kind: what each role may do with them, and which of them the company demands."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.accounts.models import Role
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records import aside, kinds
from voronka.records.actions import field_rules, obligations
from voronka.records.fields.custom import Custom
from voronka.records.kinds import Kind
from voronka.records.models import FieldRule
from voronka.records.obligation_form import DemandForm, demands_told
from voronka.records.obligations import may_demand
from voronka.ui.render import done, is_htmx, page, redirect


@require_safe
@administrators
def listed(request: HttpRequest, kind: str = "") -> HttpResponse:
    """The grid of a kind: a line for each field, from when on it is demanded, a column for each role."""
    known = list(aside.in_use())
    current = _kind(kind or known[0].name)
    roles = list(Role.objects.order_by("-is_active", "name"))
    rules = FieldRule.objects.filter(kind=current.name).values_list("field", "role", "right")
    context = {
        "kinds": known,
        "current": current,
        "roles": roles,
        "lines": [line for one in current.fields if (line := _line(current, one.name))["is_ruled"]],
        "given": {(field, role): right for field, role, right in rules},
        "demands": demands_told(current, {role.pk: role.name for role in roles}),
    }
    return page(request, "records/field_rules.html", context, block="grid")


@require_POST
@administrators
def give(request: HttpRequest, kind: str) -> HttpResponse:
    """One cell, set in place."""
    current = _kind(kind)
    role = get_object_or_404(Role, pk=whole(request.POST.get("role")) or 0)
    field, right = request.POST.get("field", ""), request.POST.get("right", "")
    field_rules.set_right(role=role, kind=current, field=field, right=right, by=asker(request))
    if not is_htmx(request):
        return redirect(request, "records:field-rules-of", current.name)
    cell = {"kind": current, "role": role, "line": _line(current, field), "right": right}
    return page(request, "records/field_rule.html", {"cell": cell})


@require_http_methods(["GET", "POST"])
@administrators
def demand(request: HttpRequest, kind: str, field: str) -> HttpResponse:
    """From which moments on a field must be filled, and by whom."""
    current = _kind(kind)
    one = current.by_name.get(field)
    if one is None or not may_demand(current, one):
        raise Http404
    if request.method == "GET":
        return _dialog(request, DemandForm.of_stored(current, field))
    form = DemandForm.of_sent(current, field, request.POST)
    try:
        obligations.prescribe(kind=current, field=field, demands=form.demands, by=asker(request))
    except Refused as refusal:
        return _dialog(request, form, refusal.told)
    if is_htmx(request):
        return done(_("Saved."), changed=("obligation", 0))
    return redirect(request, "records:field-rules-of", current.name, text=_("Saved."))


def _dialog(request: HttpRequest, form: DemandForm, errors: dict[str, str] | None = None) -> HttpResponse:
    context = {
        "form": form,
        "kind": form.kind,
        "field": form.kind.field(form.field),
        "roles": list(Role.objects.filter(is_active=True).order_by("name")),
        "errors": errors or {},
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return page(request, "records/obligation.html", context, block="dialog", status=status)


def _kind(name: str) -> Kind:
    try:
        return kinds.get(name)
    except KeyError:
        raise Http404 from None


def _line(kind: Kind, name: str) -> dict[str, Any]:
    field, rights = kind.field(name), field_rules.rights_of(kind, name)
    is_asked = may_demand(kind, field)
    return {
        "field": field,
        "is_own": isinstance(field, Custom),
        "rights": rights,
        "is_asked": is_asked,
        "is_ruled": is_asked or len(rights) > 1,
    }
