"""The queue of duplicates: pairs side by side, «the same» or «different», and the search that fills it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.core.errors import NotFound
from voronka.core.numbers import whole
from voronka.records import access, kinds
from voronka.records.actions import duplicates
from voronka.records.duplicates import queue as queues
from voronka.records.duplicates import registry
from voronka.records.duplicates.side_by_side import compared
from voronka.records.kinds import Kind
from voronka.records.models import Decision
from voronka.ui.render import done, is_htmx, page, redirect, toast

LEVELS = {"": 0.0, "80": 0.8, "95": 0.95}


@require_safe
def queue(request: HttpRequest, name: str = "") -> HttpResponse:
    """The surest pairs first; `least` = 80 or 95 leaves out what is less sure, `decided` shows what is different."""
    by, at = asker(request), timezone.now()
    ours = queues.kinds_for(by)
    kind = mergeable(name) if name else next(iter(ours), None)
    if kind is None or not access.may(by, Action.EDIT, kind):
        raise NotFound
    least = request.GET.get("least", "") if request.GET.get("least", "") in LEVELS else ""
    decided = "decided" in request.GET
    found = queues.queue(kind, by, least=LEVELS[least], decision=Decision.DIFFERENT if decided else Decision.OPEN)
    context: dict[str, Any] = {
        "kind": kind,
        "kinds": ours,
        "queue": found,
        "shown": [(pair, compared(kind, pair.records, by=by, at=at)) for pair in found.pairs],
        "least": least,
        "decided": decided,
        "page_class": "page--duplicates",
    }
    return page(request, "records/duplicates/queue.html", context, block="pairs")


@require_POST
def search(request: HttpRequest, name: str) -> HttpResponse:
    """Look through the whole base."""
    kind = mergeable(name)
    duplicates.ask(kind=kind, by=asker(request), at=timezone.now())
    return redirect(request, reverse("records:duplicates-of", args=[kind.name]), text=_("The search has begun."))


@require_POST
def different(request: HttpRequest, name: str) -> HttpResponse:
    """The two records are different; said once, never asked again."""
    kind = mergeable(name)
    first, second = pair_given(request)
    duplicates.tell_apart(kind=kind, ids=(first, second), by=asker(request), at=timezone.now())
    again_url = f"{reverse('records:duplicates-again', args=[kind.name])}?ids={first},{second}"
    if is_htmx(request):
        return toast(HttpResponse(""), _("Different: we will not ask again."), undo=again_url)
    return redirect(request, reverse("records:duplicates-of", args=[kind.name]))


@require_POST
def again(request: HttpRequest, name: str) -> HttpResponse:
    """Take «different» back."""
    kind = mergeable(name)
    duplicates.ask_again(kind=kind, ids=pair_given(request), by=asker(request))
    if is_htmx(request):
        return done(_("The pair is in the queue again."), changed=("duplicate", 0))
    return redirect(request, reverse("records:duplicates-of", args=[kind.name]))


def mergeable(name: str) -> Kind:
    """The kind of that name; raises NotFound where it is not searched for duplicates."""
    if registry.find(name) is None:
        raise NotFound
    return kinds.get(name)


def ids_given(request: HttpRequest) -> list[int]:
    """The ids in `ids`, whether repeated or with commas between; raises NotFound for anything else."""
    given = request.POST.getlist("ids") or request.GET.getlist("ids")
    found = [whole(part) for text in given for part in text.split(",")][:50]
    if not found or None in found:
        raise NotFound
    return [pk for pk in found if pk is not None]


def pair_given(request: HttpRequest) -> tuple[int, int]:
    """Two ids; raises NotFound for another number of them."""
    found = sorted(set(ids_given(request)))
    if len(found) != 2:
        raise NotFound
    return found[0], found[1]
