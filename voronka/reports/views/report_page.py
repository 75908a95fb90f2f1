"""What the pages of reports have in common: who may ask, the period, the words of the address, the file."""

from collections.abc import Callable, Sequence
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
from voronka.reports.folding import OPEN, Folded, fold, places
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
    words = _words(request, narrowed)
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


def folded[Row](
    request: HttpRequest,
    people: Sequence[Row],
    *,
    narrowed: tuple[str, ...],
    who: Callable[[Row], int],
    together: Callable[[str, Sequence[Row]], Row],
    order: Callable[[Row], Any],
) -> Folded[Row]:
    """The rows of people under their departments, where there are many: see `fold`."""
    return fold(
        people,
        places=places,
        who=who,
        together=together,
        order=order,
        words=_words(request, (*narrowed, OPEN)),
    )


def _words(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    return {one: request.GET[one] for one in (*names, *OF_PERIOD) if request.GET.get(one)}
