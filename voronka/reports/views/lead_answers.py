"""«How soon do we answer?»: figures that open their leads, and the same as a file."""

from decimal import Decimal

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from voronka.accounts.models import Action
from voronka.reports.asking import asked_period
from voronka.reports.files import report_file
from voronka.reports.lead_rows import leads_of
from voronka.reports.period import Period
from voronka.reports.queries.chosen import Line
from voronka.reports.queries.lead_answers import Answering
from voronka.reports.queries.lead_answers import lead_answers as answered
from voronka.reports.views.report_page import asked, shown
from voronka.sales.kinds import LEAD

NORMED: Line = {"field": "respond_by", "op": "filled"}


@require_GET
def lead_answers(request: HttpRequest) -> HttpResponse:
    """How soon we answer."""
    context = asked(request, LEAD)
    period = asked_period(request.GET.dict(), context)
    return shown(
        request,
        "answers",
        "reports/answers.html",
        period=period,
        kind=LEAD,
        answer=answered(period, context),
        opened=lambda *given: _opened(period, *given),
    )


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same as a file."""
    context = asked(request, LEAD, Action.EXPORT)
    answer = answered(asked_period(request.GET.dict(), context), context)
    heads = [_("By"), _("Name"), _("Leads"), _("In time"), _("Late"), _("Waiting"), _("Median, working minutes")]
    lines = [
        [kind, one.name or "—", *map(Decimal, (one.leads, one.in_time, one.late, one.waiting)), one.median]
        for kind, ones in ((_("Owner"), answer.people), (_("Source"), answer.sources))
        for one in ones
    ]
    return report_file("answers", heads, lines, context)


def _opened(period: Period, field: str, one: Answering, state: str = "") -> str:
    """The list of the leads behind a figure."""
    state_line: list[Line] = [{"field": "answer", "op": "in", "value": [state]}] if state else []
    return leads_of(period, (field, one.pk) if field else None, NORMED, *state_line)
