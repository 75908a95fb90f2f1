"""«How fast do we sell?», «What does it cost?», «What brings money?»: figures that open their rows, and files."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from voronka.accounts.models import Action
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.records.fields import FilterContext
from voronka.reports import answer_sheets
from voronka.reports.answer_rows import AnswerRows
from voronka.reports.asking import NARROWED, read_chosen
from voronka.reports.files import report_file
from voronka.reports.period import NAMES, OWN
from voronka.reports.queries.choices_common import narrowing
from voronka.reports.queries.chosen import Chosen
from voronka.reports.queries.money import money as money_answer
from voronka.reports.queries.selling_cost import selling_cost
from voronka.reports.queries.speed import speed as speed_answer
from voronka.sales.kinds import DEAL
from voronka.ui import render

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
    return _page(request, "cost", "reports/cost.html", selling_cost, moment="closed_at")


@require_GET
def cost_export(request: HttpRequest) -> FileResponse:
    """What selling costs, as a file."""
    chosen, context = _asked(request, "closed_at", action=Action.EXPORT)
    lines = answer_sheets.cost_lines(selling_cost(chosen, context))
    return report_file("cost", answer_sheets.cost_heads(), lines, context)


@require_GET
def speed_export(request: HttpRequest) -> FileResponse:
    """How fast we sell, as a file."""
    chosen, context = _asked(request, "closed_at", action=Action.EXPORT)
    lines = answer_sheets.speed_lines(speed_answer(chosen, context))
    return report_file("speed", answer_sheets.speed_heads(), lines, context)


@require_GET
def money_export(request: HttpRequest) -> FileResponse:
    """What brings money, as a file."""
    chosen, context = _asked(request, "created_at", action=Action.EXPORT)
    lines = answer_sheets.money_lines(money_answer(chosen, context))
    return report_file("money", answer_sheets.money_heads(), lines, context)


def _asked(request: HttpRequest, moment: str, *, action: Action = Action.VIEW) -> tuple[Chosen, FilterContext]:
    context = filter_context(request)
    access.require(context.by, action, DEAL)
    return read_chosen(request.GET.dict(), context, moment=moment), context


def _page(request: HttpRequest, name: str, template: str, answer: Ask, *, moment: str = "created_at") -> HttpResponse:
    chosen, context = _asked(request, moment)
    words = {one: request.GET[one] for one in (*NARROWED, "period", "from", "to") if request.GET.get(one)}
    values = {one: getattr(chosen, f"{one}_id") for one in NARROWED}
    return render.page(
        request,
        template,
        {
            "chosen": chosen,
            "answer": answer(chosen, context),
            "rows": AnswerRows.of(chosen, context.by),
            "address": reverse(f"reports:{name}"),
            "can_export": access.may(context.by, Action.EXPORT, DEAL),
            "export_url": f"{reverse(f'reports:{name}_export')}?{urlencode(words)}",
            "narrowing": narrowing(context.by),
            "narrowed": {one: "" if value is None else str(value) for one, value in values.items()},
            "periods": [(one, str(label)) for one, label in NAMES.items()],
            "own_period": chosen.period.name == OWN,
        },
        block="report",
    )
