"""«Where do we lose?»: the funnel as figures, chart and table, and as a file."""

from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from voronka.accounts.models import Action
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.records.field_rules import hides
from voronka.records.fields import FilterContext
from voronka.records.models import Classifier
from voronka.reports import rows, sheet
from voronka.reports.asking import read_funnel
from voronka.reports.period import NAMES, OWN
from voronka.reports.queries import choices
from voronka.reports.queries.funnel import Funnel, FunnelQuestion
from voronka.reports.queries.funnel import funnel as answer
from voronka.sales.kinds import DEAL
from voronka.ui import render

WORDS = ("pipeline", "period", "from", "to", "owner", "source")


@require_GET
def funnel(request: HttpRequest) -> HttpResponse:
    """The report."""
    context = filter_context(request)
    access.require(context.by, Action.VIEW, DEAL)
    question = read_funnel(request.GET.dict(), context)
    found = answer(question, context)
    words = {name: request.GET[name] for name in WORDS if request.GET.get(name)}
    return render.page(
        request,
        "reports/funnel.html",
        {
            "question": question,
            "funnel": found,
            "chart": _chart(question, found),
            "rows": rows,
            "worst": min((step.to_next for step in found.steps if step.to_next is not None), default=None),
            "can_export": access.may(context.by, Action.EXPORT, DEAL),
            "export_url": f"{reverse('reports:funnel_export')}?{urlencode(words)}",
            **_choices(question, context),
        },
        block="report",
    )


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same figures as an .xlsx file."""
    context = filter_context(request)
    access.require(context.by, Action.EXPORT, DEAL)
    question = read_funnel(request.GET.dict(), context)
    file = sheet.funnel_sheet(question, answer(question, context))
    name = f"funnel-{context.at.astimezone(context.zone):%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=sheet.TYPE)


def _choices(question: FunnelQuestion, context: FilterContext) -> dict[str, Any]:
    is_closed = hides(context.by, DEAL, "source")
    return {
        "pipelines": choices.pipelines(),
        "periods": [(name, str(label)) for name, label in NAMES.items()],
        "own_period": question.period.name == OWN,
        "owners": [("", _("Everybody")), *choices.users()],
        "sources": [("", _("All sources")), *([] if is_closed else choices.values(Classifier.SOURCE))],
        "zone": context.zone,
    }


def _chart(question: FunnelQuestion, found: Funnel) -> dict[str, Any]:
    """Bars from wide to narrow, one for each stage; a bar opens its rows."""
    steps = found.steps
    return {
        "grid": {"left": 8, "right": 56, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "show": False},
        "yAxis": {"type": "category", "inverse": True, "data": [step.stage.name for step in steps]},
        "series": [
            {
                "type": "bar",
                "name": _("Deals"),
                "barWidth": "62%",
                "showBackground": True,
                "backgroundStyle": {"color": "transparent"},
                "label": {"show": True, "position": "right"},
                "data": [{"value": step.reached.count, "url": rows.reached(question, step.stage.pk)} for step in steps],
            }
        ],
    }
