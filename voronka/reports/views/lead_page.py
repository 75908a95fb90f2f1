"""What the pages of all reports on leads have in common: the period, its words, the file."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from voronka.accounts.models import Action
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.records.fields import FilterContext
from voronka.reports.period import NAMES, OWN, Period, read_period
from voronka.sales.kinds import LEAD
from voronka.ui import render


def asked(request: HttpRequest, action: Action) -> tuple[Period, FilterContext]:
    """The period that a report on leads is asked for; raises Forbidden for whom leads are not."""
    context = filter_context(request)
    access.require(context.by, action, LEAD)
    return read_period(request.GET.dict(), context.at.astimezone(context.zone).date()), context


def shown(
    request: HttpRequest, name: str, template: str, period: Period, context: FilterContext, **more: Any
) -> HttpResponse:
    """The page of the report `name` (in its addresses), with what else it shows."""
    words = {one: request.GET[one] for one in ("period", "from", "to") if request.GET.get(one)}
    common = {
        "period": period,
        "periods": [(one, str(label)) for one, label in NAMES.items()],
        "own_period": period.name == OWN,
        "can_export": access.may(context.by, Action.EXPORT, LEAD),
        "export_url": f"{reverse(f'reports:{name}_export')}?{urlencode(words)}",
    }
    return render.page(request, template, {**common, **more}, block="report")
