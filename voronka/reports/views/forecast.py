"""«What will close?»: plan, fact and forecast, by whom, what would close the gap, how forecasts came true."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from voronka.accounts.models import Action
from voronka.core.calendar_periods import CalendarPeriod
from voronka.core.money import SHOWN
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.records.exporting.tables import write_xlsx
from voronka.records.field_rules import hides
from voronka.records.fields import FilterContext
from voronka.records.fields.trees import offered
from voronka.records.models import Classifier
from voronka.reports import forecast_sheet, sheet
from voronka.reports.folding import OPEN, Folded, Places, fold
from voronka.reports.forecast_asking import WORDS, read_forecast
from voronka.reports.forecast_rows import COMMITTED, FORECAST, LIKELY, ForecastRows
from voronka.reports.queries.forecast import NARROWED, ForecastAnswer, ForecastQuestion, Share
from voronka.reports.queries.forecast import forecast as answer
from voronka.reports.queries.forecast_history import ForecastHistory
from voronka.reports.queries.forecast_history import history as past
from voronka.sales.kinds import DEAL
from voronka.sales.models import Measure, PlanSpan
from voronka.sales.planning.figures import Figures, percent
from voronka.sales.planning.rights import sets_plans, shows
from voronka.sales.planning.tree import Staff
from voronka.sales.planning.whom import COMPANY, Whom
from voronka.ui import render

SPANS = ("month", "quarter", "year")


@require_GET
def forecast(request: HttpRequest) -> HttpResponse:
    """The report."""
    context, question = _asked(request)
    found = answer(question, context)
    addresses = _addresses(question, request.GET.dict())
    words = {**addresses["words"], OPEN: request.GET.get(OPEN, "")}
    return render.page(
        request,
        "reports/forecast.html",
        {
            "question": question,
            "answer": found,
            "folded": _folded(found, words),
            "rows": ForecastRows.of(question, found.staff, context.by),
            "sets": {"forecast": FORECAST, "likely": LIKELY, "committed": COMMITTED},
            "percent": percent,
            "said": forecast_sheet.category_label,
            "can_export": access.may(context.by, Action.EXPORT, DEAL),
            "may_plan": sets_plans(context.by),
            **addresses,
            **_lists(question, found.staff, context),
        },
        block="report",
    )


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """How the forecast of the period went, and how near earlier ones came: fetched when it is looked at."""
    context, question = _asked(request)
    found = past(question, context)
    shown = {"question": question, "history": found, "chart": _chart(question, found)}
    return render.page(request, "reports/forecast_history.html", shown, block="history")


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same figures as an .xlsx file."""
    context, question = _asked(request, Action.EXPORT)
    rows = forecast_sheet.lines(question, answer(question, context))
    file = write_xlsx(forecast_sheet.heads(), rows, _("Forecast"))
    name = f"forecast-{question.window.period.key}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=sheet.TYPE)


def _asked(request: HttpRequest, action: Action = Action.VIEW) -> tuple[FilterContext, ForecastQuestion]:
    context = filter_context(request)
    access.require(context.by, action, DEAL)
    return context, read_forecast(request.GET.dict(), context)


def _addresses(question: ForecastQuestion, given: dict[str, str]) -> dict[str, Any]:
    """Where the page leads: the neighbours of the period, its other lengths, the same of a person or a department."""
    words = {name: given[name] for name in WORDS if given.get(name)}
    period, here = question.window.period, reverse("reports:forecast")

    def to(**other: Any) -> str:
        return f"{here}?{urlencode({name: value for name, value in {**words, **other}.items() if value != ''})}"

    today = question.window.today
    day = today if period.holds(today) else period.first
    spans = [(str(PlanSpan(span).label), CalendarPeriod.around(day, span)) for span in SPANS]  # type: ignore[arg-type]  # the three
    return {
        "words": words,
        "address": here,
        "before": to(period=period.moved(-1).key),
        "after": to(period=period.moved(1).key),
        "spans": [{"label": label, "href": to(period=one.key), "current": one == period} for label, one in spans],
        "of_department": lambda whom: to(department=whom.pk, owner="", unit=""),
        "of_person": lambda whom: to(owner=whom.pk, department="", unit=""),
        "in_currency": lambda currency: to(currency=currency),
        "export_url": f"{reverse('reports:forecast_export')}?{urlencode(words)}",
        "history_url": f"{reverse('reports:forecast_history')}?{urlencode(words)}",
    }


