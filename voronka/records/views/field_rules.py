"""Settings of what each role may do with each field of a kind."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.accounts.models import Role
from voronka.core.numbers import whole
from voronka.records import aside, kinds
from voronka.records.actions import field_rules
from voronka.records.fields.custom import Custom
from voronka.records.kinds import Kind
from voronka.records.models import FieldRule
from voronka.ui.render import is_htmx, page, redirect


@require_safe
@administrators
def listed(request: HttpRequest, kind: str = "") -> HttpResponse:
    """The grid of a kind: a line for each field, a column for each role."""
    known = list(aside.in_use())
    current = _kind(kind or known[0].name)
    roles = list(Role.objects.order_by("-is_active", "name"))
    rules = FieldRule.objects.filter(kind=current.name).values_list("field", "role", "right")
    context = {
        "kinds": known,
        "current": current,
        "roles": roles,
        "lines": [
            _line(current, one.name) for one in current.fields if len(field_rules.rights_of(current, one.name)) > 1
        ],
        "given": {(field, role): right for field, role, right in rules},
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


def _kind(name: str) -> Kind:
    try:
        return kinds.get(name)
    except KeyError:
        raise Http404 from None


def _line(kind: Kind, name: str) -> dict[str, Any]:
    field = kind.field(name)
    return {"field": field, "is_own": isinstance(field, Custom), "rights": field_rules.rights_of(kind, name)}
