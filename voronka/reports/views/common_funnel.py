"""«Where do we lose?» over all units: the common funnel as figures, chart and table, and as a file."""

from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from voronka.accounts.models import Action
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.records.exporting.tables import write_xlsx
from voronka.reports import common_sheet, sheet
from voronka.reports.asking import NARROWED, NOW, THEN, CommonAsked, read_common
from voronka.reports.common_rows import CommonRows
from voronka.reports.period import NAMES, OWN
from voronka.reports.queries.choices_common import narrowing
from voronka.reports.queries.common_funnel import CommonAnswer
from voronka.reports.queries.common_funnel import common_funnel as answer
from voronka.sales.kinds import DEAL
from voronka.ui import render

WORDS = ("count", *NARROWED, "period", "from", "to")


@require_GET
def common_funnel(request: HttpRequest) -> HttpResponse:
    """The report."""
    context = filter_context(request)
    access.require(context.by, Action.VIEW, DEAL)
    asked = read_common(request.GET.dict(), context)
    found = answer(asked.chosen, context, opened=asked.opened)
    rows = CommonRows.of(asked.chosen, found, context.by)
    words = {name: request.GET[name] for name in WORDS if request.GET.get(name)}
    return render.page(
        request,
        "reports/common_funnel.html",
        {
            "asked": asked,
            "words": words,
            "funnel": found,
            "rows": rows,
            "chart": _chart(found, rows),
            "worst": min((step.to_next for step in found.steps if step.to_next is not None), default=None),
            "can_export": access.may(context.by, Action.EXPORT, DEAL),
            "export_url": f"{reverse('reports:common_export')}?{urlencode(words)}",
            "openers": _openers(asked, found, words),
            "ways": _ways(asked, words),
            "narrowing": narrowing(context.by),
            "narrowed": {name: _text(getattr(asked.chosen, f"{name}_id")) for name in NARROWED},
            "periods": [(name, str(label)) for name, label in NAMES.items()],
            "own_period": asked.chosen.period.name == OWN,
        },
        block="report",
    )


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same figures as an .xlsx file, with the stages under each macro-stage."""
    context = filter_context(request)
    access.require(context.by, Action.EXPORT, DEAL)
    asked = read_common(request.GET.dict(), context)
    file = write_xlsx(common_sheet.heads(), common_sheet.lines(asked.chosen, context), _("Common funnel"))
    name = f"common-funnel-{context.at.astimezone(context.zone):%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=sheet.TYPE)


def _openers(asked: CommonAsked, found: CommonAnswer, words: dict[str, str]) -> dict[int, str]:
    """The address that shows, or folds, the stages of each macro-stage."""
    steps = (*found.steps, *found.paused)
    return {
        one.macro.pk: "?" + urlencode(words if one.macro.pk == asked.opened else {**words, "open": one.macro.pk})
        for one in steps
    }


def _ways(asked: CommonAsked, words: dict[str, str]) -> list[dict[str, Any]]:
    """Both ways of counting."""
    more = {"open": str(asked.opened)} if asked.opened else {}
    return [
        {"label": label, "href": "?" + urlencode({**words, **more, "count": way}), "current": current}
        for way, label, current in (
            (THEN, _("As it was"), asked.chosen.as_it_was),
            (NOW, _("As mapped today"), not asked.chosen.as_it_was),
        )
    ]


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def _chart(found: CommonAnswer, rows: CommonRows) -> dict[str, Any]:
    """Bars from wide to narrow, one for each macro-stage; a bar opens its rows."""
    return {
        "grid": {"left": 8, "right": 56, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "show": False},
        "yAxis": {"type": "category", "inverse": True, "data": [step.macro.name for step in found.steps]},
        "series": [
            {
                "type": "bar",
                "name": _("Deals"),
                "barWidth": "62%",
                "showBackground": True,
                "backgroundStyle": {"color": "transparent"},
                "label": {"show": True, "position": "right"},
                "data": [{"value": step.reached.count, "url": rows.reached(step.macro)} for step in found.steps],
            }
        ],
    }
