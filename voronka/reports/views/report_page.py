"""What the pages of reports have in common: who may ask, the period, the words of the address, the file."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.records.fields import FilterContext
from voronka.records.kinds import Kind
from voronka.reports.period import NAMES, OWN, Period
from voronka.ui import render

OF_PERIOD = ("period", "from", "to")


def asked(request: HttpRequest, kind: Kind, action: Action = Action.VIEW) -> FilterContext:
    """Who asks a report on records of a kind, and when; raises Forbidden for whom they are not."""
    context = filter_context(request)
    access.require(context.by, action, kind)
    return context


def shown(
    request: HttpRequest,
    name: str,
    template: str,
    *,
    period: Period,
    kind: Kind,
    narrowed: tuple[str, ...] = (),
    **more: Any,
) -> HttpResponse:
    """The page of the report `name` (in its addresses) on records of a kind, with what else it shows.

    Its file is of the same period and of what the address narrows it by.
    """
    words = {one: request.GET[one] for one in (*narrowed, *OF_PERIOD) if request.GET.get(one)}
    common = {
        "kind": kind,
        "address": reverse(f"reports:{name}"),
        "period": period,
        "periods": [(one, str(label)) for one, label in NAMES.items()],
        "own_period": period.name == OWN,
        "can_export": access.may(asker(request), Action.EXPORT, kind),
        "export_url": f"{reverse(f'reports:{name}_export')}?{urlencode(words)}",
    }
    return render.page(request, template, {**common, **more}, block="report")
