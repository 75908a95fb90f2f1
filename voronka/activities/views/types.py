"""Settings: the types of contacts."""

from http import HTTPStatus

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.activities.actions import types
from voronka.activities.forms import TypeForm
from voronka.activities.models import InteractionType
from voronka.core.errors import NotFound, Refused
from voronka.core.numbers import whole_ones
from voronka.ui.render import done, is_htmx, page, redirect, target

NEW = {"icon": "message-square", "default_minutes": 15, "is_active": True}


@require_safe
@administrators
def index(request: HttpRequest) -> HttpResponse:
    """All types in their order, those out of use last."""
    rows = list(InteractionType.objects.order_by("-is_active", "position", "pk"))
    lines = [
        {
            "type": one,
            "up": _moved(rows, at, -1) if at else [],
            "down": _moved(rows, at, 1) if at + 1 < len(rows) else [],
        }
        for at, one in enumerate(rows)
    ]
    return page(
        request, "activities/types.html", {"lines": lines}, block="types" if target(request) == "types" else None
    )


@require_http_methods(["GET", "POST"])
@administrators
def new(request: HttpRequest) -> HttpResponse:
    """Add a type."""
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a type, give it another picture, switch it off."""
    found = InteractionType.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return _edit(request, found)


@require_POST
@administrators
def arrange(request: HttpRequest) -> HttpResponse:
    """Put the types in the order of the ids that were sent."""
    ids = whole_ones(request.POST.getlist("ids"))
    types.arrange(ids=ids, by=asker(request))
    return (
        done(_("The order is kept."), changed=("interaction_type", 0))
        if is_htmx(request)
        else redirect(request, "activities:types")
    )


def _moved(rows: list[InteractionType], at: int, to: int) -> list[int]:
    """The ids in the order after one of them has moved; empty where it cannot."""
    ids = [one.pk for one in rows]
    if not 0 <= to < len(ids):
        return []
    ids[at], ids[to] = ids[to], ids[at]
    return ids


def _edit(request: HttpRequest, found: InteractionType | None) -> HttpResponse:
    start = model_to_dict(found, fields=TypeForm.base_fields) if found else NEW
    form = TypeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            if found:
                types.update(type=found, values=form.cleaned_data, by=asker(request))
            else:
                types.create(values=form.cleaned_data, by=asker(request))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return redirect(request, "activities:types", text=_("Saved."))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return page(request, "activities/type.html", {"form": form, "found": found}, block="dialog", status=status)
