"""Figures about leads open their rows: the addresses of the list of leads."""

from urllib.parse import urlencode

from django.urls import reverse

from voronka.records import filter_tree
from voronka.reports.period import Period
from voronka.reports.queries.chosen import Line


def leads_of(period: Period, origin: tuple[str, int | None] | None, *more: Line) -> str:
    """The leads that came within a period, of an origin (a field and its value, None for those without one)."""
    lines = [*more]
    if origin:
        field, pk = origin
        lines.append({"field": field, "op": "in", "value": [pk]} if pk else {"field": field, "op": "empty"})
    for name, day in (("from", period.first), ("to", period.last)):
        if day:
            lines.append({"field": "created_at", "op": name, "value": day.isoformat()})
    return f"{reverse('lead:list')}?{urlencode({'f': filter_tree.write({'all': lines} if lines else {})})}"
