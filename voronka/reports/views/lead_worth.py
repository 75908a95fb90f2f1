"""«What are leads worth?»: figures that open their leads, and the same as a file."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from voronka.accounts.models import Action
from voronka.reports.asking import asked_period
from voronka.reports.files import report_file
from voronka.reports.lead_rows import leads_of
from voronka.reports.period import Period
from voronka.reports.queries.chosen import Line
from voronka.reports.queries.lead_worth import LeadWorth, Worth
from voronka.reports.queries.lead_worth import lead_worth as answered
from voronka.reports.verdict_field import said
from voronka.reports.views.report_page import asked, shown
from voronka.sales.kinds import LEAD
from voronka.sales.models import Fact, Verdict


@require_GET
def lead_worth(request: HttpRequest) -> HttpResponse:
    """What leads are worth."""
    context = asked(request, LEAD)
    period = asked_period(request.GET.dict(), context)
    return shown(
        request,
        "worth",
        "reports/worth.html",
        period=period,
        kind=LEAD,
        answer=answered(period, context),
        opened=lambda *given: _opened(period, *given),
        facts=list(Fact),
        said=said,
    )


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same as a file."""
    context = asked(request, LEAD, Action.EXPORT)
    answer = answered(asked_period(request.GET.dict(), context), context)
    heads = [_("By"), _("Name"), _("Leads"), pgettext("leads", "Became clients"), pgettext("leads", "Of no use")]
    heads += [f"{fact.label}: {str(verdict.label).lower()}" for fact in Fact for verdict in Verdict]
    return report_file("leads", heads, _lines(answer), context)


def _lines(answer: LeadWorth) -> Iterator[list[Any]]:
    for kind, ones in ((_("Source"), answer.sources), (_("Campaign"), answer.campaigns)):
        for one in ones:
            found = [getattr(one.facts[fact.value], verdict.value) for fact in Fact for verdict in Verdict]
            counts = [one.leads, one.converted, one.disqualified, *found]
            yield [kind, one.name or "—", *map(Decimal, counts)]


def _opened(period: Period, column: str, one: Worth, state: str = "", verdict: str = "") -> str:
    """The list of the leads behind a figure; `verdict` is a fact with what was said of it."""
    lines: list[Line] = [{"field": "state", "op": "in", "value": [state]}] if state else []
    if verdict:
        lines.append({"field": "verdicts", "op": "in", "value": [verdict]})
    return leads_of(period, (column, one.pk) if column else None, *lines)
