"""«How soon do we answer?»: figures that open their leads, and the same as a file."""

from decimal import Decimal
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from voronka.accounts.models import Action
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.records.fields import FilterContext
from voronka.reports.files import report_file
from voronka.reports.lead_rows import leads_of
from voronka.reports.period import NAMES, OWN, Period, read_period
from voronka.reports.queries.chosen import Line
from voronka.reports.queries.lead_answers import Answering
from voronka.reports.queries.lead_answers import lead_answers as answered
from voronka.sales.kinds import LEAD
from voronka.ui import render

NORMED: Line = {"field": "respond_by", "op": "filled"}


@require_GET
def lead_answers(request: HttpRequest) -> HttpResponse:
    """How soon we answer."""
    period, context = asked(request, Action.VIEW)
    words = {one: request.GET[one] for one in ("period", "from", "to") if request.GET.get(one)}
    return render.page(
        request,
        "reports/answers.html",
        {
            "period": period,
            "answer": answered(period, context),
            "opened": lambda *given: _opened(period, *given),
            "periods": [(one, str(label)) for one, label in NAMES.items()],
            "own_period": period.name == OWN,
            "can_export": access.may(context.by, Action.EXPORT, LEAD),
            "export_url": f"{reverse('reports:answers_export')}?{urlencode(words)}",
        },
        block="report",
    )


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same as a file."""
    period, context = asked(request, Action.EXPORT)
    answer = answered(period, context)
    heads = [_("By"), _("Name"), _("Leads"), _("In time"), _("Late"), _("Waiting"), _("Median, working minutes")]
    lines = [
        [kind, one.name or "—", *map(Decimal, (one.leads, one.in_time, one.late, one.waiting)), one.median]
        for kind, ones in ((_("Owner"), answer.people), (_("Source"), answer.sources))
        for one in ones
    ]
    return report_file("answers", heads, lines, context)


def asked(request: HttpRequest, action: Action) -> tuple[Period, FilterContext]:
    """The period that a report on leads is asked for; raises Forbidden for whom leads are not."""
    context = filter_context(request)
    access.require(context.by, action, LEAD)
    return read_period(request.GET.dict(), context.at.astimezone(context.zone).date()), context


def _opened(period: Period, field: str, one: Answering, state: str = "") -> str:
    """The list of the leads behind a figure."""
    state_line: list[Line] = [{"field": "answer", "op": "in", "value": [state]}] if state else []
    return leads_of(period, (field, one.pk) if field else None, NORMED, *state_line)