def _folded(found: ForecastAnswer, words: dict[str, str]) -> Folded[Share]:
    """People under their departments, where there are many."""
    where = found.staff

    def places() -> Places:
        return {pk: (place, where.names[Whom("department", place)]) for pk, place in where.people.items() if place}

    return fold(
        found.people,
        places=places,
        who=lambda one: one.whom.pk,
        together=_together,
        order=lambda one: (-one.figures.weighted, -(one.plan or 0), one.name),
        words=words,
    )


def _together(name: str, people: Sequence[Share]) -> Share:
    planned = [one.plan for one in people if one.plan is not None]
    figures = Figures.total(one.figures for one in people)
    return Share(whom=COMPANY, name=name, plan=sum(planned, Decimal(0)) if planned else None, figures=figures)


def _lists(question: ForecastQuestion, staff: Staff, context: FilterContext) -> dict[str, Any]:
    """What the form offers."""
    by = context.by

    def named(sort: str, everybody: str, field: str) -> list[tuple[str, str]]:
        found = [] if hides(by, DEAL, field) else [one for one in staff.names if one.sort == sort]
        here = sorted(found, key=lambda one: (one in staff.former, staff.names[one]))
        return [("", everybody), *((str(one.pk), staff.names[one]) for one in here)]

    values = {name: getattr(question, f"{name}_id") for name in NARROWED}
    products = [] if hides(by, DEAL, "product") else offered(Classifier.PRODUCT)
    return {
        "units": named("unit", _("All units"), "department"),
        "departments": named("department", _("All departments"), "department"),
        "owners": named("user", _("Everybody"), "owner"),
        "products": [("", _("All products")), *products] if products else [],
        "measures": [(one.value, str(one.label)) for one in Measure if shows(by, one.value)],
        "narrowed": {name: "" if value is None else str(value) for name, value in values.items()},
    }


def _chart(question: ForecastQuestion, found: ForecastHistory) -> dict[str, Any]:
    """Lines over the days: fact, weighted forecast, commit, and the plan above them; in a unit that reads easily."""
    days = found.days
    most = max((max(one.best, one.plan or Decimal(0)) for one in days), default=Decimal(0))
    unit, said = next((unit, said) for least, unit, said in _units(question.currency) if most >= least)

    def line(name: str, values: list[Decimal | None], **look: Any) -> dict[str, Any]:
        data = [None if one is None else round(float(one / unit), 3) for one in values]
        return {"type": "line", "name": name, "showSymbol": len(data) < 3, "connectNulls": True, "data": data, **look}

    series = [
        line(_("Fact"), [one.fact for one in days], areaStyle={"opacity": 0.12}),
        line(_("Weighted forecast"), [one.weighted for one in days]),
        line(pgettext("forecast", "Commit"), [one.commit for one in days], lineStyle={"width": 1.5, "type": "dashed"}),
    ]
    if any(one.plan is not None for one in days):
        series.append(line(_("Plan"), [one.plan for one in days], step="end", lineStyle={"width": 1.5}))
    return {
        "grid": {"left": 8, "right": 16, "top": 56, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "category", "boundaryGap": False, "data": [f"{one.on:%d.%m}" for one in days]},
        "yAxis": {"type": "value", "name": said},
        "series": series,
    }


def _units(currency: str) -> list[tuple[int, int, str]]:
    """(from which sum on, how many of the currency, what it is called), the largest first."""
    sign = SHOWN.get(currency, currency)
    return [
        (1_000_000, 1_000_000, _("%(sign)s million") % {"sign": sign}),
        (10_000, 1_000, _("%(sign)s thousand") % {"sign": sign}),
        (0, 1, sign),
    ]
