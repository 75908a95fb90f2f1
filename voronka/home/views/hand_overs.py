"""Somebody's work is handed over: to whom, what came of it, and back again; all that was handed over so far."""

from datetime import datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.core.numbers import grouped, whole, whole_ones
from voronka.home import part_form
from voronka.home.actions import hand_overs
from voronka.home.part_form import PartForm
from voronka.home.queries.hand_overs import hand_overs_seen_by, past, shares_of, tell, tell_of
from voronka.home.queries.in_hand import counts
from voronka.home.queries.summaries import summaries
from voronka.ui.render import is_htmx, page, redirect

PAGE = 50


@require_http_methods(["GET", "POST"])
@administrators
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person has in hand, and who takes it over."""
    leaving, by = get_object_or_404(User, pk=pk), asker(request)
    if request.method == "GET":
        return _form(request, leaving, by, chosen=[], error="")
    chosen, key = whole_ones(request.POST.getlist("to")), request.POST.get("idempotency_key", "")
    to = list(User.objects.filter(pk__in=chosen))
    switch_off = "switch_off" in request.POST
    try:
        key = f"hand-over:{leaving.pk}:{key}" if key else ""
        done = hand_overs.hand_over(of=leaving, to=to, switch_off=switch_off, key=key, by=by, at=timezone.now())
    except Refused as refusal:
        return _form(request, leaving, by, chosen=chosen, error=refusal.message)
    said = _("The work of %(name)s is handed over.") % {"name": leaving.full_name}
    return redirect(request, "home:hand-over", done.pk, text=said)


@require_http_methods(["GET", "POST"])
def part(request: HttpRequest) -> HttpResponse:
    """The records that a filter catches, or that were selected in a list, go to one or evenly to several.

    The form is drawn and counted anew at each change; `do=apply` carries it out.
    """
    by, at = asker(request), timezone.now()
    form = part_form.read(request.POST if request.method == "POST" else request.GET, by=by)
    if form.command != "apply" or request.method == "GET":
        return _part(request, form, by, at)
    try:
        key = f"hand-over:{form.key}" if form.key else ""
        done = hand_overs.hand_over(of=None, parts=[form.part()], key=key, by=by, at=at)
    except Refused as refusal:
        return _part(request, form, by, at, error=refusal.message)
    return redirect(request, "home:hand-over", done.pk, text=_("The work is handed over."))


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The hand-overs so far, the latest first: all of them for administrators, for others what they gave or got."""
    by, at, before = asker(request), timezone.now(), whole(request.GET.get("before"))
    found = list(past(by=by, before=before)[: PAGE + 1])
    context = {
        "lines": [tell(one, by=by, at=at) for one in found[:PAGE]],
        "more": found[PAGE - 1].pk if len(found) > PAGE else "",
    }
    return page(request, "home/hand_overs.html", context, block="rows")


@require_safe
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Who got what, and a few lines about each client: for the administrator all, for the others their own share.

    Who opens it has taken note of it.
    """
    by, at = asker(request), timezone.now()
    done = get_object_or_404(hand_overs_seen_by(by), pk=pk)
    shares = shares_of(done, by=by)
    found = summaries(shares, by=by, at=at, after=max(0, whole(request.GET.get("after")) or 0))
    if any(share.to_id == by.pk and share.seen_at is None for share in shares):
        hand_overs.note(hand_over=done, by=by, at=at)
    context = {"done": done, "told": tell_of(done, shares, by=by, at=at), "found": found}
    return page(request, "home/hand_over.html", context)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Who got something knows of it: the line leaves My day."""
    by = asker(request)
    hand_overs.note(hand_over=get_object_or_404(hand_overs_seen_by(by), pk=pk), by=by, at=timezone.now())
    return HttpResponse() if is_htmx(request) else redirect(request, "home:day")


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything back to those who had it, but for what was handed on or closed since."""
    by = asker(request)
    done = get_object_or_404(hand_overs_seen_by(by), pk=pk)
    back = hand_overs.take_back(hand_over=done, by=by, at=timezone.now())
    said = ngettext("%(n)s record is as it was", "%(n)s records are as they were", back.count) % {
        "n": grouped(back.count)
    }
    if back.left:
        stay = ngettext("%(n)s stays: handed on or closed since", "%(n)s stay: handed on or closed since", back.left)
        said = f"{said}; {stay % {'n': grouped(back.left)}}"
    return redirect(request, "home:hand-over", done.pk, text=said)


def _part(request: HttpRequest, form: PartForm, by: User, at: datetime, *, error: str = "") -> HttpResponse:
    context = part_form.shown(form, by=by, at=at) | {"error": error, "idempotency_key": form.key or uuid4().hex}
    return page(request, "home/hand_over_part.html", context, block="form", status=422 if error else 200)


def _form(request: HttpRequest, leaving: User, by: User, *, chosen: list[int], error: str) -> HttpResponse:
    people = User.objects.filter(is_active=True).exclude(pk=leaving.pk).select_related("department")
    context = {
        "idempotency_key": request.POST.get("idempotency_key") or uuid4().hex,
        "leaving": leaving,
        "held": counts(of=leaving, by=by),
        "part": part_form.address_of(leaving),
        "people": people.order_by("first_name", "last_name", "pk"),
        "chosen": chosen,
        "switch_off": "switch_off" in request.POST if error else leaving.is_active and leaving.pk != by.pk,
        "error": error,
    }
    return page(request, "home/hand_over_new.html", context, status=422 if error else 200)
