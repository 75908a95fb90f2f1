"""«How fast do we sell?», «What does it cost?», «What brings money?»: figures that open their rows, and files."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from voronka.accounts.models import Action
from voronka.records.fields import FilterContext
from voronka.reports import answer_sheets
from voronka.reports.answer_rows import AnswerRows
from voronka.reports.asking import NARROWED, read_chosen
from voronka.reports.files import report_file
from voronka.reports.folding import Folded
from voronka.reports.queries.choices_common import narrowing
from voronka.reports.queries.chosen import Chosen
from voronka.reports.queries.money import money as money_answer
from voronka.reports.queries.selling_cost import SellingCost, Spender, selling_cost
from voronka.reports.queries.speed import speed as speed_answer
from voronka.reports.views.report_page import asked, folded, shown
from voronka.sales.kinds import DEAL

type Ask = Callable[[Chosen, FilterContext], Any]


@require_GET
def speed(request: HttpRequest) -> HttpResponse:
    """How fast we sell."""
    return _page(request, "speed", "reports/speed.html", speed_answer, moment="closed_at")


@require_GET
def money(request: HttpRequest) -> HttpResponse:
    """What brings money."""
    return _page(request, "money", "reports/money.html", money_answer)


@require_GET
def cost(request: HttpRequest) -> HttpResponse:
    """What selling costs."""
    return _page(request, "cost", "reports/cost.html", selling_cost, moment="closed_at", folds=_folded)


@require_GET
def cost_export(request: HttpRequest) -> FileResponse:
    """What selling costs, as a file."""
    chosen, context = _chosen(request, "closed_at", Action.EXPORT)
    lines = answer_sheets.cost_lines(selling_cost(chosen, context))
    return report_file("cost", answer_sheets.cost_heads(), lines, context)


@require_GET
def speed_export(request: HttpRequest) -> FileResponse:
    """How fast we sell, as a file."""
    chosen, context = _chosen(request, "closed_at", Action.EXPORT)
    lines = answer_sheets.speed_lines(speed_answer(chosen, context))
    return report_file("speed", answer_sheets.speed_heads(), lines, context)


@require_GET
def money_export(request: HttpRequest) -> FileResponse:
    """What brings money, as a file."""
    chosen, context = _chosen(request, "created_at", Action.EXPORT)
    lines = answer_sheets.money_lines(money_answer(chosen, context))
    return report_file("money", answer_sheets.money_heads(), lines, context)


def _chosen(request: HttpRequest, moment: str, action: Action = Action.VIEW) -> tuple[Chosen, FilterContext]:
    context = asked(request, DEAL, action)
    return read_chosen(request.GET.dict(), context, moment=moment), context


def _folded(request: HttpRequest, answer: SellingCost) -> Folded[Spender]:
    return folded(
        request,
        answer.people,
        narrowed=NARROWED,
        who=lambda one: one.pk or 0,
        together=_together,
        order=lambda one: (-one.won.cost - one.lost.cost, one.name),
    )


def _together(name: str, people: Sequence[Spender]) -> Spender:
    made = Spender(pk=None, name=name)
    for one in people:
        made.won.add(one.won)
        made.lost.add(one.lost)
    return made


def _page(
    request: HttpRequest,
    name: str,
    template: str,
    answer: Ask,
    *,
    moment: str = "created_at",
    folds: Callable[[HttpRequest, Any], Folded[Any]] | None = None,
) -> HttpResponse:
    chosen, context = _chosen(request, moment)
    found = answer(chosen, context)
    values = {one: getattr(chosen, f"{one}_id") for one in NARROWED}
    return shown(
        request,
        name,
        template,
        period=chosen.period,
        kind=DEAL,
        narrowed=NARROWED,
        answer=found,
        folded=folds(request, found) if folds else None,
        rows=AnswerRows.of(chosen, context.by),
        narrowing=narrowing(context.by),
        chosen={one: "" if value is None else str(value) for one, value in values.items()},
    )
