"""The queue of duplicates: groups side by side, «the same» or «different», and the search that fills it."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.core.errors import NotFound
from voronka.core.numbers import whole
from voronka.records import access, kinds
from voronka.records.actions import duplicates
from voronka.records.duplicates import queue as queues
from voronka.records.duplicates import registry
from voronka.records.duplicates.queue import Asked
from voronka.records.duplicates.reasons import SIGNS, signs_for
from voronka.records.duplicates.side_by_side import compared
from voronka.records.kinds import Kind
from voronka.records.models import Decision
from voronka.ui.render import done, is_htmx, page, redirect, toast

LEVELS = {"80": 0.8, "95": 0.95}


@require_safe
def queue(request: HttpRequest, name: str = "") -> HttpResponse:
    """The surest groups first; `least` = 80 or 95 leaves out what is less sure, `sign` what has not this in common."""
    by, at = asker(request), timezone.now()
    ours = queues.kinds_for(by)
    kind = mergeable(name) if name else next(iter(ours), None)
    if kind is None or not access.may(by, Action.EDIT, kind):
        raise NotFound
    signs = signs_of(kind, by)
    asked = asked_of(request.GET, signs)
    found = queues.queue(kind, by, asked)
    lines = compared(kind, [group.records for group in found.groups], by=by, at=at)
    context: dict[str, Any] = {
        "kind": kind,
        "kinds": ours,
        "queue": found,
        "shown": list(zip(found.groups, lines, strict=True)),
        "asked": asked,
        "words": words_of(asked),
        "filters": _filters(kind, asked, signs),
        "page_class": "page--duplicates",
    }
    return page(request, "records/duplicates/queue.html", context, block="pairs")


@require_POST
def search(request: HttpRequest, name: str) -> HttpResponse:
    """Look through the whole base."""
    kind = mergeable(name)
    duplicates.ask(kind=kind, by=asker(request), at=timezone.now())
    return redirect(request, reverse("records:duplicates-of", args=[kind.name]), text=_("The search has begun."))


@require_safe
def progress(request: HttpRequest, name: str) -> HttpResponse:
    """How far the search is; when it has ended, the page with what it found is fetched."""
    kind = mergeable(name)
    access.require(asker(request), Action.EDIT, kind)
    found = queues.latest(kind)
    if found is None or found.finished_at:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return page(request, "records/duplicates/progress.html", {"kind": kind, "search": found})


@require_POST
def different(request: HttpRequest, name: str) -> HttpResponse:
    """The records are different from one another; said once, never asked again."""
    kind, ids = mergeable(name), ids_given(request)
    duplicates.tell_apart(kind=kind, ids=ids, by=asker(request), at=timezone.now())
    again_url = f"{reverse('records:duplicates-again', args=[kind.name])}?ids={','.join(map(str, ids))}"
    if is_htmx(request):
        return toast(HttpResponse(""), _("Different: we will not ask again."), undo=again_url)
    return redirect(request, reverse("records:duplicates-of", args=[kind.name]))


@require_POST
def again(request: HttpRequest, name: str) -> HttpResponse:
    """Take «different» back."""
    kind = mergeable(name)
    duplicates.ask_again(kind=kind, ids=ids_given(request), by=asker(request))
    if is_htmx(request):
        return done(_("They are in the queue again."), changed=("duplicate", 0))
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


def signs_of(kind: Kind, by: User) -> list[str]:
    """The signs of the kind that this person may choose by."""
    known = registry.find(kind.name)
    return signs_for(by, known.signs, kind) if known else []


def asked_of(words: QueryDict, signs: Collection[str]) -> Asked:
    """What the words of an address ask the queue for; unknown ones are left out."""
    sign = words.get("sign", "")
    return Asked(
        least=LEVELS.get(words.get("least", ""), 0.0),
        sign=sign if sign in signs else "",
        decision=Decision.DIFFERENT if "decided" in words else Decision.OPEN,
    )


def words_of(asked: Asked) -> str:
    """The same as words of an address; empty for the whole queue."""
    level = next((word for word, least in LEVELS.items() if least == asked.least), "")
    words = {"least": level, "sign": asked.sign, "decided": "1" if asked.decision == Decision.DIFFERENT else ""}
    return urlencode({name: value for name, value in words.items() if value})


def _filters(kind: Kind, asked: Asked, names: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """The choices above the queue: how sure, by which sign, each with its address and whether it is the present one."""
    here = reverse("records:duplicates-of", args=[kind.name])

    def choice(label: Any, other: Asked) -> dict[str, Any]:
        words = words_of(other)
        return {"label": label, "href": f"{here}?{words}" if words else here, "current": other == asked}

    open_one = replace(asked, decision=Decision.OPEN)
    levels = [(_("All"), 0.0), *((f"≥ {word} %", least) for word, least in LEVELS.items())]
    known = registry.find(kind.name)
    labels = known.labels if known else {}
    signs = [(_("Any sign"), ""), *((labels.get(name, SIGNS[name][0]), name) for name in names)]
    return {
        "levels": [
            *(choice(label, replace(open_one, least=least)) for label, least in levels),
            choice(_("Different"), Asked(decision=Decision.DIFFERENT)),
        ],
        "signs": [choice(label, replace(asked, sign=name)) for label, name in signs],
    }
