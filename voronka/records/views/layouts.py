"""Settings of how a kind's card and its form look."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.asking import administrators, asker
from voronka.accounts.models import Role, User
from voronka.core.errors import Conflict, Refused
from voronka.core.numbers import whole
from voronka.records import aside, kinds
from voronka.records.actions import layouts as actions
from voronka.records.field_rules import as_seen
from voronka.records.kinds import Kind
from voronka.records.layout_form import read, shown
from voronka.records.layouts import Layout, last_saved, layout_of, start_of
from voronka.records.looks import look_of, look_of_all
from voronka.ui.render import page, redirect


@require_http_methods(["GET", "POST"])
@administrators
def layout(request: HttpRequest, kind: str) -> HttpResponse:
    """The layout as it stands, or with `start` as it was before anybody changed it; POST saves it."""
    current = _kind(kind, asker(request))
    if request.method == "GET":
        is_start = "start" in request.GET
        return _screen(request, current, start_of(current) if is_start else layout_of(current), is_start=is_start)
    sent = read(request.POST)
    try:
        actions.save(
            kind=current,
            layout=sent.layout,
            later=sent.later,
            version=sent.version,
            by=asker(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        return _screen(request, current, sent.layout, error=refusal)
    except Conflict as conflict:
        return _screen(request, current, sent.layout, conflict=conflict)
    return redirect(request, "records:layout", current.name, text=_("Saved."))


@require_POST
@administrators
def look(request: HttpRequest, kind: str) -> HttpResponse:
    """The card and the form as they would look; nothing is saved."""
    current = _kind(kind, asker(request))
    context = _look(current, read(request.POST).layout, request.POST.get("role", ""))
    return page(request, "records/layout_look.html", context)


def _kind(name: str, by: User) -> Kind:
    """The kind as the company works with it: an administrator is kept from none of its fields."""
    try:
        return as_seen(kinds.get(name), by)
    except KeyError:
        raise Http404 from None


def _look(kind: Kind, given: Layout, asked: str) -> dict[str, object]:
    """The look, of all or of the role that was asked for; one that is not there any more is said to be gone."""
    roles = {one.pk: one for one in Role.objects.order_by("name")}
    role = roles.get(whole(asked) or 0)
    names = {pk: one.name for pk, one in roles.items()}
    return {
        "current": kind,
        "look": look_of(kind, given, role) if role else look_of_all(kind, given, names),
        "role": role,
        "roles": [one for one in roles.values() if one.is_active or one == role],
        "is_gone": bool(asked and role is None),
    }


def _screen(
    request: HttpRequest,
    kind: Kind,
    given: Layout,
    *,
    error: Refused | None = None,
    conflict: Conflict | None = None,
    is_start: bool = False,
) -> HttpResponse:
    last = last_saved(kind)
    context = _look(kind, given, request.POST.get("role", "")) | {
        "shown": shown(kind, given),
        "kinds": list(aside.in_use()),
        "last": last,
        "version": last.version if last else 0,
        "error": error,
        "conflict": conflict,
        "is_start": is_start,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.CONFLICT if conflict else HTTPStatus.OK
    return page(request, "records/layout.html", context, status=status)
