"""The board of deals: the page, and what follows on it: cards of a column, lanes, the people to choose from."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, Scope, User
from voronka.activities.queries.next_steps import sees_tasks
from voronka.activities.step_words import say
from voronka.core.errors import NotFound
from voronka.core.numbers import whole
from voronka.records import access
from voronka.records.field_rules import fillable
from voronka.sales.kinds import DEAL
from voronka.sales.models import Pipeline
from voronka.sales.queries import board as boards
from voronka.sales.queries import lanes as by_people
from voronka.sales.queries import pipelines
from voronka.sales.queries.signals import shows_stops
from voronka.ui.render import page

BY_OWNER = "owner"
ASKED = ("pipeline", "owner", "q", "only", "lanes")


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The board of one pipeline, whole or with a lane for each person."""
    by, at = asker(request), timezone.localtime()
    access.require(by, Action.VIEW, DEAL)
    known, has_lanes = list(pipelines.in_use()), request.GET.get("lanes") == BY_OWNER
    question = _question(request, known, by_people.FIRST if has_lanes else boards.FIRST)
    context: dict[str, Any] = {"question": question, "pipelines": known, "columns": [], "count": 0, "lanes": None}
    if question and has_lanes:
        context["lanes"] = found = by_people.lanes(question, by=by, at=at)
        context["count"] = found.count
    elif question:
        context["columns"] = columns = boards.board(question, by=by, at=at)
        context["count"] = sum(column.count for column in columns if column.stage.is_open)
    context |= _filters(request, by, question)
    return page(request, "sales/board.html", context)


@require_safe
def column(request: HttpRequest, stage_id: int) -> HttpResponse:
    """The next cards of a column."""
    by, at = asker(request), timezone.localtime()
    access.require(by, Action.VIEW, DEAL)
    known = list(pipelines.in_use())
    question = _question(request, known, boards.PAGE)
    stage = pipelines.stages_of(question.pipeline.pk).filter(pk=stage_id).first() if question else None
    if question is None or stage is None:
        raise NotFound(_("There is no such stage."))
    after = request.GET.get("after", "")
    found = boards.more(question, stage, after=after, by=by, at=at)
    context = {"question": question, "column": found, **_filters(request, by, question)}
    return page(request, "sales/column.html", context)


@require_safe
def lanes(request: HttpRequest) -> HttpResponse:
    """The next lanes."""
    by, at = asker(request), timezone.localtime()
    access.require(by, Action.VIEW, DEAL)
    question = _question(request, list(pipelines.in_use()), by_people.FIRST)
    if question is None:
        raise NotFound(_("There is no such pipeline."))
    after = max(whole(request.GET.get("after")) or 0, 0)
    found = by_people.lanes(question, after=after, by=by, at=at)
    return page(request, "sales/lanes_more.html", {"lanes": found, **_filters(request, by, question)})


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Those whose deals one may choose, for the menu when it is opened."""
    by = asker(request)
    access.require(by, Action.VIEW, DEAL)
    owners = User.objects.filter(is_active=True) if _sees_others(by) else User.objects.none()
    context = {"owners": owners, "address": _address(request), "chosen": whole(request.GET.get("owner"))}
    return page(request, "sales/board_people.html", context)


def _sees_others(by: User) -> bool:
    return access.scope(DEAL, by, Action.VIEW) != Scope.OWN


def _question(request: HttpRequest, known: list[Pipeline], least: int) -> boards.Question | None:
    asked = request.GET.get("pipeline", "")
    pipeline = next((one for one in known if str(one.pk) == asked), known[0] if known else None)
    if pipeline is None:
        return None
    owner = request.GET.get("owner", "")
    if owner == "me":
        owner = str(request.user.pk)
    size = min(max(whole(request.GET.get("size")) or 0, least), boards.LARGEST)
    text = request.GET.get("q", "")[:100]
    only = request.GET.get("only", "")
    return boards.Question(pipeline=pipeline, owner_id=whole(owner), text=text, only=only, size=size)


def _signs(by: User) -> list[tuple[str, str, str]]:
    """What may be asked of deals that need attention: name, words, sign; only of what this person is shown."""
    found = [
        (boards.NO_STEP, _("Without a next step"), "circle-dashed", sees_tasks(by)),
        (boards.LATE, _("Beyond the norm"), "clock", True),
        (boards.STOPS, _("Asks for a decision"), "scale", shows_stops(by)),
    ]
    return [(name, words, sign) for name, words, sign, may in found if may]


def _address(request: HttpRequest) -> Callable[..., str]:
    """The address of the board as it is asked for, with another choice."""
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}

    def address(path: str = "", **other: object) -> str:
        given = {name: value for name, value in {**asked, **other}.items() if value not in (None, "")}
        return (path or reverse("sales:board")) + (f"?{urlencode(given)}" if given else "")

    return address


def _filters(request: HttpRequest, by: User, question: boards.Question | None) -> dict[str, Any]:
    """What stands above the board: whose deals may be chosen, and the address with another choice."""
    sees_others, owner_id = _sees_others(by), (question.owner_id if question else None) or by.pk
    is_others = sees_others and owner_id != by.pk
    return {
        "address": _address(request),
        "say_step": partial(say, at=timezone.now()),
        "asked": {name: request.GET[name] for name in ASKED if request.GET.get(name)},
        "has_others": sees_others and User.objects.filter(is_active=True).exclude(pk=by.pk).exists(),
        "signs": _signs(by),
        "chosen": User.objects.filter(pk=owner_id, is_active=True).first() if is_others else None,
        "may_create": access.may(by, Action.CREATE, DEAL),
        "may_edit": access.may(by, Action.EDIT, DEAL),
        "may_give": access.may(by, Action.EDIT, DEAL) and bool(fillable(DEAL, ("owner",), by, making=False)),
    }
